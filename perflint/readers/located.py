"""Places of fields, worked out only for what somebody asks about: the part is read once more, noting its trail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from perflint.place import Place
from perflint.readers.build import Builder, Trace
from perflint.readers.keys import Keys
from perflint.readers.source import Text
from perflint.readers.tree import Data, Span, Steps, child

Parse = Callable[[], tuple[Data, Span]]
"""Reads a part of the text again: its data, and where each part of it stands."""


@dataclass(slots=True)
class LazyPlaces:
    """Places of one project, or (``whole``) of the document around the projects."""

    text: Text
    parse: Parse
    keys: Keys
    checkpoints: tuple[str, ...]
    whole: bool = False
    _found: dict[str, Place] | None = field(default=None, repr=False)

    def find(self, path: str) -> Place | None:
        if self._found is None:
            self._found = self._places()
        return self._found.get(path)

    def locate(self, steps: Steps, key: bool) -> Place | None:
        """The place of a part of the data, or of its key."""
        return spot(self.text, self.parse()[1], steps, key)

    def _places(self) -> dict[str, Place]:
        data, span = self.parse()
        trail: dict[str, Trace] = {"": Trace(())}
        builder = Builder(self.keys, self.checkpoints, trail=trail)
        if self.whole:
            builder.document(data)
        else:
            builder.project(data, 0)
        places = {}
        after = 0
        for path, trace in trail.items():
            if trace.part is None:
                places[path] = spot(self.text, span, trace.steps, False)
            else:
                whole, _ = child(span, trace.steps)
                after = max(after, whole.start)
                places[path], after = self._part(whole, trace.part, after)
        return places

    def _part(self, span: Span, part: str, after: int) -> tuple[Place, int]:
        """The place of a paragraph inside a longer scalar, and where to look for the next one."""
        start = self.text.text.find(part, after, span.end)
        if start < 0:
            return self.text.place(span.start, span.end, exact=False), after
        return self.text.place(start, start + len(part)), start + len(part)


def spot(text: Text, root: Span, steps: Steps, key: bool) -> Place:
    """The place of a part: a scalar where it is written, a field that holds more (or nothing) at its key."""
    span, label = child(root, steps)
    if label is not None and (key or span.items or span.start == span.end):
        return text.place(label.start, label.end, exact=key and label.exact)
    if span.items:
        return text.first_line(span.start, span.end)
    return text.place(span.start, span.end, exact=span.exact)
