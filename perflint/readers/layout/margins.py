"""Page headers and footers: what they say of the whole document or of the tables on their pages, where the body is
silent, and what of them is not judged."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from perflint.grid import Block, Grid
from perflint.model import Problem
from perflint.place import Place
from perflint.readers.layout.draft import Draft
from perflint.readers.layout.labels import squeeze
from perflint.readers.layout.session import Session
from perflint.readers.layout.titles import is_later_title, is_title, is_titular, year_line
from perflint.readers.layout.values import Value
from perflint.readers.reading_problems import not_judged

_GAP = re.compile(r"(?<![:：])(?:[ \xa0\u3000]*\t[ \t\xa0\u3000]*|[ \xa0\u3000]{2,})")
_PAGE_NUMBER = re.compile(
    r"(?:[-—–－~·.,，/／|\d\s]|第|共|总|页|[一二三四五六七八九十]|[ivxlIVXL]|(?i:pages?|of|no\.?))*"
)
_SHOWN = 40
_MOST_PIECES = 2_000
_OPENING = 50
"""Paragraphs at the start of a body in which what a header says may be part of a line."""
_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*(?:年|[-./]\d)")
_ROLES = frozenset({"unit", "unit.code", "department", "supervisor"})
_OF_ONE = frozenset({"code", "name"})


class Margin(Struct, frozen=True):
    """A page header or footer. ``tables`` are, in order, the first and last numbers of tables on whose pages it stands,
    ``sheets`` the sheets that it belongs to; without either it is that of the whole document."""

    blocks: tuple[Block, ...]
    tables: tuple[tuple[int, int], ...] = ()
    sheets: frozenset[str] = frozenset()

    @property
    def whole(self) -> bool:
        """Whether it stands on all pages."""
        return not self.tables and not self.sheets

    def holds(self, place: Place) -> bool:
        """Whether a table stands on its pages."""
        cell = place.cell
        if self.whole or cell is None:
            return self.whole
        if self.sheets:
            return cell.sheet in self.sheets
        if cell.table is None:
            return False
        at = bisect_right(self.tables, (cell.table, sys.maxsize)) - 1
        return at >= 0 and cell.table <= self.tables[at][1]


class _Reader(Struct):
    """Reads the headers and footers of one document. ``stated`` is the money unit of the body, ``lines`` are its
    paragraphs and units, ``opening`` is how it begins, ``years`` are those that it speaks of. ``left`` is how many
    pieces of text are still looked at; honest documents have a few hundred. What is said of headers and footers
    gathers in ``unread``, ``tables`` and ``against`` (the body, or an earlier one, says otherwise)."""

    session: Session
    stated: str
    lines: frozenset[str]
    opening: str
    years: frozenset[str]
    left: int = _MOST_PIECES
    unread: dict[str, None] = field(default_factory=dict)
    tables: dict[str, None] = field(default_factory=dict)
    against: dict[str, None] = field(default_factory=dict)

    def read(self, margin: Margin) -> None:
        """Takes what a header or footer says; notes what of it has no counterpart."""
        drafts = [draft for draft in self.session.drafts if draft.started and margin.holds(draft.table)]
        for block in margin.blocks:
            noted = self.tables if isinstance(block, Grid) else self.unread
            for line in _lines(block):
                rest = [self._take(piece, margin, drafts) for piece in _pieces(line)]
                plain = squeeze(" ".join(rest))
                if plain and not self._repeats(plain):
                    noted.setdefault(plain[:_SHOWN])

    def _repeats(self, plain: str) -> bool:
        """Whether the body says the same."""
        return plain in self.lines or plain in self.opening or plain in squeeze(self.session.title.text)

    def _take(self, piece: str, margin: Margin, drafts: list[Draft]) -> str:
        """Takes what a piece of a line says; returns what of it has no counterpart."""
        labels = self.session.labels
        self.left -= 1
        if self.left < 0:
            return piece
        alone = labels.money_line(piece) or year_line(piece)
        if not alone and (self._field(piece, drafts) or self._title(piece)):
            return ""
        left = []
        for word in [piece] if alone else piece.split():
            unit, year = labels.money_line(word), year_line(word)
            if unit and not drafts and not margin.whole:
                left.append(word)
            elif (unit and not self._money_unit(unit, margin, drafts)) or (year and not self._year(year)):
                self.against.setdefault(squeeze(word)[:_SHOWN])
            elif not unit and not year:
                left.append(word)
        return " ".join(left)

    def _money_unit(self, unit: str, margin: Margin, drafts: list[Draft]) -> bool:
        """Takes a money unit where the body states none; False where it says another."""
        silent = [draft for draft in drafts if not draft.money_unit]
        if self.stated:
            return self.stated == unit
        if drafts and not silent:
            return all(draft.money_unit == unit for draft in drafts)
        if not margin.whole:
            for draft in silent:
                draft.money_unit = unit
            return True
        self.session.money_unit = self.session.money_unit or unit
        return self.session.money_unit == unit

    def _year(self, year: str) -> bool:
        """Takes a year where the body speaks of none, or of that one among others."""
        known = self.session.year.text
        if known or (self.years and year not in self.years):
            return year == known
        self.session.year = Value(year)
        return True

    def _field(self, piece: str, drafts: list[Draft]) -> bool:
        """Takes a labelled value: the unit for all projects on the pages, name and code where there is but one."""
        label = self.session.labels.in_form(piece)
        if label is None or label.rest is None or label.key not in _ROLES | _OF_ONE:
            return False
        text = piece[label.rest :].strip()
        if not text or not drafts or (label.key in _OF_ONE and len(drafts) != 1):
            return False
        taken = True
        for draft in drafts:
            own = squeeze(draft.values.get(label.key, Value()).text)
            if label.key in draft.fields:
                if own and own not in squeeze(text) and squeeze(text) not in own:
                    self.against.setdefault(squeeze(piece)[:_SHOWN])
            elif label.key in _ROLES and draft.fields & _ROLES:
                taken = False  # a unit in another role, which may well be another unit
            else:
                draft.put(label.key, Value(text, replace(draft.table, exact=False)))
        return taken

    def _title(self, piece: str) -> bool:
        """Takes the heading of a form, or a line that may be the document's title, where the body has none."""
        session = self.session
        heading = is_title(piece, session.labels) and session.labels.in_form(piece) is None
        if heading and is_later_title(piece, session.labels) and session.later is None:
            session.later = session.drafts[0].table if session.drafts else Place()
        years = frozenset(_YEAR.findall(piece))
        if (
            session.title.text
            or not (heading or is_titular(piece, session.labels))
            or (self.years and years - self.years)
        ):
            return False
        session.title = Value(piece)
        return True

    def said(self) -> Iterator[Problem]:
        """What is said of headers and footers, each kind once."""
        if self.unread:
            zh, en = _first(self.unread)
            yield not_judged(
                f"页眉、页脚中的{zh}没有对应的检查内容，未检查",
                f"page headers or footers hold {en}, which has no counterpart in the model and was not judged",
            )
        if self.tables:
            zh, en = _first(self.tables)
            yield not_judged(
                f"页眉、页脚中有表格（{zh}），不读作绩效目标，未检查",
                f"page headers or footers hold a table ({en}), which is not read as targets and was not judged",
            )
        if self.against:
            zh, en = _first(self.against)
            yield not_judged(
                f"页眉、页脚中的{zh}与正文或彼此不一致，以正文、先出现的为准",
                f"page headers or footers say {en}, other than the body or one before, which stand",
            )


