"""Configuration: the nearest ``perflint.yaml`` or ``[tool.perflint]`` in ``pyproject.toml``, values with origins."""

from perflint.config.find import find_config
from perflint.config.load import load_config
from perflint.config.settings import DEFAULTS, Settings, with_options
from perflint.config.use import check_names, options_of, rules_of

__all__ = [
    "DEFAULTS",
    "Settings",
    "check_names",
    "find_config",
    "load_config",
    "options_of",
    "rules_of",
    "with_options",
]
