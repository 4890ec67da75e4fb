"""perflint checks the performance targets of Chinese departmental budgets (部门预算绩效目标).

Importing this package costs nothing: whatever is heavy is loaded by the room that needs it, when a name is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from perflint._version import __version__

if TYPE_CHECKING:
    from perflint.api import check, load_document
    from perflint.api import rules_with as load_rules
    from perflint.model import Document
    from perflint.options import Options
    from perflint.pipeline.baseline import load_baseline
    from perflint.pipeline.waivers import load_waivers
    from perflint.report import Report
    from perflint.violation import Severity, Violation

__all__ = [
    "Document",
    "Options",
    "Report",
    "Severity",
    "Violation",
    "__version__",
    "check",
    "load_baseline",
    "load_document",
    "load_rules",
    "load_waivers",
]

_HOME = {
    "Document": ("perflint.model", "Document"),
    "Options": ("perflint.options", "Options"),
    "Report": ("perflint.report", "Report"),
    "Severity": ("perflint.violation", "Severity"),
    "Violation": ("perflint.violation", "Violation"),
    "check": ("perflint.api", "check"),
    "load_baseline": ("perflint.pipeline.baseline", "load_baseline"),
    "load_document": ("perflint.api", "load_document"),
    "load_rules": ("perflint.api", "rules_with"),
    "load_waivers": ("perflint.pipeline.waivers", "load_waivers"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'perflint' has no attribute {name!r}")
    import importlib

    module, attribute = _HOME[name]
    return getattr(importlib.import_module(module), attribute)
