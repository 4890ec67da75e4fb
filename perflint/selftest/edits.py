"""All changes that texts cannot say, by name."""

from __future__ import annotations

from collections.abc import Mapping

from perflint.selftest import edits_document, edits_project, edits_rows
from perflint.selftest.draft import Edit

EDITS: Mapping[str, Edit] = {**edits_project.EDITS, **edits_rows.EDITS, **edits_document.EDITS}
