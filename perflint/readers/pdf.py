"""PDF files with text (needs the extra ``pdf``): tables by their ruled lines, stitched over pages, and running text.

The file is opened in a process of its own with limits, for a damaged or hostile PDF can take any time and memory.
"""

from __future__ import annotations

import importlib.util
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any, Final

from msgspec import Struct, field
from msgspec.structs import replace

from perflint import limits
from perflint.grid import Block, Paragraph
from perflint.lexicon import Lexicon
from perflint.model import Document, Problem
from perflint.place import Cell, Place
from perflint.readers.layout import recognise
from perflint.readers.pdf_pages import Page, PageTable, page_of, without_running_lines
from perflint.readers.pdf_problems import problems_of
from perflint.readers.pdf_stitch import Frame, Whole, add, begin, continues, foot_notes, frame_of, grid_of
from perflint.readers.pdf_text import Line, joined, paragraphs, place_of
from perflint.readers.reading_problems import with_problems
from perflint.readers.source import Unreadable

KIND: Final = "pdf"
LOST: Final = frozenset({"whitespace"})
_PACKAGE_ROOT = Path(__file__).resolve().parents[2]
_START_SECONDS = 120
_SLOWEST_CLOCK = 20
"""So many seconds of the clock for one of the processor: a busy machine is no slow page, and a dead process no wait."""
_PARAGRAPH_GAP = 0.9
_SAME_END = 10.0
_SENTENCE_ENDS = tuple("。！？；")
_UNMAPPED = "(cid:"
_MOST_UNMAPPED = 0.1


def read(name: str, data: bytes, lexicon: Lexicon) -> Document:
    """The document that a PDF shows. Raises Unreadable."""
    blocks_, problems = _taken(data)
    return with_problems(recognise(blocks_, lexicon, KIND, lost=LOST), problems)


def blocks(data: bytes) -> tuple[Block, ...]:
    """Paragraphs and tables in reading order. Raises Unreadable."""
    return _taken(data)[0]


def _taken(data: bytes) -> tuple[tuple[Block, ...], list[Problem]]:
    if importlib.util.find_spec("pdfplumber") is None:
        raise Unreadable(
            '读取PDF需要安装附加组件：pip install "perflint-targets[pdf]"',
            'reading PDF needs an extra: pip install "perflint-targets[pdf]"',
        )
    pages = [page_of(found) for found in _pages(data)]
    if all(page.empty for page in pages):
        raise Unreadable(
            "PDF没有文字层（可能是扫描件），请提供由Word等软件导出的PDF或原文件",
            "the PDF has no text (a scan?): give the original file or a PDF made from it",
        )
    _refuse_unmapped(pages)
    return assembled(without_running_lines(pages)), problems_of(pages)


def _refuse_unmapped(pages: Sequence[Page]) -> None:
    """Raises Unreadable when the fonts do not say which characters their signs are."""
    texts = [line.text for page in pages for line in page.lines]
    texts += [line.text for page in pages for table in page.tables for cell in table.cells for line in cell.lines]
    if sum(_UNMAPPED in text for text in texts) > _MOST_UNMAPPED * len(texts):
        raise Unreadable(
            "PDF的字体没有文字编码信息，无法取出文字，请提供原文件",
            "the fonts of the PDF do not say what their signs mean: give the original file",
        )


