"""Marks inside a line of Markdown: what a person sees of a text with stars, entities, links and line breaks in it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from msgspec import Struct

from perflint.place import Place
from perflint.readers.source import Text

_BREAK = re.compile(r"<br\s*/?\s*>", re.IGNORECASE)
_AROUND = ("**", "__", "~~", "``", "*", "_", "`")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(
    r"</?(?:b|i|u|s|em|strong|span|font|p|div|center|sub|sup|mark|small|big|code|del|ins)(?:\s[^<>]*)?/?>", re.I
)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_STRONG = re.compile(r"(\*\*|__|~~)(?=\S)((?:(?!\1).)++)(?<=\S)\1")
_CODE = re.compile(r"`([^`]+)`")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]+?)(?<=\S)\*(?![\w*])")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


class Shown(Struct, frozen=True):
    """A line as it is shown, and where it stands."""

    text: str
    place: Place


def shown(source: Text, start: int, end: int) -> Iterator[Shown]:
    """The lines that are shown of the text from ``start`` up to, not including, ``end``; blank ones are left out."""
    begin = start
    for found in [*_BREAK.finditer(source.text, start, end), None]:
        line = _line(source, begin, found.start() if found else end)
        if line.text:
            yield line
        begin = found.end() if found else end


def _line(source: Text, start: int, end: int) -> Shown:
    """One line without the marks around and in it; the place is exact where only marks around it were taken off."""
    start, end = _trimmed(source.text, start, end)
    while mark := _mark_around(source.text[start:end]):
        start, end = _trimmed(source.text, start + len(mark), end - len(mark))
    written = source.text[start:end]
    text = _plain(written)
    return Shown(text, source.place(start, end, exact=text == written))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def _mark_around(text: str) -> str:
    """The mark that stands on both sides of a text and nowhere in it."""
    for mark in _AROUND:
        if len(text) > 2 * len(mark) and text.startswith(mark) and text.endswith(mark):
            inner = text[len(mark) : -len(mark)]
            return mark if mark[0] not in inner and not inner[0].isspace() and not inner[-1].isspace() else ""
    return ""


def _plain(text: str) -> str:
    for pattern in (_STRONG, _EMPHASIS):
        text = pattern.sub(lambda found: found[found.re.groups], text)
    text = _ESCAPE.sub(r"\1", _LINK.sub(r"\1", _CODE.sub(r"\1", _TAG.sub("", text))))
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text).strip()
