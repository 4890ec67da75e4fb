"""Indicators as running text: 【产出指标-数量指标】 指标1：机柜数量(≥77台); 数量指标：种植数量 ≥17600株；…"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping

from perflint.readers.layout.labels import Labels, bare, squeeze
from perflint.readers.layout.values import Value, is_value_alone, part

_CAPTION = re.compile(r"[【\[［](?P<inner>[^】\]］]{2,40})[】\]］]")
_LINE_CAPTION = re.compile(r"(?<![^；;\n。:：\s])(?P<inner>[^；;\n。:：【】]{2,24})(?:[:：]|\s*$)")
_PAIR = re.compile(r"\s*[-—–－:：/、→>·]+\s*")
_BREAK = re.compile(r"[；;\n]|。(?=.)")
_ITEM = re.compile(r"(?:指标|目标)?\s*[\d①-⑳]{1,2}\s*[:：.、．)）](?!\d)|[①-⑳]")
_VALUE_SIGN = re.compile(r"[≥≤≧≦⩾⩽＞＜><=＝═]|[‹›]=?")
_TAIL_BRACKET = re.compile(r"[（(](?P<value>[^（()）]*)[）)]\s*[。，,；;]?\s*$")
_CLOSE = re.compile(r"(?P<name>[^\d\s]{2,}?)\s*(?P<value>\d[\d.,]*\s*[^\d\s，。,；;]{0,8})")
_END = "。，,；; \t\u3000"
_DIGIT = re.compile(r"[\d０-９一二三四五六七八九十百]")
_HEAD = 16


class Running:
    """Reads lines of running text in order; the class named last holds until the next."""

    def __init__(self, labels: Labels) -> None:
        self.labels = labels
        self.level1 = Value()
        self.level2 = Value()
        self.bracketed = False
        self.fresh = False

    def rows(self, lines: list[Value]) -> list[Mapping[str, Value]]:
        """The indicators that the lines name; none where no line names a class."""
        found = []
        for line in lines:
            found += list(self._line(line))
        return found

    def speaks(self, lines: list[Value]) -> bool:
        """Whether lines name classes of indicators at all."""
        return any(True for line in lines for _ in self._captions(line))

    def enter(self, *classes: Value) -> None:
        """Sets the class that the next items belong to."""
        self._enter(list(classes))

    def _captions(self, line: Value) -> Iterator[tuple[int, int, list[Value]]]:
        """Class captions in a line: where each begins and ends, and its classes (one or two)."""
        for match in _CAPTION.finditer(line.text):
            pieces = self._classes(line, match.start("inner"), match.end("inner"))
            if pieces:
                yield match.start(), match.end(), pieces
        for match in _LINE_CAPTION.finditer(line.text):
            pieces = self._classes(line, match.start("inner"), match.end("inner"))
            if pieces and not self._is_item(line.text, match):
                yield match.start("inner"), match.end(), pieces

    def _is_item(self, text: str, caption: re.Match[str]) -> bool:
        """Whether an indicator is called like a class (服务对象满意度：≥95%): only a value stands behind it, and it
        does not end as classes do."""
        end = _BREAK.search(text, caption.end())
        alone = is_value_alone(text[caption.end() : end.start() if end else len(text)])
        return alone and not bare(caption["inner"]).endswith(self.labels.words["class_endings"])

    def _classes(self, line: Value, start: int, end: int) -> list[Value]:
        inner = line.text[start:end]
        if self.labels.is_class(inner):
            return [part(line, start, end)]
        for cut in _PAIR.finditer(inner):
            if self.labels.is_class(inner[: cut.start()]) and self.labels.is_class(inner[cut.end() :]):
                return [part(line, start, start + cut.start()), part(line, start + cut.end(), end)]
        return []

    def _line(self, line: Value) -> Iterator[Mapping[str, Value]]:
        at = 0
        for start, end, pieces in sorted(self._captions(line), key=lambda caption: caption[0]):
            if start < at:
                continue
            yield from self._items(part(line, at, start))
            self._enter(pieces)
            at = end
        yield from self._items(part(line, at, len(line.text)))

    def _enter(self, pieces: list[Value]) -> None:
        if len(pieces) == 2:
            self.level1, self.level2 = pieces
            return
        levels = self.labels.is_class(pieces[0].text)
        if levels == {1} or (1 in levels and not self._opens_second(pieces[0])):
            # one name for both levels (满意度指标) is both, until a class of the second follows
            self.level1, self.level2 = pieces[0], pieces[0] if levels == {1, 2} else Value()
            self.fresh = True
        else:
            self.level2 = pieces[0]

    def _opens_second(self, caption: Value) -> bool:
        """成本 and 满意度 are names on both levels: the second right behind the first, or where none is named."""
        if not self.level1.text:
            return bool(self.level2.text)  # text that names second classes alone
        above = self.labels.is_class(self.level1.text)
        same = bare(self.level1.text)[:2] == bare(caption.text)[:2]
        second = (self.fresh and not self.level2.text) or same or self.labels.is_mostly_second(caption.text)
        return bool(above) and second

    def _items(self, text: Value) -> Iterator[Mapping[str, Value]]:
        for start, end in _pieces(text.text):
            item = part(text, start, end)
            if not squeeze(item.text).strip("。，,；;、"):
                continue
            if not self.level1.text and not self.level2.text:
                continue
            name, value = split_item(item, self.bracketed)
            self.bracketed = self.bracketed or (
                item.text.endswith((value.text + ")", value.text + "）")) and bool(value.text)
            )
            if self.labels.filler.fullmatch(squeeze(name.text)) and not squeeze(value.text):
                continue
            self.fresh = False
            classes = {"level1": self.level1, "level2": self.level2}
            yield {**{key: found for key, found in classes.items() if found.text}, "name": name, "value": value}


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Where the items of a text begin and end: at semicolons, line breaks and item numbers."""
    cuts = {0, len(text)}
    cuts.update(match.end() for match in _BREAK.finditer(text))
    cuts.update(match.start() for match in _ITEM.finditer(text) if not text[: match.start()].rstrip()[-1:].isdigit())
    points = sorted(cuts)
    for start, end in itertools.pairwise(points):
        while start < end and (text[start].isspace() or text[start] in _END):
            start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] in _END):
            end -= 1
        if start < end:
            yield start, end