def _pages(data: bytes) -> Iterator[dict[str, Any]]:
    """What each page shows, from the process that opens the file. Raises Unreadable."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(_PACKAGE_ROOT), os.environ.get("PYTHONPATH", "")])}
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "perflint.readers.pdf_worker", str(limits.PDF_PAGE_SECONDS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    lines: queue.Queue[bytes] = queue.Queue(maxsize=16)
    threading.Thread(target=_feed, args=(process.stdin, data), daemon=True).start()
    threading.Thread(target=_drain, args=(process.stdout, lines), daemon=True).start()
    try:
        yield from _answers(lines)
    finally:
        process.kill()
        process.wait()


def _feed(stream: IO[bytes], data: bytes) -> None:
    try:
        with stream:
            stream.write(data)
    except OSError:
        return  # the process has ended: what it answered tells why


def _drain(stream: IO[bytes], lines: queue.Queue[bytes]) -> None:
    for line in stream:
        lines.put(line)
    lines.put(b"")


def _answers(lines: queue.Queue[bytes]) -> Iterator[dict[str, Any]]:
    count = 0
    seconds: float = _START_SECONDS
    while True:
        try:
            line = lines.get(timeout=seconds)
        except queue.Empty:
            raise _too_slow(count + 1) from None
        if not line:
            if not count:
                raise _damaged()
            return
        found: dict[str, Any] = json.loads(line)
        if "error" in found:
            raise _too_slow(count + 1) if found["error"] == "slow" else _refused(str(found["error"]))
        seconds = _SLOWEST_CLOCK * limits.PDF_PAGE_SECONDS
        if "ready" in found:
            continue
        count += 1
        if count > limits.PDF_PAGES:
            raise Unreadable(f"PDF超过{limits.PDF_PAGES}页", f"the PDF has more than {limits.PDF_PAGES} pages")
        yield found


def _too_slow(page: int) -> Unreadable:
    seconds = limits.PDF_PAGE_SECONDS
    return Unreadable(
        f"第{page}页读取超过{seconds}秒，已停止",
        f"page {page} took more than {seconds} seconds and was given up",
        Place(page=page),
    )


def _damaged() -> Unreadable:
    return Unreadable("PDF文件已损坏，无法读取", "the PDF is damaged and cannot be read")


def _refused(kind: str) -> Unreadable:
    if kind == "password":
        return Unreadable("PDF有密码保护，请先去掉密码", "the PDF is protected by a password: remove it first")
    return _damaged()


def assembled(pages: Sequence[Page]) -> tuple[Block, ...]:
    """The blocks that pages make: tables stitched, lines joined to paragraphs."""
    story = _Story(frame_of(pages), _right_edge(pages))
    for page in pages:
        story.take(page)
    story.end_table()
    story.end_text()
    return tuple(story.found)


def _right_edge(pages: Sequence[Page]) -> float:
    """Where running text wraps: the right end of lines, of tables, or as far from the edge as text begins."""
    ends = [line.x1 for page in pages for line in page.lines]
    if not ends:
        return 0.0
    right = max(ends)
    tables = [table.box[2] for page in pages for table in page.tables]
    if tables:
        return max(right, min(tables))
    if sum(right - end < _SAME_END for end in ends) < 2:
        left = min(line.x0 for page in pages for line in page.lines)
        return max(right, max(page.width for page in pages) - left)
    return right


class _Story(Struct):
    """Blocks gathered page by page, with the table and the text that may still go on."""

    frame: Frame
    right: float
    found: list[Block] = field(default_factory=list)
    table: Whole | None = None
    lines: list[Line] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)
    """Notes at the foot of the page that the open table ends on: they follow it, wherever it ends."""
    tables: int = 0
    count: int = 0

    def take(self, page: Page) -> None:
        """Takes a page's tables and lines from top to bottom."""
        items: list[PageTable | Line] = [*page.tables, *page.lines]
        items.sort(key=lambda item: item.top if isinstance(item, Line) else item.box[1])
        notes = foot_notes(items, self.frame)
        for item in items[: len(items) - len(notes)]:
            if isinstance(item, Line):
                self.end_table()
                self._line(item)
            elif not self.lines and self.table is not None and continues(self.table, item, self._frame_of_table()):
                add(self.table, item)
            else:
                self.end_text()
                self.end_table()
                self.table = begin(item)
        self.notes += notes

    def _frame_of_table(self) -> Frame:
        """The frame of the page that the open table ends on: notes at its foot are below it."""
        page = self.table.page if self.table is not None else 0
        tops = [note.top for note in self.notes if note.page == page]
        return replace(self.frame, bottom=min(tops)) if tops else self.frame

    def _line(self, line: Line) -> None:
        if self.lines and _apart(self.lines[-1], line):
            self.end_text()
        self.lines.append(line)

    def end_table(self) -> None:
        """The table is whole."""
        if self.table is not None:
            self.tables += 1
            self.found.append(grid_of(self.table, self.tables))
            self.table = None
        if self.notes:
            lines, self.lines = self.lines, self.notes
            self.notes = []
            self.end_text()
            self.lines = lines

    def end_text(self) -> None:
        """The run of lines is whole: its paragraphs are blocks."""
        if not self.lines:
            return
        left = min(line.x0 for line in self.lines)
        for lines in paragraphs(self.lines, left, self.right):
            self.count += 1
            place = place_of(lines, Place(cell=Cell(paragraph=self.count)))
            self.found.append(Paragraph(joined(lines), place))
        self.lines = []


def _apart(line: Line, following: Line) -> bool:
    """Whether two lines stand too far apart, or differ too much in size, to be one paragraph."""
    if abs(line.size - following.size) > 0.5:
        return True
    if line.page != following.page:
        return line.text.rstrip().endswith(_SENTENCE_ENDS)
    return following.top - line.bottom > _PARAGRAPH_GAP * line.size
