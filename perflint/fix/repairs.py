"""The repairs, each from a text to a text: white space, doubled punctuation, widths, terms.

A repair never changes a figure: where the digits, signs and numerals of a text would not be the same afterwards, the
text stays as it is. Repairs are found by the check kind of the rule that complains, so that a rule that is switched off
mends nothing, and the word lists are those of the rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from perflint.lexicon import Lexicon
from perflint.rule import Rule
from perflint.text import fold, is_chinese, list_number, strip_number

Repair = Callable[[str], str]

_FIGURES = re.compile(r"\d(?:[.,，:：/-]*\d)*|[≥≤≧≦<>＜＞=±~～%‰％一二三四五六七八九十百千万亿零〇两]")
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
_NAME_BLANK = re.compile(r"\s+")
_WIDE_BLANK = re.compile("\u3000+")
_DOUBLED = re.compile(r"[。，、；：！？,;:!?](?:[。，、；：！？,;:!?]|(?<=[。，、；：]) [。，、；：])+")
_FINE_RUN = re.compile(r"[！？!?]+")
_STRENGTH = "。！？；，、"
_NARROW = re.compile(r"(?<=\S)[,;:!?()](?=\S)")
_WIDE: Final = dict(zip(",;:!?()", "，；：！？（）", strict=True))
_ONES = frozenset("1一①⑴⒈❶")
_ROUNDS = 4


def figures(text: str) -> list[str]:
    """The digits, signs and numerals of a text in order, which no repair may change."""
    return _FIGURES.findall(fold(text))


def repairs_of(rule: Rule, lexicon: Lexicon) -> Callable[[str], Repair] | None:
    """From a field to the repair that a rule's complaint about it calls for; None where there is no safe one."""
    make = _MAKERS.get(rule.check.kind)
    return make(rule.check.params, lexicon) if make is not None else None


def settled(text: str, repairs: list[Repair]) -> str:
    """The text after all repairs, again and again until nothing changes; as it was where that does not end."""
    mended = text
    for _ in range(_ROUNDS):
        before = mended
        for repair in repairs:
            mended = guarded(repair, mended)
        if mended == before:
            return mended if mended.strip() else text
    return text


def guarded(repair: Repair, text: str) -> str:
    """The repaired text; the text itself where the repair would change a figure."""
    mended = repair(text)
    return mended if figures(mended) == figures(text) else text


# --- white space ------------------------------------------------------------------------------------------------------


def clean_name(name: str) -> str:
    """A name on one line and without blanks; beside Latin letters and digits one blank stays."""
    name = _HIDDEN.sub("", name).strip()
    return _NAME_BLANK.sub(lambda match: _kept_blank(name, match), name)


def clean_text(text: str) -> str:
    """A text without invisible characters and without ideographic blanks, but for the indent of its first line."""
    indent = len(text) - len(text.lstrip("\u3000 \t"))
    rest = _HIDDEN.sub("", text[indent:])
    return text[:indent] + _WIDE_BLANK.sub(lambda match: _kept_blank(rest, match), rest)


def _kept_blank(text: str, match: re.Match[str]) -> str:
    """What stays of a run of white space: a blank between Latin letters, or where one stood beside them."""
    beside = [_latin(text[at]) for at in (match.start() - 1, match.end()) if 0 <= at < len(text)]
    plain = not match.group().strip(" ")
    return " " if all(beside) or (plain and any(beside)) else ""


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _whitespace(params: Mapping[str, Any], lexicon: Lexicon) -> Callable[[str], Repair]:
    names = frozenset(params["names"]) - {"code"}  # a code is never touched, not even its outer blanks
    texts = frozenset(params["texts"])

    def repair(field: str) -> Repair:
        if field in names:
            return clean_name
        return clean_text if field in texts else _nothing

    return repair


def _nothing(text: str) -> str:
    return text


# --- punctuation ------------------------------------------------------------------------------------------------------


def single_punctuation(text: str) -> str:
    """Of doubled punctuation one mark stays, the one that ends more; a colon beside another mark is left."""
    return _DOUBLED.sub(_one_mark, text)


