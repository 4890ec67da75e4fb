"""The flow of a page: lines as a browser shows them, with tables in between."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import Struct, field

from perflint import limits
from perflint.grid import Block, Paragraph
from perflint.office.xml import Element
from perflint.place import Cell, Place
from perflint.readers import too_much
from perflint.readers.html_table import Frame, is_layout, place_cells, row_elements, to_grid
from perflint.readers.raised import Marks, settled
from perflint.readers.source import Unreadable
from perflint.readers.word.symbols import in_symbol_font, plain

_SKIPPED = frozenset({
    "script", "style", "head", "title", "noscript", "object", "applet", "iframe", "svg", "math",
    "select", "datalist", "meta", "link", "col", "colgroup", "map",
})  # fmt: skip
_BLOCKS = frozenset({
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "section", "article",
    "header", "footer", "nav", "main", "aside", "address", "blockquote", "center", "form", "fieldset", "pre", "hr",
    "caption", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "body", "html", "figure", "figcaption",
    "legend", "details", "summary", "option",
})  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden", re.IGNORECASE)
_SYMBOL = re.compile(r"font(?:-family)?\s*:[^;]*(?<![\w-])[\"']?symbol[\"']?", re.IGNORECASE)
_RAISED = re.compile(r"vertical-align\s*:\s*(?:super|text-top)", re.IGNORECASE)
_NOTE_CLASS = re.compile(r"\b(?:Mso(?:Foot|End)noteReference|sd(?:foot|end)noteanc)\b", re.IGNORECASE)
_NOTE_LINK = re.compile(r"#_?(?:(?:sd)?(?:ft|ed|foot|end)n|fn|note|cite)", re.IGNORECASE)
_PRE = re.compile(r"white-space\s*:\s*pre", re.IGNORECASE)
_PADDING = " \u00a0"
_SPACES = re.compile(r"[ \t\r\n\f]+")
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
_WRAPPED = re.compile(rf"(?<=[{_WIDE}])[ \t]*[\r\n]+[ \t\r\n]*(?=[{_WIDE}])")


class Unseen(Struct):
    """Hidden parts of a page (``display:none``, ``hidden``, templates) that hold anything of targets: how many, and
    where and how the first begins. ``is_telling``: whether a text is a label or column head."""

    is_telling: Callable[[str], bool] = lambda text: False
    count: int = 0
    line: int | None = None
    text: str = ""

    def note(self, tag: str, line: int | None, texts: list[str]) -> None:
        """A hidden part: of a table any text counts, else one with a label; menus and pop-ups have none."""
        if texts and (tag in _OF_TABLES or any(map(self.is_telling, texts))):
            if not self.count:
                self.line, self.text = line, texts[0]
            self.count += 1


_OF_TABLES = frozenset({"tr", "td", "th", "tbody", "thead", "tfoot"})


class Flow(Struct):
    """Gathers blocks. Inside a cell, lines go to ``cell_lines`` instead. Without ``unseen`` hidden parts are taken
    like others."""

    blocks: list[Block] = field(default_factory=list)
    tables: int = 0
    cells: int = 0
    paragraphs: int = 0
    pieces: list[str] = field(default_factory=list)
    line: int | None = None
    level: int = 0
    cell_lines: list[tuple[str, int | None]] | None = None
    symbol: bool = False
    pre: bool = False
    raised: bool = False
    high: set[int] = field(default_factory=set)
    marks: Marks = field(default_factory=Marks)
    counters: list[int | None] = field(default_factory=list)
    parent: int | None = None
    unseen: Unseen | None = field(default_factory=Unseen)

    def walk(self, element: Element, depth: int = 0) -> None:
        """Takes an element and everything in it."""
        tag = _tag(element)
        if depth > limits.MARKUP_DEPTH:
            raise Unreadable(
                f"网页元素嵌套超过{limits.MARKUP_DEPTH}层", f"elements nested deeper than {limits.MARKUP_DEPTH}"
            )
        if tag in _SKIPPED or not tag or self._is_hidden(element):
            return
        if tag == "br":
            self.end_line(forced=True)
        elif tag == "table":
            self.end_line()
            self._table(element, depth)
        elif tag == "o:p" and not (element.text or "").strip() and len(element) == 0:
            pass  # Word's mark of a paragraph's end
        elif tag == "input":
            self._text(_shown_input(element), element)
        else:
            self._element(element, tag, depth)

    def _is_hidden(self, element: Element) -> bool:
        """Whether nobody sees an element; what it holds of targets is noted."""
        if self.unseen is None or not _hidden(element):
            return False
        inner = Flow(unseen=None)
        inner._element(element, "div", 0)
        inner.end_line()
        self.unseen.note(_tag(element), element.sourceline, [text for block in inner.blocks for text in _texts(block)])
        return True

    def _element(self, element: Element, tag: str, depth: int) -> None:
        before = self.symbol, self.pre, self.level, self.raised
        style = element.get("style") or ""
        block = tag in _BLOCKS
        if block:
            self.end_line()
            self.level = int(tag[1]) if re.fullmatch("h[1-6]", tag) else self.level
        face = (element.get("face") or "").lower()
        if face or "font" in style:
            self.symbol = face == "symbol" or bool(_SYMBOL.search(style))
        self.raised = (self.raised and not block) or is_raised(element, tag, style)
        self.pre = self.pre or tag in ("pre", "textarea") or bool(_PRE.search(style))
        self._list(element, tag)
        self._text(element.text, element)
        for item in element:
            self.walk(item, depth + 1)
            self._text(item.tail, item)
        if tag in ("ol", "ul"):
            self.counters.pop()
        if block:
            self.end_line()
        self.symbol, self.pre, self.level, self.raised = before

    def _list(self, element: Element, tag: str) -> None:
        """Automatic numbers of ordered lists are text that a person sees."""
        if tag == "ol":
            start = element.get("start") or "1"
            decimal = (element.get("type") or "1") == "1" and "list-style-type: none" not in (
                element.get("style") or ""
            )
            self.counters.append(int(start) - 1 if decimal and start.isdecimal() and len(start) < 9 else None)
        elif tag == "ul":
            self.counters.append(None)
        elif tag == "li" and self.counters and self.counters[-1] is not None:
            value = element.get("value") or ""
            self.counters[-1] = int(value) if value.isdecimal() and len(value) < 9 else self.counters[-1] + 1
            self._text(f"{self.counters[-1]}.", element)

    def _text(self, text: str | None, element: Element) -> None:
        if not text:
            return
        text = in_symbol_font(text) if self.symbol else plain(text)
        if self.pre:
            first, *rest = re.split(r"\r\n|\n|\r", text)
            self._piece(first.replace("\t", "    "), element)
            for line in rest:
                self.end_line(forced=True)
                self._piece(line, element)
        else:
            self._piece(text, element)

    def _piece(self, text: str, element: Element) -> None:
        if self.line is None and text.strip():
            self.line = element.sourceline
        if self.raised:
            self.high.add(len(self.pieces))
        self.pieces.append(text)

    def end_line(self, forced: bool = False) -> None:
        """Ends the line that is being gathered. A forced end (``<br>``) keeps an empty line inside a cell."""
        text = settled(self.pieces, self.high, self.marks, Place(line=self.line))
        if not self.pre:
            text = _SPACES.sub(" ", _WRAPPED.sub("", text)).strip(" ")
        line, self.line = self.line, None
        self.pieces.clear()
        self.high.clear()
        if not text and not forced:
            return
        if self.cell_lines is not None:
            self.cell_lines.append((text, line))
        elif text:
            self.paragraphs += 1
            self.blocks.append(Paragraph(text, Place(line=line, cell=Cell(paragraph=self.paragraphs)), self.level))

    # --- tables --------------------------------------------------------------------------------------------------

    def _table(self, element: Element, depth: int) -> None:
        """A table as a grid, or, where it only lays out a page, what its cells hold, one after the other."""
        rows = row_elements(element, self._is_hidden)
        for caption in element:
            if isinstance(caption.tag, str) and caption.tag.lower() == "caption":
                self.walk(caption, depth + 1)
        if is_layout(rows):
            for row in rows:
                for cell in row:
                    self._element(cell, "div", depth + 1)
            return
        self.tables += 1
        self.cells += sum(map(len, rows))
        if self.tables > limits.TABLES:
            raise too_much.tables()
        if self.cells > limits.CELLS:
            raise too_much.cells()
        number = self.tables
        frames = place_cells(rows)
        at = len(self.blocks)
        for frame in frames:
            self._cell(frame, number, depth)
        grid = to_grid(number, frames, self.parent, element.sourceline)
        if grid is not None:
            self.blocks.insert(at, grid)

    def _cell(self, frame: Frame, number: int, depth: int) -> None:
        """The lines of a cell; tables inside it come after this one as its children."""
        inner = Flow(
            self.blocks,
            self.tables,
            self.cells,
            self.paragraphs,
            cell_lines=[],
            symbol=self.symbol,
            parent=number,
            unseen=self.unseen,
            marks=self.marks,
        )
        inner._element(frame.element, "div", depth + 1)
        inner.end_line()
        self.tables, self.cells = inner.tables, inner.cells
        frame.lines = without_padding(inner.cell_lines or [])
        if sum(len(text) for text, _ in frame.lines) > limits.CELL_CHARACTERS:
            raise too_much.cell_text()


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def without_padding(lines: list[tuple[str, int | None]]) -> list[tuple[str, int | None]]:
    """The lines of a cell less hard blanks (``&nbsp;``) at its edges, which are the page's layout and no text."""
    first, last = 0, len(lines)
    while first < last and lines[first][0] and not lines[first][0].strip(_PADDING):
        first += 1
    while first < last and lines[last - 1][0] and not lines[last - 1][0].strip(_PADDING):
        last -= 1
    kept = lines[first:last]
    if kept:
        kept[0] = (kept[0][0].lstrip(_PADDING), kept[0][1])
        kept[-1] = (kept[-1][0].rstrip(_PADDING), kept[-1][1])
    return kept


def is_raised(element: Element, tag: str, style: str) -> bool:
    """Whether an element's text stands above the line, or leads to a note of the page."""
    if tag == "sup" or (tag == "a" and _NOTE_LINK.match(element.get("href") or "")):
        return True
    named = element.get("class")
    return _RAISED.search(style) is not None or (named is not None and _NOTE_CLASS.search(named) is not None)


def _hidden(element: Element) -> bool:
    if _tag(element) == "template" or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and _HIDDEN.search(style) is not None


def _texts(block: Block) -> Iterator[str]:
    texts = [block.text] if isinstance(block, Paragraph) else [cell.text for cell in block.cells]
    yield from filter(str.strip, texts)


def _shown_input(element: Element) -> str:
    kind = (element.get("type") or "text").lower()
    return element.get("value") or "" if kind in ("text", "number", "date") else ""
