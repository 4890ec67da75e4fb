"""Where the files that come with perflint are found."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def rules_dir() -> Path:
    """The folder of the shipped rules: `perflint/rules` in an installed wheel, `rules/` at the top of a checkout.

    Raises FileNotFoundError where neither exists, which means a broken installation.
    """
    installed = _PACKAGE / "rules"
    checkout = _PACKAGE.parent / "rules"
    if installed.is_dir():
        return installed
    # Any folder named "rules" beside an installed package would do harm: only a checkout's counts.
    if checkout.is_dir() and (_PACKAGE.parent / "pyproject.toml").is_file():
        return checkout
    raise FileNotFoundError(f"perflint is not installed whole: no rules in {installed} nor in {checkout}")
