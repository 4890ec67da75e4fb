"""Raised figures (superscripts): note marks are left out of the text and said, powers and units keep theirs."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import groupby

from msgspec import Struct

from perflint.model import Problem
from perflint.place import Place
from perflint.readers.reading_problems import not_judged

_SUPERSCRIPTS = str.maketrans("0123456789-−－+＋", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁻⁺⁺")
_FIGURE = re.compile(r"[1-9][0-9]?(?:\s*[,，、–~-]\s*[1-9][0-9]?)*", re.ASCII)
_BRACKETED = re.compile(r"[\[［〔【(（]\s*注?\s*[0-9]{1,3}\s*[\]］〕】)）]|注\s*[0-9]{0,2}|[①-⑳]", re.ASCII)
_POWER = re.compile(r"[-−－+＋]?[0-9]{1,2}", re.ASCII)
_TEN = re.compile(r"(?<![0-9.,，])10\s*\Z", re.ASCII)
_OF_UNIT = re.compile(r"(?:[mMｍ]|(?<![方立])米)\s*\Z")
_STROKES = tuple("/⁄∕／")
_BEFORE = 12


class Marks(Struct):
    """Note marks that were left out: how many, and where and how the first stood."""

    count: int = 0
    shown: str = ""
    place: Place | None = None
    pending: bool = False

    def note(self, before: str, mark: str, place: Place | None = None) -> None:
        """A mark is left out behind ``before``."""
        self.count += 1
        if self.count == 1:
            self.shown = f"{before.strip()[-_BEFORE:]}〔{mark}〕"
            self.place, self.pending = place, place is None

    def stood_in(self, place: Place) -> None:
        """A cell or line ends: where the first mark stood in it, that is its place."""
        if self.pending:
            self.place, self.pending = place, False

    def problems(self) -> list[Problem]:
        """What is said of them, once for a document."""
        if not self.count:
            return []
        zh = f"上标的数字按注释的序号略去，不算内容（“{self.shown}”等，共{self.count}处）；属于数值的请改为普通数字"
        en = (
            f"raised figures were taken for marks of notes and left out ({self.shown!r} …, {self.count} in all): "
            "type them as ordinary figures where they belong to the value"
        )
        return [not_judged(zh, en, self.place)]


def settled(pieces: Sequence[str], raised: Collection[int], marks: Marks, place: Place | None = None) -> str:
    """The text of one line or paragraph out of its pieces; ``raised`` are the indices of those set above the line."""
    if not raised:
        return "".join(pieces)
    runs = [
        (high, "".join(pieces[index] for index in group))
        for high, group in groupby((i for i, piece in enumerate(pieces) if piece), key=lambda index: index in raised)
    ]
    text = ""
    for at, (high, run) in enumerate(runs):
        following = "".join(run for _, run in runs[at + 1 :])
        text += _shown(text, run, following, marks, place) if high else run
    return text


def _shown(before: str, run: str, following: str, marks: Marks, place: Place | None) -> str:
    """What a raised run says behind ``before``: nothing where it marks a note. A line that is raised as a whole is
    text like any other."""
    mark = run.strip()
    line = before.rpartition("\n")[2]
    if not mark or not (line.strip() or following.partition("\n")[0].strip()):
        return run
    figure = _FIGURE.fullmatch(mark)
    if following.lstrip().startswith(_STROKES):  # the upper part of a fraction
        return run.translate(_SUPERSCRIPTS) if line[-1:].isdecimal() else run
    if mark != "1" and _POWER.fullmatch(mark) and _TEN.search(line):
        return mark.translate(_SUPERSCRIPTS)
    if mark in ("2", "3") and _OF_UNIT.search(line):
        return run
    if figure or _BRACKETED.fullmatch(mark):
        marks.note(line or following, mark, place)
        return ""
    return run.translate(_SUPERSCRIPTS) if line[-1:].isdecimal() and mark[:1].isdecimal() else run