def _one_mark(match: re.Match[str]) -> str:
    run = match.group().replace(" ", "")
    wide = [_WIDE.get(char, char) for char in run]
    if _FINE_RUN.fullmatch(run) or ("：" in wide and len(set(wide)) > 1):
        return match.group()
    if len(set(run)) == 1:
        return run[0]
    return min(wide, key=lambda char: _STRENGTH.find(char) % 100)


def same_width(text: str) -> str:
    """Punctuation between Chinese characters full-width, and the brackets of such a pair or of a mixed pair too."""
    signs = list(text)
    for start, end in _pairs(text):
        mixed = (text[start] == "(") != (text[end] == ")")
        if mixed or _between_chinese(text, start) or _between_chinese(text, end):
            signs[start], signs[end] = "（", "）"
    for match in _NARROW.finditer(text):
        at = match.start()
        if _between_chinese(text, at):
            signs[at] = _WIDE[text[at]]
    return "".join(signs)


def _between_chinese(text: str, at: int) -> bool:
    narrow = text[at] in _WIDE and 0 < at < len(text) - 1
    return narrow and is_chinese(text[at - 1]) and is_chinese(text[at + 1])


def _pairs(text: str) -> list[tuple[int, int]]:
    """Round brackets that belong together, whatever their widths."""
    found, waiting = [], []
    for at, char in enumerate(text):
        if char in "（(":
            waiting.append(at)
        elif char in "）)" and waiting:
            found.append((waiting.pop(), at))
    return found


# --- words ------------------------------------------------------------------------------------------------------------


def _terms(params: Mapping[str, Any], lexicon: Lexicon) -> Callable[[str], Repair]:
    terms: Mapping[str, str] = lexicon.table(params["terms"])
    wrong = _any_word(terms)
    right = _any_word(lexicon.words(params["right"]))

    def repair(text: str) -> str:
        if not wrong.search(text):
            return text
        bare = right.sub(lambda match: "\x00" * len(match.group()), text)
        for match in reversed(list(wrong.finditer(bare))):
            text = text[: match.start()] + terms[match.group()] + text[match.end() :]
        return text

    return lambda field: repair


def _any_word(words: Any) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))) or r"(?!)")


# --- list numbers -----------------------------------------------------------------------------------------------------


def renumbered(goals: tuple[str, ...]) -> tuple[str, ...]:
    """Goals with the number of a single one taken away, or all in the style of the first where they count 1, 2, 3 …

    A gap stays: it may be the trace of a goal that is missing.
    """
    numbers = [fold(list_number(goal)) for goal in goals]
    if len(goals) == 1:
        is_one = len(found := [char for char in numbers[0] if char.isalnum()]) == 1 and found[0] in _ONES
        return tuple(_without_number(goal) if is_one else goal for goal in goals)
    counted = [re.sub(r"\D", "", number) for number in numbers]
    if counted != [str(number) for number in range(1, len(goals) + 1)]:
        return goals
    style = list_number(goals[0])
    return tuple(_styled(goal, re.sub(r"\d+", str(number), style)) for number, goal in enumerate(goals, 1))


def _without_number(goal: str) -> str:
    bare = strip_number(goal)
    return bare if bare.strip() and figures(strip_number(bare)) == figures(bare) else goal


def _styled(goal: str, number: str) -> str:
    mended = number + strip_number(goal)
    same = list_number(mended) == number and strip_number(mended) == strip_number(goal)
    return mended if same and list_number(goal) != number else goal


NUMBERS: Final = "goal_numbers"
"""The check kind whose repair looks at all goals of a project at once."""
_MAKERS: Final[Mapping[str, Callable[[Mapping[str, Any], Lexicon], Callable[[str], Repair]]]] = {
    "clean_whitespace": _whitespace,
    "doubled_punctuation": lambda params, lexicon: lambda field: single_punctuation,
    "same_width": lambda params, lexicon: lambda field: same_width,
    "right_term": _terms,
}
KINDS: Final = (*_MAKERS, NUMBERS)
"""The check kinds with a safe repair, in the order in which the repairs are made."""
