"""Targets in JSON: one object with the keys of targets.yaml, read project by project."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from functools import partial
from typing import NoReturn

from perflint.lexicon import Lexicon
from perflint.model import Document
from perflint.readers.assemble import Assembly
from perflint.readers.decode import decode
from perflint.readers.json_values import again, fault, key, skip, spanned, value
from perflint.readers.source import Text, Unreadable
from perflint.readers.tree import Data, Span
from perflint.syntax import is_hidden


def read(name: str, data: bytes, lexicon: Lexicon) -> Document:
    """The document in a JSON text; raises Unreadable where the text is no JSON or its top is no object."""
    text = Text(decode(data))
    assembly = Assembly("json", text, lexicon)
    root = _Root(text, assembly.builder.keys.names_of_projects())
    for item, at in root.projects():
        assembly.add(item, partial(again, text, at))
    return assembly.document(root.head, root.span)


class _Root:
    """The projects of a JSON object one by one, and beside them (``head``) what else it holds."""

    def __init__(self, text: Text, names: frozenset[str]) -> None:
        self.text = text
        self.names = names
        self.head: Data = ()
        self.span = Span(0, 0)

    def projects(self) -> Iterator[tuple[Data, int]]:
        """Each entry of the project list and where it begins; raises Unreadable."""
        text = self.text.text
        start = skip(text, 0)
        if is_hidden(text[start : start + 1]):
            raise fault(self.text, start, "Expecting value")
        if not text.startswith("{", start):
            self._refuse(start, "文件顶层应为键值结构", "the top of the file must be an object")
        pairs: list[tuple[str, Data]] = []
        keys: list[Span] = []
        spans: list[Span] = []
        at = skip(text, start + 1)
        listed = False
        while not text.startswith("}", at):
            if pairs:
                at = self._expect(",", at)
            name, end = key(self.text, at)
            keys.append(spanned(text, at)[0])
            at = self._expect(":", skip(text, end))
            if name in self.names and not listed:
                listed = True
                pairs.append((name, None))
                spans.append(Span(at, at))
                at = yield from self._list(at)
            else:
                data, end = value(self.text, at)
                pairs.append((name, data))
                spans.append(spanned(text, at)[0])
                at = end
            at = skip(text, at)
        if skip(text, at + 1) < len(text):
            raise fault(self.text, skip(text, at + 1), "extra data after the end")
        self.head = tuple(pairs)
        self.span = Span(start, at + 1, False, tuple(keys), tuple(spans))

    def _list(self, at: int) -> Generator[tuple[Data, int], None, int]:
        text = self.text.text
        if text.startswith("null", at):
            return at + 4
        if not text.startswith("[", at):
            self._refuse(at, "项目应为列表", "projects must be a list")
        first = at = skip(text, at + 1)
        while not text.startswith("]", at):
            if at != first:
                at = self._expect(",", at)
            data, end = value(self.text, at)
            yield data, at
            at = skip(text, end)
        return at + 1

    def _expect(self, mark: str, at: int) -> int:
        if not self.text.text.startswith(mark, at):
            raise fault(self.text, at, f"expecting “{mark}”")
        return skip(self.text.text, at + 1)

    def _refuse(self, at: int, zh: str, en: str) -> NoReturn:
        raise Unreadable(zh, en, self.text.first_line(at, len(self.text.text)))
