"""The text of OpenDocument paragraphs as a person sees it: hidden text and notes left out, list numbers shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct, field

from perflint import limits
from perflint.office.xml import Element
from perflint.readers import too_much
from perflint.readers.word.symbols import plain

BLANKS_LIMIT: Final = 10_000
_UNSEEN = frozenset(
    {"annotation", "annotation-end", "note", "ruby-text", "tracked-changes", "hidden-paragraph", "hidden-text",
     "change", "change-start", "change-end", "object", "object-ole", "title", "desc", "event-listeners"}
)  # fmt: skip
_CHINESE = "一二三四五六七八九十"


class Level(Struct, frozen=True):
    """One level of a list style: how its number is written."""

    style: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int = 1


class Styles(Struct):
    """What styles say of text: names of styles that hide it, lists by name and level."""

    hidden: set[str] = field(default_factory=set)
    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    hidden_tables: set[str] = field(default_factory=set)

    def take(self, element: Element) -> None:
        """Takes a finished ``style:style`` or ``text:list-style``."""
        name = attr(element, "name")
        if local(element) == "list-style":
            self.lists[name] = {int(attr(item, "level") or 1): _level(item) for item in element if _is_level(item)}
        for item in element:
            if local(item) == "text-properties" and attr(item, "display") == "none":
                self.hidden.add(name)
            if local(item) == "table-properties" and attr(item, "display") == "false":
                self.hidden_tables.add(name)


def _is_level(element: Element) -> bool:
    level = attr(element, "level")
    return local(element).startswith("list-level-style") and (not level or (level.isdecimal() and len(level) < 4))


def _level(element: Element) -> Level:
    start = attr(element, "start-value")
    return Level(
        attr(element, "num-format") if local(element) == "list-level-style-number" else "",
        attr(element, "num-prefix"),
        attr(element, "num-suffix"),
        int(start) if start.isdecimal() and len(start) < 6 else 1,
    )


def local(element: Element) -> str:
    """The element's name without its namespace; empty for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attr(element: Element, name: str) -> str:
    """The attribute of that local name, "" where there is none."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def number(element: Element, name: str) -> int:
    """A whole number of 1 and more that an attribute gives; 1 where it gives none."""
    text = attr(element, name)
    return max(int(text), 1) if text.isdecimal() and len(text) < 10 else 1


def paragraph_lines(paragraph: Element, styles: Styles) -> list[str]:
    """The lines of a ``text:p`` or ``text:h``: cut at line breaks, followed by those of text boxes in it."""
    if attr(paragraph, "style-name") in styles.hidden:
        return []
    pieces: list[str] = []
    boxes: list[Element] = []
    _gather(paragraph, styles, pieces, boxes)
    text = plain("".join(pieces))
    if len(text) > limits.CELL_CHARACTERS:
        raise too_much.cell_text()
    found = text.split("\n")
    for box in boxes:
        found += [line for _, lines in text_blocks(box, styles) for line in lines if line]
    return found


def text_blocks(
    parent: Element, styles: Styles, depth: int = 0, list_name: str = ""
) -> Iterator[tuple[int, list[str]]]:
    """Paragraphs directly in a cell or text box, in lists too: heading level and lines of each."""
    for item in parent:
        name = local(item)
        if name in ("p", "h"):
            yield (number(item, "outline-level") if name == "h" else 0), paragraph_lines(item, styles)
        elif name == "list":
            yield from _list(item, styles, depth + 1, attr(item, "style-name") or list_name)
        elif name in ("section", "list-header"):
            yield from text_blocks(item, styles, depth, list_name)


def _list(element: Element, styles: Styles, depth: int, list_name: str) -> Iterator[tuple[int, list[str]]]:
    level = styles.lists.get(list_name, {}).get(depth, Level())
    key = f"{list_name}/{depth}"
    if attr(element, "continue-numbering") != "true" and not attr(element, "continue-list"):
        styles.counts[key] = level.start - 1
    for item in element:
        if local(item) == "list-header":
            yield from text_blocks(item, styles, depth, list_name)
        if local(item) != "list-item":
            continue
        label = _label(level, key, styles)
        for kind, lines in text_blocks(item, styles, depth, list_name):
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


def _gather(element: Element, styles: Styles, pieces: list[str], boxes: list[Element]) -> None:
    pieces.append(_collapsed(element.text))
    for item in element:
        name = local(item)
        if name == "s":
            pieces.append(" " * min(number(item, "c"), BLANKS_LIMIT))
        elif name == "tab":
            pieces.append("\t")
        elif name == "line-break":
            pieces.append("\n")
        elif name == "text-box":
            boxes.append(item)
        elif name and name not in _UNSEEN and not (name == "span" and attr(item, "style-name") in styles.hidden):
            _gather(item, styles, pieces, boxes)
        pieces.append(_collapsed(item.tail))


def _collapsed(text: str | None) -> str:
    """Text with line ends of the XML source taken as the blanks that they are."""
    return (text or "").replace("\r", " ").replace("\n", " ").replace("\t", " ")
