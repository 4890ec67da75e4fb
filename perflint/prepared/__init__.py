"""A project as rules see it: normal forms, base names, classes and parsed values, each worked out once.

The department's own part of a document (its goals, its indicators, part one's texts) is prepared in the same shape,
with ``project`` None and paths that begin at the document's root, so that rules about texts and rows judge it too.
"""

from perflint.prepared.fields import FIELDS, ROW_FIELDS
from perflint.prepared.project import GoalItem, PreparedDepartment, PreparedProject
from perflint.prepared.row import PreparedIndicator, Rows

__all__ = [
    "FIELDS",
    "ROW_FIELDS",
    "GoalItem",
    "PreparedDepartment",
    "PreparedIndicator",
    "PreparedProject",
    "Rows",
]