def _first(texts: Iterable[str]) -> tuple[str, str]:
    """The first of some texts and how many there are, in Chinese and English."""
    first, *others = texts
    return (
        (f"“{first}”等{len(others) + 1}处", f"{first!r} and {len(others)} more")
        if others
        else (f"“{first}”", repr(first))
    )


def read_margins(margins: Sequence[Margin], blocks: Sequence[Block], session: Session) -> None:
    """Gives a session whose body is read what headers and footers say. What the body says stands, then what an earlier
    one says; a text that the body repeats says nothing new. The rest is said as not judged."""
    if not margins:
        return
    texts = [text for block in blocks for text in _lines(block)]
    lines = [squeeze(block.text) for block in blocks if not isinstance(block, Grid)]
    units = (draft.values[key].text for draft in session.drafts for key in _ROLES if key in draft.values)
    reader = _Reader(
        session,
        stated=session.money_unit,
        lines=frozenset((*lines, *map(squeeze, units))),
        opening="\n".join(lines[:_OPENING]),
        years=frozenset(year for text in texts for year in _YEAR.findall(text)),
    )
    for margin in margins:
        reader.read(margin)
    session.unreadable += reader.said()


def _lines(block: Block) -> Iterator[str]:
    """The lines of a block; of a table its rows, the cells with wide gaps between them."""
    if not isinstance(block, Grid):
        yield block.text
        return
    rows: dict[int, list[str]] = {}
    for cell in block.cells:
        rows.setdefault(cell.row, []).append(" ".join(cell.paragraphs))
    yield from map("\t".join, rows.values())


def _pieces(line: str) -> Iterator[str]:
    for piece in _GAP.split(line.strip()):
        if squeeze(piece) and not _PAGE_NUMBER.fullmatch(piece):
            yield piece
