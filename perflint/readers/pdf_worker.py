"""The process that opens a PDF: pages from standard input to lines of JSON, one a page, on standard output.

Run as ``python -m perflint.readers.pdf_worker SECONDS``, which is what a page may take of the processor: a busy machine
reads the same. A damaged or hostile file can only stop this process. The first line is ``{"ready": true}``, every other
one ``{"page", "width", "height", "images", "tables": [{"box", "cells": [{"box", "lines"}]}], "lines", "marks",
"struck", "torn"}``, where a line is ``[text, x0, top, x1, bottom, size]`` in points, ``marks`` is how many raised marks
of notes were left out and how the first stood, ``struck`` the text that is struck through, which is left out, and
``torn`` says that data was lost; or ``{"error": kind}``,
kinds being ``password``, ``damaged`` and ``slow``.
"""

from __future__ import annotations

import importlib.util
import io
import json
import logging
import os
import struct
import sys
import threading
import time
import zlib
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from perflint import limits
from perflint.readers.pdf_struck import struck
from perflint.readers.raised import Marks, settled

Line = tuple[str, float, float, float, float, float]
_LOOK_SECONDS = 0.05
_WRITING = threading.Lock()
_SPACE_GAP = 0.3
_SAME_LINE = 0.5
_SHORT, _NEAR = 4.0, 2.0
_DOUBLE = 0.25
_SMALL, _RAISED = 0.8, 0.2


class Watch:
    """Ends the process when a page takes more seconds of the processor than it may; the first twice as many."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.end = time.process_time() + 2 * seconds  # the file is opened before its first page
        threading.Thread(target=self._run, daemon=True).start()

    def next_page(self) -> None:
        """The next page begins."""
        self.end = time.process_time() + self.seconds

    def _run(self) -> None:
        while time.process_time() < self.end:
            time.sleep(_LOOK_SECONDS)
        with _WRITING:
            sys.stdout.write('{"error": "slow"}\n')
            sys.stdout.flush()
            os._exit(1)  # the page is still at work


def main(seconds: float = limits.PDF_PAGE_SECONDS) -> int:
    """Reads a PDF from standard input and writes its pages; the exit code is 0 when it came to an end."""
    _limit_memory()
    data = sys.stdin.buffer.read()
    import pdfplumber  # noqa: F401  (loading it takes its time, which is not the file's)

    _write({"ready": True})
    watch = Watch(seconds)
    for page in pages(data):
        _write(page)
        watch.next_page()
    return 0


def _write(answer: dict[str, Any]) -> None:
    line = json.dumps(answer, ensure_ascii=True) + "\n"
    with _WRITING:
        sys.stdout.write(line)
        sys.stdout.flush()


def _limit_memory() -> None:
    if importlib.util.find_spec("resource") is not None:  # not on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limits.PDF_MEMORY_BYTES, limits.PDF_MEMORY_BYTES))


def pages(data: bytes) -> Iterator[dict[str, Any]]:
    """What each page shows; ends with an error entry where the file cannot be read on."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import PdfminerException

    damage = (
        PDFException, PSException, PdfminerException, zlib.error, struct.error, LookupError, ValueError, TypeError,
        AttributeError, ArithmeticError, AssertionError, RecursionError, MemoryError, OSError, NotImplementedError,
    )  # fmt: skip
    losses = _Losses()
    logging.getLogger("pdfminer.pdftypes").addHandler(losses)
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            for number, page in enumerate(document.pages, start=1):
                found = _page(number, page)
                yield {**found, "torn": losses.taken()}
                page.close()
    except damage as error:
        causes = (error, error.__cause__, error.__context__, *error.args)
        locked = any(isinstance(cause, PDFPasswordIncorrect) for cause in causes)
        yield {"error": "password" if locked else "damaged"}


