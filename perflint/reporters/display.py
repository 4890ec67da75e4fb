"""Text in a terminal: what must not reach it, how wide it is, where a line may break, and colours.

Widths come from the standard library, not from wcwidth: importing that costs a tenth of a whole `check` of a booklet.
The tests hold that both agree.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Controls could move the cursor or change colours, bidirectional ones turn text about, invisible ones hide it.
UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u3164\uffa0\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
# Closing punctuation stays with the character before it; opening punctuation and signs with the one after it.
_TOKEN = re.compile(
    r"[（(\[【《〈“‘「『≥≤≧≦＞＜￥¥]*(?:[!-~]+|\S)[，。、；：？！”’）》〉」』】〕…%％·]*|\s+",
)
_WORD = 24
_ANSI = {"bold": "1", "dim": "2", "red": "31", "yellow": "33", "cyan": "36", "green": "32"}


def visible(text: str) -> str:
    """The text with every character that a terminal would act on or hide written as its escape (``\\u202e``)."""
    if text.isascii() and text.isprintable():
        return text
    return UNSAFE.sub(_escape, text)


def visible_lines(text: str) -> str:
    """As ``visible``, but lines stay lines."""
    return "\n".join(visible(line) for line in text.replace("\r\n", "\n").split("\n"))


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    named = {0x09: "\\t", 0x0A: "\\n", 0x0D: "\\r"}.get(code)
    return named or (f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}")


@lru_cache(maxsize=16384)
def _character_width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def width(text: str) -> int:
    """How many terminal columns a printable text takes: two for a Chinese character."""
    if text.isascii():
        return len(text)
    return _word_width(text) if len(text) <= _WORD else sum(map(_character_width, text))


@lru_cache(maxsize=16384)
def _word_width(text: str) -> int:
    """As ``width``, remembered: characters and words come again and again when lines are broken."""
    return sum(map(_character_width, text))


def cut(text: str, limit: int) -> tuple[str, str]:
    """The longest beginning of a text that fits into ``limit`` columns (at least one character), and the rest."""
    used = 0
    for index, character in enumerate(text):
        used += _character_width(character)
        if used > limit and index:
            return text[:index], text[index:]
    return text, ""


def shorten(text: str, limit: int) -> str:
    """The text in at most ``limit`` columns, its end replaced by … where it is longer."""
    return text if width(text) <= limit else cut(text, limit - 1)[0] + "…"


def wrap(text: str, limit: int) -> list[str]:
    """The text as lines of at most ``limit`` columns. Words stay whole, no line begins with closing punctuation."""
    if width(text) <= limit:
        return [text.rstrip()]
    lines: list[str] = []
    line, used = "", 0
    for token in _TOKEN.findall(text):
        size = width(token)
        if used + size > limit:
            if line.strip():
                lines.append(line.rstrip())
            line, used = "", 0
            if token.isspace():
                continue
            while size > limit:
                piece, token = cut(token, limit)
                lines.append(piece)
                size = width(token)
        line, used = line + token, used + size
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def wrap_words(text: str, limit: int) -> list[str]:
    """As ``wrap``, but a line breaks at spaces only, wherever what stands between them fits: 第3个表 第5行 第2列."""
    if width(text) <= limit:
        return [text]
    lines: list[str] = []
    for word in text.split():
        if lines and width(lines[-1]) + 1 + width(word) <= limit:
            lines[-1] += " " + word
        else:
            lines += wrap(word, limit)
    return lines


def pad(text: str, columns: int) -> str:
    """The text filled up with spaces to ``columns`` terminal columns."""
    return text + " " * (columns - width(text))


def paint(text: str, style: str, color: bool) -> str:
    """The text in a colour or style, where colours are allowed. Escapes never enter widths: paint last."""
    return f"\x1b[{_ANSI[style]}m{text}\x1b[0m" if color and text else text