def split_item(item: Value, bracketed: bool = False) -> tuple[Value, Value]:
    """An item's name and value. A number in front (指标1：) is no part of the name; a threshold that the template
    left in brackets stays in the name where a value follows it. ``bracketed``: earlier items had their values in
    brackets, so words in brackets are one too."""
    text = item.text
    lead = _ITEM.match(text)
    begin = lead.end() if lead else 0
    begin += len(text[begin:]) - len(text[begin:].lstrip())
    depth = 0
    for at in range(begin, len(text)):
        if text[at] in "（(":
            depth += 1
        elif text[at] in "）)":
            depth = max(depth - 1, 0)
        elif depth == 0 and (text[at] in ":：" or _VALUE_SIGN.match(text, at)) and at > begin:
            after = at + 1 if text[at] in ":：" else at
            after += len(text[after:]) - len(text[after:].lstrip())
            return part(item, begin, _right(text, begin, at)), part(item, after, len(text))
    if (
        (tail := _TAIL_BRACKET.search(text, begin))
        and tail.start() > begin
        and (bracketed or _DIGIT.search(tail["value"]))
    ):
        return part(item, begin, tail.start()), part(item, tail.start("value"), tail.end("value"))
    gap = re.search(r"[ \t\u3000]+(?=\S*$)", text[begin:])
    if gap and _DIGIT.search(text[begin + gap.end() :]):
        return part(item, begin, begin + gap.start()), part(item, begin + gap.end(), len(text))
    if close := _CLOSE.fullmatch(text, begin):
        return part(item, begin, close.end("name")), part(item, close.start("value"), len(text))
    return part(item, begin, len(text)), Value("", item.place)


def _right(text: str, begin: int, end: int) -> int:
    while end > begin and text[end - 1].isspace():
        end -= 1
    return end