class _Losses(logging.Handler):
    """Hears what pdfminer only logs: a part of the file that could not be unpacked whole."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1

    def taken(self) -> bool:
        """Whether anything was lost since the last time."""
        lost, self.count = self.count > 0, 0
        return lost


def _page(number: int, page: Any) -> dict[str, Any]:
    if len(page.chars) > limits.PDF_PAGE_CHARACTERS:
        raise ValueError("too many characters on one page")
    characters = undoubled(character for character in page.chars if character["text"].strip("\0"))
    gone = struck(characters, [*page.lines, *page.rects])
    left_out = set(map(id, gone))
    characters = [character for character in characters if id(character) not in left_out]
    marks = Marks()
    tables = []
    inside: set[int] = set()
    settings = {
        "explicit_horizontal_lines": closing_lines(page.edges, "h"),
        "explicit_vertical_lines": closing_lines(page.edges, "v"),
    }
    for table in page.find_tables(settings):
        cells = sorted(set(table.cells), key=lambda box: (box[1], box[0]))
        held = _shared_out(characters, table.bbox, cells)
        inside.update(id(character) for group in held for character in group)
        tables.append(
            {
                "box": table.bbox,
                "cells": [
                    {"box": box, "lines": text_lines(group, marks)} for box, group in zip(cells, held, strict=True)
                ],
            }
        )
    outside = [character for character in characters if id(character) not in inside]
    return {
        "page": number,
        "width": float(page.width),
        "height": float(page.height),
        "images": len(page.images),
        "tables": tables,
        "lines": text_lines(outside, marks, notes=True),
        "marks": [marks.count, marks.shown],
        "struck": "".join(character["text"] for character in gone),
    }


def closing_lines(edges: list[dict[str, Any]], axis: str) -> list[dict[str, Any]]:
    """Lines that close cells which a page break, or a table without outer lines, left open.

    ``axis`` ``h`` gives level lines: where upright lines end at the page's first or last ruled point and nothing is
    drawn between their ends, though elsewhere there is (a row above). ``v`` gives upright ones where level lines end
    so.
    """
    (near, far), (start, end) = (("top", "bottom"), ("x0", "x1")) if axis == "h" else (("x0", "x1"), ("top", "bottom"))
    along = [edge for edge in edges if edge["orientation"] == axis]
    across = [edge for edge in edges if edge["orientation"] != axis and edge[far] - edge[near] > _SHORT]
    if not across:
        return []
    found = []
    for side, limit in ((near, min(edge[near] for edge in across)), (far, max(edge[far] for edge in across))):
        ends = sorted({edge[start] for edge in across if abs(edge[side] - limit) < _NEAR})
        for one, other in pairwise(ends):
            middle = (one + other) / 2
            spanning = [line for line in along if line[start] <= middle <= line[end]]
            drawn = any(abs(line[near] - limit) < _NEAR for line in spanning)
            if other - one > _SHORT and spanning and not drawn:
                line = {"object_type": "line", near: limit, far: limit, start: one, end: other}
                size = {"width": line["x1"] - line["x0"], "height": line["bottom"] - line["top"]}
                found.append({**line, **size})
    return found


def undoubled(characters: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Characters less those printed once more at nearly the same spot, as some writers make bold."""
    kept: list[dict[str, Any]] = []
    seen: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for character in characters:
        row = round(character["top"] / 4)
        near = [other for at in (row - 1, row, row + 1) for other in seen.get((character["text"], at), ())]
        if any(_same_spot(character, other) for other in near):
            continue
        kept.append(character)
        seen.setdefault((character["text"], row), []).append(character)
    return kept


def _same_spot(one: dict[str, Any], other: dict[str, Any]) -> bool:
    width, size = one["x1"] - one["x0"], one["size"]
    return bool(abs(one["x0"] - other["x0"]) < _DOUBLE * width and abs(one["top"] - other["top"]) < 0.3 * size)


def _shared_out(
    characters: list[dict[str, Any]], box: tuple[float, ...], cells: list[tuple[float, ...]]
) -> list[list[dict[str, Any]]]:
    """For each cell the characters whose middle lies in it."""
    held: list[list[dict[str, Any]]] = [[] for _ in cells]
    for character in characters:
        x = (character["x0"] + character["x1"]) / 2
        y = (character["top"] + character["bottom"]) / 2
        if not (box[0] <= x <= box[2] and box[1] <= y <= box[3]):
            continue
        for index, (x0, top, x1, bottom) in enumerate(cells):
            if x0 <= x < x1 and top <= y < bottom:
                held[index].append(character)
                break
    return held


def text_lines(characters: list[dict[str, Any]], marks: Marks, notes: bool = False) -> list[Line]:
    """Characters put together to lines, from top to bottom and from left to right; raised marks of notes are left out
    and noted in ``marks``, but for those at the beginning of a line where ``notes`` may stand."""
    rows: list[list[dict[str, Any]]] = []
    for character in sorted(characters, key=lambda item: ((item["top"] + item["bottom"]) / 2, item["x0"])):
        middle = (character["top"] + character["bottom"]) / 2
        if rows:
            last = rows[-1][-1]
            if abs(middle - (last["top"] + last["bottom"]) / 2) < _SAME_LINE * min(character["size"], last["size"]):
                rows[-1].append(character)
                continue
        rows.append([character])
    return [_line(sorted(row, key=lambda item: item["x0"]), marks, notes) for row in rows]


def _line(row: list[dict[str, Any]], marks: Marks, notes: bool) -> Line:
    pieces: list[str] = []
    before: dict[str, Any] | None = None
    for character in row:
        gap = before is not None and _word_gap(before, character)
        pieces.append(f" {character['text']}" if gap else character["text"])
        before = character
    shown = [character for character in row if not character["text"].isspace()] or row
    return (
        settled(pieces, _raised(row, notes), marks),
        round(min(item["x0"] for item in shown), 2),
        round(min(item["top"] for item in shown), 2),
        round(max(item["x1"] for item in shown), 2),
        round(max(item["bottom"] for item in shown), 2),
        round(max(item["size"] for item in shown), 2),
    )


def _raised(row: list[dict[str, Any]], notes: bool) -> set[int]:
    """Which characters of a line are smaller than the others and end above them."""
    size = max(character["size"] for character in row)
    if min(character["size"] for character in row) >= _SMALL * size:
        return set()
    large = [character for character in row if character["size"] >= _SMALL * size]
    level = min(character["bottom"] for character in large) - _RAISED * size
    found = {
        index
        for index, character in enumerate(row)
        if character["size"] < _SMALL * size and character["bottom"] < level
    }
    return found - set(range(next(index for index in range(len(row)) if index not in found))) if notes else found


def _word_gap(before: dict[str, Any], character: dict[str, Any]) -> bool:
    gap = character["x0"] - before["x1"]
    letters = before["text"][-1:].isascii() and character["text"][:1].isascii()
    return bool(letters and gap > _SPACE_GAP * character["size"] and not before["text"].isspace())


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1])))
