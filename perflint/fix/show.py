"""What was mended, as a unified difference: of texts line by line, of Word and Excel files field by field."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from perflint.fix import textual
from perflint.fix.edits import Edit
from perflint.fix.mend import Kept, Mended
from perflint.fix.textual import place_of
from perflint.model import Document
from perflint.readers.decode import decode
from perflint.reporters.display import shorten, visible
from perflint.reporters.words import field_words, place_words
from perflint.violation import Violation

_WIDEST = 60


def difference(before: bytes, mended: Mended, lang: str) -> Iterator[str]:
    """The lines of the difference; none where nothing was mended."""
    if not mended.edits:
        return
    if mended.document.kind in textual.KINDS:
        old, new = (decode(data).splitlines(keepends=True) for data in (before, mended.data))
        for line in difflib.unified_diff(old, new, mended.name, mended.name):
            yield "\t".join(map(visible, line.rstrip("\r\n").split("\t")))
        return
    yield f"--- {visible(mended.name)}"
    yield f"+++ {visible(mended.name)}"
    for edit in mended.edits:
        yield f"@@ {spot(mended.document, edit, lang)} @@"
        yield f"-{visible(edit.old)}"
        yield f"+{visible(edit.new)}"


def spot(document: Document, edit: Edit, lang: str) -> str:
    """Where an edit stands, in words."""
    place = place_of(document, edit)
    code = document.projects[edit.position].code if edit.position >= 0 else ""
    words = (code, field_words(edit.field, lang), place_words(place, lang) if place is not None else "")
    return visible(" ".join(word for word in words if word))


def not_made(document: Document, kept: Kept, lang: str) -> str:
    """A repair that was not made, with the reason."""
    edit = kept.edit
    change = f"{visible(edit.old)} → {visible(edit.new)}"
    reason = kept.reason.text(lang)
    where = spot(document, edit, lang)
    return f"{where}: {reason}: {change}" if lang == "en" else f"{where}：{reason}：{change}"


def suggestion(violation: Violation, lang: str) -> str:
    """A suggestion for a person, with its place and rule."""
    place = place_words(violation.location.place, lang)
    where = " ".join(word for word in (violation.project or "", field_words(violation.field, lang), place) if word)
    better = "" if violation.suggestion is None else f" → {shorten(violation.suggestion, _WIDEST)}"
    return visible(f"{where} {violation.rule} {violation.message.text(lang)}{better}")
