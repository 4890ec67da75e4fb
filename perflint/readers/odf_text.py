"""The text of OpenDocument paragraphs as a person sees it: hidden text and notes left out, list numbers shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from msgspec import Struct, field

from perflint import limits
from perflint.office.xml import Element
from perflint.readers import too_much
from perflint.readers.odf_styles import Level, Styles, attr, local, number
from perflint.readers.reading_problems import Drawn
from perflint.readers.word.symbols import in_symbol_font, plain

BLANKS_LIMIT: Final = 10_000
_UNSEEN = frozenset(
    {"annotation", "annotation-end", "note", "ruby-text", "tracked-changes", "hidden-paragraph", "hidden-text",
     "change", "change-start", "change-end", "title", "desc", "event-listeners"}
)  # fmt: skip
_SIGNS = {"tab": "\t", "line-break": "\n"}
_DRAWN = frozenset({"object", "object-ole", "image"})
_CHINESE = "一二三四五六七八九十"


class Reading(Struct):
    """What goes on from paragraph to paragraph. ``formula`` gives the text of an embedded object by its address, ""
    where it is no equation; ``hidden`` and ``symbol`` are the look of the text that is being read."""

    styles: Styles = field(default_factory=Styles)
    formula: Callable[[str], str] = lambda address: ""
    drawn: Drawn = field(default_factory=Drawn)
    hidden: bool = False
    symbol: bool = False


def paragraph_lines(paragraph: Element, reading: Reading) -> list[str]:
    """The lines of a ``text:p`` or ``text:h``: cut at line breaks, followed by those of text boxes in it."""
    look = reading.styles.look("paragraph", attr(paragraph, "style-name"))
    outer = reading.hidden, reading.symbol
    reading.hidden, reading.symbol = look.hidden or False, look.symbol or False
    pieces: list[str] = []
    boxes: list[Element] = []
    _gather(paragraph, reading, pieces, boxes)
    reading.hidden, reading.symbol = outer
    text = "".join(pieces)
    if look.hidden and not text and not boxes:
        return []
    if len(text) > limits.CELL_CHARACTERS:
        raise too_much.cell_text()
    found = text.split("\n")
    for box in boxes:
        found += [line for _, lines in text_blocks(box, reading) for line in lines if line]
    return found


def text_blocks(
    parent: Element, reading: Reading, depth: int = 0, list_name: str = ""
) -> Iterator[tuple[int, list[str]]]:
    """Paragraphs directly in a cell or text box, in lists too: heading level and lines of each."""
    for item in parent:
        name = local(item)
        if name in ("p", "h"):
            yield (number(item, "outline-level") if name == "h" else 0), paragraph_lines(item, reading)
        elif name == "list":
            yield from _list(item, reading, depth + 1, attr(item, "style-name") or list_name)
        elif name in ("section", "list-header"):
            yield from text_blocks(item, reading, depth, list_name)


def _list(element: Element, reading: Reading, depth: int, list_name: str) -> Iterator[tuple[int, list[str]]]:
    styles = reading.styles
    level = styles.lists.get(list_name, {}).get(depth, Level())
    key = f"{list_name}/{depth}"
    if attr(element, "continue-numbering") != "true" and not attr(element, "continue-list"):
        styles.counts[key] = level.start - 1
    for item in element:
        if local(item) == "list-header":
            yield from text_blocks(item, reading, depth, list_name)
        if local(item) != "list-item":
            continue
        label = _label(level, key, styles)
        for kind, lines in text_blocks(item, reading, depth, list_name):
            yield kind, [label + lines[0], *lines[1:]] if lines else lines
            label = ""


def _label(level: Level, key: str, styles: Styles) -> str:
    if not level.style:
        return ""
    styles.counts[key] = count = styles.counts.get(key, level.start - 1) + 1
    return level.prefix + _counted(level.style, count) + level.suffix


def _counted(style: str, count: int) -> str:
    if style.startswith("一") and count <= len(_CHINESE):
        return _CHINESE[count - 1]
    if style.startswith("①") and count <= 20:
        return chr(ord("①") + count - 1)
    if style in ("a", "A") and count <= 26:
        return chr(ord(style) + count - 1)
    return str(count)


def _gather(element: Element, reading: Reading, pieces: list[str], boxes: list[Element]) -> None:
    _say(element.text, reading, pieces)
    for item in element:
        name = local(item)
        if name == "s":
            _say(" " * min(number(item, "c"), BLANKS_LIMIT), reading, pieces)
        elif name in _SIGNS:
            pieces += [] if reading.hidden else [_SIGNS[name]]
        elif name == "text-box":
            boxes.append(item)
        elif name == "span":
            _span(item, reading, pieces, boxes)
        elif name in _DRAWN:
            _object(item, name, reading, pieces)
        elif name and name not in _UNSEEN:
            _gather(item, reading, pieces, boxes)
        _say(item.tail, reading, pieces)


def _span(element: Element, reading: Reading, pieces: list[str], boxes: list[Element]) -> None:
    look = reading.styles.look("text", attr(element, "style-name"))
    outer = reading.hidden, reading.symbol
    reading.hidden = outer[0] if look.hidden is None else look.hidden
    reading.symbol = outer[1] if look.symbol is None else look.symbol
    _gather(element, reading, pieces, boxes)
    reading.hidden, reading.symbol = outer


def _object(element: Element, name: str, reading: Reading, pieces: list[str]) -> None:
    """An embedded object: the text of an equation, else a picture of something."""
    text = reading.formula(attr(element, "href")) if name == "object" else ""
    if text:
        _say(text, reading, pieces)
    elif name == "image":
        reading.drawn.pictures += 1
    else:
        reading.drawn.objects += 1


def _say(text: str | None, reading: Reading, pieces: list[str]) -> None:
    if text and not reading.hidden:
        shown = _collapsed(text)
        pieces.append(in_symbol_font(shown) if reading.symbol else plain(shown))


def _collapsed(text: str | None) -> str:
    """Text with line ends of the XML source taken as the blanks that they are."""
    return (text or "").replace("\r", " ").replace("\n", " ").replace("\t", " ")
