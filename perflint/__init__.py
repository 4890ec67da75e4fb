"""perflint checks the performance targets of Chinese departmental budgets (部门预算绩效目标).

Importing this package costs nothing: whatever is heavy is loaded by the room that needs it.
"""

from perflint._version import __version__

__all__ = ["__version__"]
