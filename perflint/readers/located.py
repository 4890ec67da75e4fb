"""Places of fields, worked out only for what somebody asks about: the part is read once more, noting its trail."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from msgspec import Struct, field

from perflint.place import Place
from perflint.readers.build import Builder, Trace, paragraphs_of
from perflint.readers.keys import Keys
from perflint.readers.source import Text
from perflint.readers.tree import Data, Span, Steps, child, part

Parse = Callable[[], tuple[Data, Span]]
"""Reads a part of the text again: its data, and where each part of it stands."""


_KEPT = 64
_recent: deque[LazyPlaces] = deque()


def _keep(places: LazyPlaces) -> None:
    """Keeps what was read again of the last few projects only: it takes far more room than the project itself."""
    _recent.append(places)
    if len(_recent) > _KEPT:
        _recent.popleft().forget()


class LazyPlaces(Struct):
    """Places of one project, or (``whole``) of the document around the projects."""

    text: Text
    parse: Parse
    keys: Keys
    checkpoints: tuple[str, ...]
    whole: bool = False
    _builder: Builder | None = None
    _read: tuple[Data, Span] | None = None
    _paragraphs: dict[Steps, list[tuple[int, int, bool]]] = field(default_factory=dict)

    def find(self, path: str) -> Place | None:
        if self._builder is None:
            self._builder = self._read_again()
            _keep(self)
        trace = _trace(self._builder, path)
        if trace is None:
            return None
        if trace.paragraph:
            return self._paragraph(trace)
        return spot(self.text, self._again()[1], trace.steps, False)

    def locate(self, steps: Steps, key: bool) -> Place | None:
        """The place of a part of the data, or of its key."""
        return spot(self.text, self._again()[1], steps, key)

    def forget(self) -> None:
        """Lets go of what was read again; it can be had once more."""
        self._builder = self._read = None
        self._paragraphs.clear()

    def _again(self) -> tuple[Data, Span]:
        if self._read is None:
            self._read = self.parse()
        return self._read

    def _read_again(self) -> Builder:
        data, _ = self._again()
        builder = Builder(self.keys, self.checkpoints, trail={"": Trace(())})
        if self.whole:
            builder.document(data)
        else:
            builder.project(data, 0)
        return builder

    def _paragraph(self, trace: Trace) -> Place:
        """The place of a paragraph inside a longer scalar."""
        places = self._paragraphs.get(trace.steps)
        if places is None:
            data, root = self._again()
            places = self._paragraphs[trace.steps] = self._each(
                str(part(data, trace.steps)), child(root, trace.steps)[0]
            )
        start, end, exact = places[trace.paragraph - 1]
        return self.text.place(start, end, exact)

    def _each(self, value: str, span: Span) -> list[tuple[int, int, bool]]:
        """Where the paragraphs of a scalar stand, each looked for after the one before; else the whole scalar."""
        found = []
        after = span.start
        for paragraph in paragraphs_of(value):
            start = self.text.text.find(paragraph, after, span.end)
            if start < 0:  # written with escapes, or folded
                found.append((span.start, span.end, False))
            else:
                after = start + len(paragraph)
                found.append((start, after, True))
        return found


def _trace(builder: Builder, path: str) -> Trace | None:
    """Where a field came from. A row is looked at when one of its fields is asked for."""
    assert builder.trail is not None
    trace = builder.trail.get(path)
    if trace is None and "]." in path:
        row, _, column = path.rpartition(".")
        return builder.trace_in_row(row, column)
    return trace


def spot(text: Text, root: Span, steps: Steps, key: bool) -> Place:
    """The place of a part: a scalar where it is written, a field that holds more (or nothing) at its key."""
    span, label = child(root, steps)
    if label is not None and (key or span.start == span.end or span.item(0)):
        return text.place(label.start, label.end, exact=key and label.exact)
    if span.item(0):
        return text.first_line(span.start, span.end)
    return text.place(span.start, span.end, exact=span.exact)
