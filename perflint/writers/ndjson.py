"""Targets in NDJSON: a first record with everything but the projects, then one project a line."""

from __future__ import annotations

import json

from perflint.model import Document
from perflint.writers import plain


def write(document: Document) -> bytes:
    """The document as one record a line."""
    records = [plain.head(document), *(plain.project(project, document.fields) for project in document.projects)]
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode("utf-8")
