"""Captions: short lines that name the project below (二、路灯维护工程): numbered, headings, or with its code."""

from __future__ import annotations

import re

from msgspec import Struct

from perflint.readers.layout.coded import split_code
from perflint.readers.layout.labels import Labels, squeeze
from perflint.readers.layout.values import Value, part

_NUMERALS = "一二三四五六七八九十"
_NUMBER = re.compile(
    rf"\s*(?:(?P<chapter>[{_NUMERALS}]{{1,3}})\s*[、.．]|第(?P<part>[{_NUMERALS}]{{1,3}})[章节部]\S{{0,2}}"
    rf"|[（(]\s*(?P<section>[{_NUMERALS}]{{1,3}})\s*[）)][、.．]?|(?P<item>\d{{1,3}})\s*[.．、](?!\d)"
    r"|[（(]\s*(?P<piece>\d{1,3})\s*[）)])\s*"
)
_SENTENCE = re.compile(r"[:：。；;？?！!≥≤≧≦＞＜><=＝]|\d\s*[%％]")
_TAIL = re.compile(r"[，,][^，,]*\d\s*(?P<unit>[^\d\s，,）)。]{1,3})[）)。]?\s*$")
"""Behind a name: how much money it takes."""
_CHAPTERS = frozenset({"chapter", "part", "section"})
_LONGEST = 40


class Caption(Struct, frozen=True):
    """A caption: its line, the name that it gives, how it is numbered (``section`` for （一）; "" without), the code
    beside the name, and what else stands behind it (``rest``). ``within``: it stands in the project's own table."""

    line: Value = Value()
    name: Value = Value()
    style: str = ""
    number: int = 0
    code: Value = Value()
    rest: Value = Value()
    within: bool = False

    @property
    def of_chapter(self) -> bool:
        """Whether it is numbered as chapters are, and not as items of a list."""
        return self.style in _CHAPTERS

    def follows(self, other: Caption) -> bool:
        """Whether it is the next one after another."""
        return bool(self.style) and (self.style, self.number) == (other.style, other.number + 1)


def caption_of(line: Value, level: int, labels: Labels) -> Caption | None:
    """The caption that a line is, None where it is anything else. ``level``: that of a heading, 0 for plain text."""
    found = _NUMBER.match(line.text)
    start = found.end() if found else len(line.text) - len(line.text.lstrip())
    name = part(line, start, len(line.text.rstrip()))
    if found is None and not level and split_code(name) is None:
        return None
    style, number = _numbering(found) if found else ("", 0)
    return named_by(line, name, style, number, labels)


def named_by(line: Value, name: Value, style: str, number: int, labels: Labels) -> Caption | None:
    """The caption of a line that gives a name, which may have its code and amount beside it; None where the name is no
    name of a project."""
    tail = _TAIL.search(name.text)
    tail = tail if tail is not None and labels.money_unit(tail["unit"]) else None
    rest = part(name, tail.start() + 1, len(name.text)) if tail else Value()
    name = part(name, 0, tail.start()) if tail else name
    coded = split_code(name)
    code, name = coded or (Value(), name)
    plain = squeeze(name.text)
    if not 2 <= len(plain) <= _LONGEST or _SENTENCE.search(plain) or labels.in_form(plain) or labels.is_class(plain):
        return None
    if coded is None and any(word in plain for word in labels.words["chapter_words"]):
        return None
    return Caption(line, name, style, number, code, rest)


def goes_on(line: Value, before: Value) -> bool:
    """Whether two lines are numbered one after the other, in one way."""
    found, earlier = _NUMBER.match(line.text), _NUMBER.match(before.text)
    if found is None or earlier is None:
        return False
    (style, number), (other, last) = _numbering(found), _numbering(earlier)
    return (style, number) == (other, last + 1)


def _numbering(found: re.Match[str]) -> tuple[str, int]:
    style = found.lastgroup or ""
    return style, _number(found[style])


def _number(text: str) -> int:
    """The value of 1 to 3 digits, or of a Chinese numeral up to 99."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (10 * (_NUMERALS.find(tens) + 1 or 1) if ten else 0) + _NUMERALS.find(ones) + 1 if ones or ten else 0
