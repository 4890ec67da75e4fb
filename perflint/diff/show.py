"""A comparison as a table for people, as JSON, and as Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from perflint._version import __version__
from perflint.diff.change import KINDS, Change
from perflint.diff.compare import Comparison
from perflint.diff.side import Side
from perflint.reporters.display import shorten, visible
from perflint.reporters.record import dump, location_record, message_record
from perflint.reporters.words import field_words, place_words
from perflint.violation import Message

FORMAT = 1
_HEADS = {
    "zh": ("项目编码", "变化", "栏目", "原为", "现为", "位置"),
    "en": ("project", "change", "field", "was", "is", "place"),
}
_NOTHING = Message("没有变化", "nothing changed")
_WIDEST = 40


def render(comparison: Comparison, format: str, lang: str) -> Iterator[str]:
    """The comparison in one of FORMATS, in pieces that end with line breaks."""
    return FORMATS[format](comparison, lang)


def _json(comparison: Comparison, lang: str) -> Iterator[str]:
    """Both languages, one change a line."""
    yield f'{{"format": {FORMAT},\n"tool": {dump({"name": "perflint", "version": __version__})},\n'
    yield f'"old": {dump(_side(comparison.old))},\n"new": {dump(_side(comparison.new))},\n'
    yield f'"not_compared": {dump(comparison.not_compared)},\n'
    yield f'"summary": {dump(_summary(comparison))},\n"changes": ['
    separator = "\n"
    for change in comparison.changes:
        yield separator + dump(_record(change))
        separator = ",\n"
    yield "]}\n"


def _side(side: Side) -> dict[str, Any]:
    read = side.report.inputs[0]
    return {"path": side.name, "sha256": read.sha256, "projects": read.projects, "year": side.year}


def _summary(comparison: Comparison) -> dict[str, int]:
    counted = Counter(change.kind for change in comparison.changes)
    return {kind: counted[kind] for kind in KINDS if counted[kind]}


def _record(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "project": change.project,
        "project_name": change.project_name if change.project is not None else None,
        "unit": change.unit if change.project is not None else None,
        "field": change.field,
        "old": change.old,
        "new": change.new,
        "rule": change.rule or None,
        "message": message_record(change.message or KINDS[change.kind]),
        "location": location_record(change.location) if change.location else None,
        "old_location": location_record(change.old_location) if change.old_location else None,
    }


def _rows(comparison: Comparison, lang: str, limit: int) -> Iterator[tuple[str, ...]]:
    for change in comparison.changes:
        place = change.location or change.old_location
        said = KINDS[change.kind].text(lang)
        yield tuple(
            visible(shorten(text, limit))
            for text in (
                change.project or "",
                f"{said} {change.rule}".strip(),
                field_words(change.field, lang),
                change.old,
                change.new,
                place_words(place.place, lang) if place else "",
            )
        )


def _table(comparison: Comparison, lang: str) -> Iterator[str]:
    if not comparison.changes:
        yield f"{_NOTHING.text(lang)}\n"
        return
    from tabulate import tabulate

    yield (
        tabulate(_rows(comparison, lang, _WIDEST), headers=_HEADS[lang], tablefmt="simple", disable_numparse=True)
        + "\n"
    )
    yield "\n" + "\n".join(f"{KINDS[kind].text(lang)}: {count}" for kind, count in _summary(comparison).items()) + "\n"


def _markdown(comparison: Comparison, lang: str) -> Iterator[str]:
    yield f"# {_cell(comparison.old.name)} → {_cell(comparison.new.name)}\n\n"
    if not comparison.changes:
        yield f"{_NOTHING.text(lang)}\n"
        return
    yield from (f"- {KINDS[kind].text(lang)}: {count}\n" for kind, count in _summary(comparison).items())
    heads = _HEADS[lang]
    yield f"\n| {' | '.join(heads)} |\n|{'---|' * len(heads)}\n"
    for row in _rows(comparison, lang, 10_000):
        yield f"| {' | '.join(map(_cell, row))} |\n"


def _cell(text: str) -> str:
    """Text that Markdown shows as it is."""
    return "".join(f"\\{char}" if char in "\\`*_[]<>|#&" else char for char in text)


FORMATS: dict[str, Callable[[Comparison, str], Iterator[str]]] = {
    "table": _table,
    "json": _json,
    "markdown": _markdown,
}
