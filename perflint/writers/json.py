"""Targets in JSON."""

from __future__ import annotations

import json

from perflint.model import Document
from perflint.writers import plain


def write(document: Document) -> bytes:
    """The document as one JSON object, indented."""
    data = plain.head(document)
    data["projects"] = [plain.project(project, document.fields) for project in document.projects]
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
