"""Guides: lines that say how a form is filled in (填表说明). They hold the form's labels and are about no project."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from perflint.grid import Grid, GridCell
from perflint.readers.layout.captions import caption_of
from perflint.readers.layout.head import read_head
from perflint.readers.layout.index import Index, index_grid, is_blank
from perflint.readers.layout.labels import Labels, bare, fold
from perflint.readers.layout.titles import is_title, year_line
from perflint.readers.layout.values import Value, lines_of

_NUMBERED = re.compile(r"\s*(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[、.．)）]|[①-⑳])(?!\d)")
_CHAPTER = re.compile(r"\s*[（(]?[一二三四五六七八九十]{1,3}[、.．)）]")
_SENTENCE = re.compile(r"[。；;]")
_IDENTITY = frozenset({"name", "code", "unit", "unit.code", "supervisor", "department"})
_NAMES = frozenset({"name", "code"})


class Guide(Struct):
    """Follows lines in order and says which are of a guide. ``open``: one is going on; ``headed``: below a heading;
    ``explained``: a line said how to fill in a label; ``chapters``: its lines are numbered as chapters are.
    ``found`` are the first lines of the guides met."""

    labels: Labels
    open: bool = False
    headed: bool = False
    explained: bool = False
    chapters: bool = False
    found: list[Value] = field(default_factory=list)

    def takes(self, line: Value, level: int = 0) -> bool:
        """Whether a line is of a guide. ``level``: that of a heading, 0 for plain text."""
        heads = is_guide_heading(line.text, self.labels)
        explains = not heads and self._explains(line.text)
        if heads or (explains and not self.open and self._opens(line.text)):
            self._begin(line, headed=heads)
            return True
        if not self.open:
            return False
        if self._ends(line, level, explains):
            self.close()
            return False
        if self.headed and not self.explained and _CHAPTER.match(line.text):
            self.chapters = True
        self.explained = self.explained or explains
        return True

    def close(self) -> None:
        """What follows stands apart: the guide is over."""
        self.open = self.headed = self.explained = self.chapters = False

    def without(self, grid: Grid) -> Grid | None:
        """A table without the rows of guides in it; None where nothing else is there."""
        self.close()
        if grid.sheet is not None and is_guide_heading(grid.sheet, self.labels):
            self._begin(_first_line(grid), headed=True)
        index = index_grid(grid)
        guided = {row for row in range(grid.rows) if index.filled(row) and self._takes_row(index, row)}
        self.close()
        if not guided:
            return grid
        cells = tuple(replace(cell, paragraphs=(), places=()) if cell.row in guided else cell for cell in grid.cells)
        return None if all(map(is_blank, cells)) else replace(grid, cells=cells)

    def _begin(self, line: Value, headed: bool) -> None:
        if not self.open:
            self.found.append(line)
        self.open, self.headed, self.explained, self.chapters = True, headed, not headed, False

    def _explains(self, text: str) -> bool:
        label = self.labels.in_form(text)
        return label is not None and label.rest is not None and self.labels.explains(text[label.rest :])

    def _opens(self, text: str) -> bool:
        """Whether a line that explains a label begins a guide without a heading: one of a list, or about the name. A
        hint that was left in a form (绩效目标：请填写…) is about that form's project."""
        label = self.labels.in_form(text)
        return _NUMBERED.match(text) is not None or (label is not None and label.key in _NAMES)

    def _ends(self, line: Value, level: int, explains: bool) -> bool:
        labels, text = self.labels, line.text
        if level or is_title(text, labels) or labels.money_line(text) or year_line(text) or self._is_field(text):
            return True
        if any(bare(text) in words for words in labels.part_one.values()) and not _NUMBERED.match(text):
            return True
        caption = caption_of(line, level, labels)
        if caption is not None and caption.of_chapter and not (self.explained and self.chapters):
            return True
        return not self.headed and not explains and _NUMBERED.match(text) is None

    def _is_field(self, text: str) -> bool:
        """Whether a line says who a project is of or what it is called, and does not explain that."""
        label = self.labels.in_form(text)
        if label is None or label.key not in _IDENTITY or label.rest is None:
            return False
        listed = self.explained and _NUMBERED.match(text) is not None
        return not listed and not self._is_explanation(text[label.rest :])

    def _is_explanation(self, text: str) -> bool:
        return self.labels.explains(text) or _SENTENCE.search(text) is not None

    # --- rows of a table ---------------------------------------------------------------------------------------

    def _takes_row(self, index: Index, row: int) -> bool:
        cells = index.filled(row)
        if len(cells) == 1:
            return self._takes_lines(lines_of(cells[0]))
        if is_guide_heading(cells[0].text, self.labels):  # the guide stands beside its heading
            self._begin(lines_of(cells[0])[0], headed=True)
            self.close()
            return len(cells) == 2
        if self.open and self._begins_form(index, row, cells):
            self.close()
        return self.open

    def _takes_lines(self, lines: Sequence[Value]) -> bool:
        """Whether all lines of a cell are of a guide."""
        before = (self.open, self.headed, self.explained, self.chapters, len(self.found))
        if all(self.takes(line) for line in lines):
            return True
        self.open, self.headed, self.explained, self.chapters, count = before
        del self.found[count:]
        if self.open and self._ends(lines[0], 0, self._explains(lines[0].text)):
            self.close()
        return False

    def _begins_form(self, index: Index, row: int, cells: Sequence[GridCell]) -> bool:
        """Whether a row of several cells is of a form: a head of indicators, or a label beside what is no
        explanation."""
        if read_head(index, row, self.labels) is not None:
            return True
        for label, value in itertools.pairwise(cells):
            known = self.labels.in_form(label.text)
            if known is not None and known.key in _IDENTITY and not self._is_explanation(value.text):
                return True
        return any(self._is_field(cell.text) or self.labels.money_line(cell.text) for cell in cells)


def is_guide_heading(text: str, labels: Labels) -> bool:
    """Whether a line heads a guide (填表说明, 项目支出绩效目标申报表填报说明：), or begins with its heading."""
    plain = bare(re.split("[:：]", text, maxsplit=1)[0])
    ending = next((word for word in labels.words["guides"] if plain.endswith(word)), "")
    lead = plain[: len(plain) - len(ending)].strip("《》") if ending else plain
    return bool(ending) and (not lead or is_title(lead, labels) or fold(lead).endswith(labels.words["form_words"]))


def _first_line(grid: Grid) -> Value:
    return next((line for cell in grid.cells for line in lines_of(cell)), Value("", grid.place))
