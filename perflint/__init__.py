"""perflint checks the performance targets of Chinese departmental budgets (部门预算绩效目标).

Importing this package costs nothing: whatever is heavy is loaded by the room that needs it, when a name is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from perflint._version import __version__

if TYPE_CHECKING:
    from perflint.api import check, load_document, load_rules
    from perflint.model import Document
    from perflint.report import Report
    from perflint.violation import Violation

__all__ = ["Document", "Report", "Violation", "__version__", "check", "load_document", "load_rules"]

_ROOMS = {
    "Document": "perflint.model",
    "Report": "perflint.report",
    "Violation": "perflint.violation",
    "check": "perflint.api",
    "load_document": "perflint.api",
    "load_rules": "perflint.api",
}


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module 'perflint' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_ROOMS[name]), name)
