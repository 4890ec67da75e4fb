"""Lines of a PDF back to paragraphs: wrapped lines joined, radicals and private signs as ordinary characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from perflint.place import Place
from perflint.readers.word.symbols import plain

_PADDING = 8.0
_SLACK = 0.6
_LATIN_WIDTH = 0.55
_INDENT = 1.2
_CLOSING = "，。、；：！？）】》”’%％,.;:!?)]}"
_SENTENCE = "，。；！？"
_OPENING = "（《【“‘「([{"
_NUMBER = re.compile(r"\s*[（(]?([0-9]{1,2})(?:[)）]|[.．、](?![0-9]))")
_TOKEN = re.compile(r"[!-~]+|.")
_RADICALS = str.maketrans(
    "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳⼾⾭⿈",
    "母民虎西见角贝车长门青页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟户青黄",
)


class Line(Struct, frozen=True):
    """A line of text on a page, its box in points, and the size of its type."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    page: int


def ordinary(text: str) -> str:
    """Text with Kangxi and other radicals, and private-use signs, as the characters that a person sees."""
    if text.isascii():
        return text
    text = plain(text).translate(_RADICALS)
    return "".join(
        unicodedata.normalize("NFKC", sign) if "\u2e80" <= sign <= "\u2fdf" or "\uf900" <= sign <= "\ufaff" else sign
        for sign in text
    )


def paragraphs(lines: Sequence[Line], left: float, right: float) -> list[list[Line]]:
    """The lines of a cell or column of text by paragraph; ``left`` and ``right`` are the edges that wrap them."""
    found: list[list[Line]] = []
    if not lines:
        return found
    indent = min(line.x0 for line in lines)
    room = right - min(max(indent - left, 0.0), _PADDING)
    listed = 0
    for line in lines:
        number = _list_number(line.text)
        begins = number == listed + 1
        if found and not begins and not _ends(found[-1][-1], line, left, right, room, indent):
            found[-1].append(line)
        else:
            found.append([line])
        if begins:
            listed += 1
    return found


def _list_number(text: str) -> int | None:
    match = _NUMBER.match(text)
    return int(match[1]) if match else None


def _ends(line: Line, following: Line, left: float, right: float, room: float, indent: float) -> bool:
    """Whether a paragraph ends with ``line``: what follows would still have fitted on it, or begins indented."""
    free = room - line.x1
    if abs((line.x0 - left) - (right - line.x1)) < 3 and line.x0 - left > _PADDING:
        free *= 2  # centred
    elif following.x0 - indent > _INDENT * following.size and line.x0 - indent < following.size:
        return True
    return free > _needed(following, room - indent) + _SLACK * line.size


def _needed(line: Line, room: float) -> float:
    """The width of what cannot be parted at the beginning of a line."""
    text = line.text.lstrip()
    bare = text.lstrip(_OPENING)
    first = _TOKEN.match(bare)
    if first is None:
        return line.size
    opening = line.size * (len(text) - len(bare))
    width = _LATIN_WIDTH * line.size * len(first[0]) if first[0].isascii() else line.size
    if width > room:
        width = line.size
    for sign in bare[first.end() :]:
        if sign not in _CLOSING:
            break
        width += line.size
    return opening + width


def goes_on(lines: Sequence[Line], following: Sequence[Line], left: float, right: float) -> bool:
    """Whether ``following``, on the next page, may be the rest of the paragraph that ``lines`` end in."""
    if not lines or not following:
        return False
    indent = min(line.x0 for line in lines)
    room = right - min(max(indent - left, 0.0), _PADDING)
    return not _ends(lines[-1], following[0], left, right, room, indent)


def continues_text(lines: Sequence[Line], following: Sequence[Line], left: float, right: float) -> bool:
    """Whether ``following``, on the next page, goes on with ``lines``: with their last paragraph, or their list."""
    if goes_on(lines, following, left, right):
        return True
    listed = [number for line in lines if (number := _list_number(line.text)) is not None]
    return bool(listed) and bool(following) and _list_number(following[0].text) == listed[-1] + 1


def is_prose(text: str) -> bool:
    """Whether a text holds a sentence or begins a list, unlike a name, a class or a value."""
    return any(sign in text for sign in _SENTENCE) or _list_number(text) is not None


def joined(lines: Sequence[Line]) -> str:
    """The text of one paragraph. Characters and codes are joined without a blank, words of Latin letters with one
    where the line ends in one."""
    text = ""
    for line in lines:
        following = ordinary(line.text)
        if text.endswith(" ") and text.rstrip()[-1:].isascii() and following[:1].isascii():
            text = text.rstrip() + " " + following.lstrip()
        else:
            text = text.rstrip() + following.lstrip() if text else following
    return text.rstrip()


def place_of(lines: Sequence[Line], like: Place) -> Place:
    """The page and box of lines, those on the first page; the rest as in ``like``."""
    page = lines[0].page
    here = [line for line in lines if line.page == page]
    box = (
        min(line.x0 for line in here),
        min(line.top for line in here),
        max(line.x1 for line in here),
        max(line.bottom for line in here),
    )
    return replace(like, page=page, box=box, exact=False)
