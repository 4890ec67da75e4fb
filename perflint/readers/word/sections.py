"""Page headers and footers of a Word document: which are shown, and on the pages of which tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from perflint.grid import Block
from perflint.office.xml import Element
from perflint.readers.layout import Margin
from perflint.readers.word.lines import BLOCKS, THROUGH
from perflint.readers.word.names import attr, child, containing, short, switch
from perflint.readers.word.paragraph import Story
from perflint.readers.word.table import Counter, read_body_paragraph, read_table

_REFERENCES = {"headerreference": "hdr", "footerreference": "ftr", "hdr": "hdr", "ftr": "ftr"}
_USUAL = frozenset({"", "default", "odd"})

Span = tuple[int, int]
Slot = tuple[str, str]
"""Header or footer (``hdr``, ``ftr``), and of which pages: ``first``, ``even`` or ``""``."""


class Section(Struct, frozen=True):
    """A section: how many tables there are up to its end, whether its first page has headers of its own, and the keys
    of those that it names; others are as in the section before."""

    tables: int
    first_page: bool
    named: dict[Slot, str]


class Sections(Struct):
    """The sections met so far. ``inside`` are headers and footers that stand in the section itself (Word 2003)."""

    found: list[Section] = field(default_factory=list)
    inside: dict[str, tuple[Block, ...]] = field(default_factory=dict)

    def end(self, counter: Counter, properties: Element, story: Story | None = None) -> None:
        """A section ends with its ``w:sectPr``. With a ``story``, headers inside of it are read."""
        named: dict[Slot, str] = {}
        for item in properties:
            name = short(item.tag)
            if name not in _REFERENCES:
                continue
            kind = attr(item, "type") or ""
            slot = _REFERENCES[name], "" if kind in _USUAL else kind
            if name in ("hdr", "ftr"):
                named[slot] = self._inside(item, story) if story is not None else ""
            else:
                named[slot] = next((value for key, value in item.attrib.items() if key.endswith("}id")), "")
        self.found.append(Section(counter.tables, switch(child(properties, "titlepg")), named))

    def _inside(self, element: Element, story: Story) -> str:
        blocks = read_margin(element, story)
        known = next((key for key, other in self.inside.items() if other == blocks), "")
        key = known or str(len(self.inside) + 1)
        self.inside[key] = blocks
        return key

    def margins(self, even: bool, tables: int, blocks_of: Callable[[str], tuple[Block, ...]]) -> Iterator[Margin]:
        """The headers and footers that are shown, those of equal text as one. ``even``: even pages have their own;
        ``tables``: how many the document has; ``blocks_of`` gives what a key stands for."""
        found: dict[tuple[Block, ...], list[Span]] = {}
        for key, spans in self._shown(even, tables).items():
            found.setdefault(blocks_of(key), []).extend(spans)
        for blocks, spans in found.items():
            where = _joined(spans)
            yield Margin(blocks, () if where == [(1, tables)] else tuple(where) or _NO_TABLES)

    def _shown(self, even: bool, tables: int) -> dict[str, list[Span]]:
        """The keys of what is shown, each with the tables (first and last number) of the sections that have it."""
        spans: dict[str, list[Span]] = {}
        current: dict[Slot, str] = {}
        before = 0
        for order, section in enumerate(self.found, start=1):
            current.update(section.named)
            last = section.tables if order < len(self.found) else tables
            kinds = {"", *(["first"] if section.first_page else []), *(["even"] if even else [])}
            for key in dict.fromkeys(key for (_, kind), key in current.items() if kind in kinds and key):
                where = spans.setdefault(key, [])
                if last > before or not tables:
                    where.append((before + 1, last))
            before = last
        return spans


_NO_TABLES = ((0, 0),)


def _joined(spans: list[Span]) -> list[Span]:
    """The spans in order, those that touch or overlap as one."""
    joined: list[Span] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def read_margin(element: Element, story: Story) -> tuple[Block, ...]:
    """The paragraphs and tables of a header or footer."""
    own = replace(story, fields=[], drawn=type(story.drawn)())
    counter = Counter()
    found: list[Block] = []
    for item in containing(element, BLOCKS, THROUGH):
        found += (
            read_body_paragraph(item, own, counter, 0) if short(item.tag) == "p" else read_table(item, own, counter)
        )
    return tuple(found)
