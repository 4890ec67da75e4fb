"""In which language perflint speaks: `--lang`, else the locale. English where the locale says so, else Chinese."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

LANGUAGES = ("zh", "en")


def language(asked: str | None = None, environment: Mapping[str, str] = os.environ) -> str:
    """``zh`` or ``en``. ``asked`` wins; then the first of LC_ALL, LC_MESSAGES and LANG that is set."""
    if asked in LANGUAGES:
        return asked
    named = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    if not named and sys.platform == "win32":
        named = _windows_locale()
    return "en" if named.lower().startswith("en") else "zh"


def _windows_locale() -> str:
    import locale

    return locale.getlocale()[0] or ""
