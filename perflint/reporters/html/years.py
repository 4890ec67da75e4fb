"""Last year beside this year: notes at the cells that differ, and below the tables what they have no place for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from perflint.model import Document
from perflint.reporters.history import Beside, Gone, History
from perflint.reporters.html.balloons import CellKey
from perflint.reporters.html.marks import Segment, shown
from perflint.reporters.html.view import Was, YearView
from perflint.reporters.spot import Locator
from perflint.reporters.words import field_words
from perflint.scalars import Key, scalars
from perflint.violation import Severity

SHORTEST_MARKED = 12
"""Shorter texts are taken in at a glance: nothing in them is marked."""
_SHAPES = {"lowered": "↓", "raised": "↑", "new": "＋", "dropped": "－", "forward": "＝", "solved": "－", "": "≠"}


def shape(kind: str) -> tuple[str, str]:
    """The sign of a kind of change and the style of its line: ``target-lowered`` → ``↓``, ``lowered``."""
    ending = kind.rpartition("-")[2]
    if ending not in _SHAPES:
        ending = ""
    return (_SHAPES[ending], ending or "changed") if kind else ("", "plain")


def notes(
    history: History, locator: Locator, document: Document, lang: str
) -> tuple[dict[CellKey, list[Was]], YearView]:
    """The notes of a document by cell, and what its sections say: below their tables, in their headings."""
    cells: dict[CellKey, list[tuple[int, Beside]]] = {}
    below: dict[int, list[Was]] = {}
    for position, items in history.beside.items():
        for item in items:
            spot = locator.own_spot(position, item.field)
            if spot is None:
                below.setdefault(position, []).append(_beside(item, "", field_words(item.field, lang), lang))
            else:
                cells.setdefault((spot.block, spot.cell), []).append((position, item))
    texts = scalars(document)
    at_cells = {key: _at_cell(items, texts, lang) for key, items in cells.items()}
    for position, left in history.gone.items():
        below.setdefault(position, []).extend(_gone(item, lang) for item in left)
    return at_cells, YearView(
        gone={position: tuple(items) for position, items in below.items()},
        compared=frozenset((*history.beside, *history.gone, *history.new)),
        new=history.new,
    )


def _at_cell(items: Sequence[tuple[int, Beside]], texts: Mapping[Key, str], lang: str) -> list[Was]:
    """Fields are named where a cell holds notes about several that do not read the same."""
    several = len({(item.was, item.kind) for _, item in items}) > 1
    return [
        _beside(item, texts.get((position, item.field), ""), field_words(item.field, lang) if several else "", lang)
        for position, item in items
    ]


def _beside(item: Beside, now: str, label: str, lang: str) -> Was:
    sign, style = shape(item.kind)
    segments = None if item.was is None else marked(item.was, now)
    return Was(sign, style, item.said.text(lang) if item.said else "", shown(label), segments)


def _gone(item: Gone, lang: str) -> Was:
    sign, style = shape(item.kind)
    return Was(sign, style, item.said.text(lang), shown(field_words(item.field, lang)), (Segment(shown(item.was)),))


def marked(was: str, now: str) -> tuple[Segment, ...]:
    """Last year's text, with the stretch marked that is not there any more: all between equal beginnings and ends.

    Takes time in the length of the texts alone, however many they are.
    """
    if min(len(was), len(now)) < SHORTEST_MARKED:
        return (Segment(shown(was)),) if was else ()
    most = min(len(was), len(now))
    start = next((index for index in range(most) if was[index] != now[index]), most)
    end = next((index for index in range(most - start) if was[-1 - index] != now[-1 - index]), most - start)
    parts = (was[:start], was[start : len(was) - end], was[len(was) - end :])
    pieces = zip(parts, (None, Severity.INFO, None), strict=True)
    return tuple(Segment(shown(part), severity) for part, severity in pieces if part)
