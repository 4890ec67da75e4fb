"""Chinese text as rules compare it: normal forms, list numbers, brackets, widths. Structure only, no words.

Nothing here changes what readers keep: these are views that rules take of the raw text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from operator import add

OPENING = "（([【［{｛〔《〈“"
CLOSING = "）)]】］}｝〕》〉”"

_BRACKETS = frozenset(OPENING + CLOSING)

# Pairs close each other whatever their width: （ and ), 【 and ].
_SHAPE = {
    **dict.fromkeys("（(", "("),
    **dict.fromkeys("）)", "("),
    **dict.fromkeys("【[［", "["),
    **dict.fromkeys("】]］", "["),
    **dict.fromkeys("{｛", "{"),
    **dict.fromkeys("}｝", "{"),
    **dict.fromkeys("〔〕", "〔"),
    **dict.fromkeys("《》", "《"),
    **dict.fromkeys("〈〉", "〈"),
    **dict.fromkeys("“”", "“"),
}

_NUMERAL = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})"
_LIST_NUMBER = re.compile(
    rf"\s*(?:[（(]\s*{_NUMERAL}\s*[）)]\s*[、.．:：]?|第?{_NUMERAL}\s*[、）)]|\d{{1,3}}\s*[.．](?!\d)|[①-⑳㉑-㉟❶-❿⑴-⒇⒈-⒛][、.．]?)\s*"
)
_INLINE_NUMBER = re.compile(
    r"(?:(?<=[。；;！!？?\n])|^)\s*(?:[（(]\d{1,2}[）)]|\d{1,2}\s*[、）)]|\d{1,2}\s*[.．](?!\d)|[①-⑳])"
)
_TRAILING_BRACKET = re.compile(r"[（(\[【［][^（()）\[\]【】［］]*[）)\]】］]?\s*$")

# One-to-one folding keeps offsets: full-width letters, digits and signs become half-width.
_FOLD = {0xFF01 + i: chr(0x21 + i) for i in range(94)} | {0x3000: " "}
_WIDE = re.compile("[\u3000\uff01-\uff5e]")
_DROPPED = re.compile(r"[\W_]+")
_CHINESE = "\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U0010ffff"
_NOT_CHINESE = re.compile(f"[^{_CHINESE}]+")
_CHINESE_RUN = re.compile(f"[{_CHINESE}]+")


def fold(text: str) -> str:
    """Full-width forms as half-width ones, character for character (offsets stay)."""
    return text.translate(_FOLD) if _WIDE.search(text) else text


@lru_cache(maxsize=16384)
def normal(text: str) -> str:
    """The form in which two texts are compared: no leading list number, white space, width or punctuation."""
    return _DROPPED.sub("", fold(strip_number(text))).lower()


@lru_cache(maxsize=16384)
def normal_value(text: str) -> str:
    """The form in which two indicator values are compared: as ``normal``, but signs and decimal points stay."""
    return re.sub(r"[\s,，]+", "", fold(text)).lower()


def squeeze(text: str) -> str:
    """The text without any white space."""
    return "".join(text.split())


def is_number_alone(text: str) -> bool:
    """Whether nothing but a list number stands there."""
    return _LIST_NUMBER.fullmatch(text) is not None


def strip_number(text: str) -> str:
    """The text without its leading list number (``1.`` ``1、`` ``（一）`` ``①``)."""
    match = _LIST_NUMBER.match(text)
    return text[match.end() :] if match and match.end() < len(text) else text


def list_number(text: str) -> str:
    """The leading list number as written, or ``""``."""
    match = _LIST_NUMBER.match(text)
    return match.group().strip() if match and match.end() < len(text) else ""


def split_items(text: str) -> list[tuple[int, str]]:
    """Items of a text numbered inline (``1.…2.…``) as (offset, item); one item where it is not so numbered."""
    starts = [match.start() for match in _INLINE_NUMBER.finditer(text)]
    if len(starts) < 2:
        return [(0, text)]
    bounds = ([0] if text[: starts[0]].strip() else []) + starts
    return [(a, text[a:b]) for a, b in zip(bounds, [*bounds[1:], len(text)], strict=True)]


@lru_cache(maxsize=65536)
def base_name(name: str) -> str:
    """An indicator's name without a trailing unit bracket, closed or not, and without white space."""
    bare = _TRAILING_BRACKET.sub("", name).strip()
    return squeeze(bare) or squeeze(name)


def trailing_bracket(name: str) -> str:
    """The content of the bracket that ends a name, closed or not, or ``""``."""
    match = _TRAILING_BRACKET.search(name)
    return match.group().strip().strip(OPENING + CLOSING).strip() if match else ""


@lru_cache(maxsize=4096)
def unbalanced(text: str) -> tuple[int, ...]:
    """Offsets of brackets that open without closing or close without opening. List numbers such as ``1）`` are none."""
    if _BRACKETS.isdisjoint(text):
        return ()
    stack: list[int] = []
    wrong: list[int] = []
    skipped = set(_number_brackets(text))
    for offset, char in enumerate(text):
        if offset in skipped:
            continue
        if char in OPENING:
            stack.append(offset)
        elif char in CLOSING:
            if stack and _SHAPE[text[stack[-1]]] == _SHAPE[char]:
                stack.pop()
            else:
                wrong.append(offset)
    return tuple(sorted(wrong + stack))


def _number_brackets(text: str) -> Iterator[int]:
    """Offsets of closing brackets that only end a list number."""
    for match in re.finditer(r"(?:^|[\s。；;，,、：:])(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[a-zA-Z])([）)])", text):
        before = text[: match.start(1)]
        if before.count("（") + before.count("(") <= before.count("）") + before.count(")"):
            yield match.start(1)


def pairs(text: str) -> Iterator[str]:
    """The neighbouring character pairs of a text."""
    return map(add, text, text[1:])


@lru_cache(maxsize=4096)
def bigrams(text: str) -> frozenset[str]:
    """The set of neighbouring character pairs of a text (of its normal form, when given one)."""
    return frozenset(pairs(text))


def chinese(text: str) -> str:
    """Only the Chinese characters of a text."""
    return _NOT_CHINESE.sub("", text)


def chinese_runs(text: str) -> list[str]:
    """The longest parts of a text that are Chinese characters alone."""
    return _CHINESE_RUN.findall(text)


def is_chinese(char: str) -> bool:
    """Whether a character is a Chinese one."""
    return "一" <= char <= "鿿" or "㐀" <= char <= "䶿" or char >= "𠀀"
