"""Headings of tables: whose table it is, and whether it is one of targets at all."""

from __future__ import annotations

import re

from perflint.readers.layout.labels import Labels, fold, squeeze

_NUMBER = re.compile(r"^(?:\d{1,6}[.．、]|[（(]?[一二三四五六七八九十\d]{1,4}[）)]?[、.．]?)?")
_YEAR_LINE = re.compile(r"[（(]?(20\d\d)年度?[）)]?")
_NOISE = re.compile(r"[（）()\[\]\d\-—:：、《》“”]|20\d\d")
_CONTINUED = re.compile(r"\(续[表页\d一二三四五]?\)$|^(?:\(续[表页]?\)|续表|续$)")
_MAX = 400


def is_title(text: str, labels: Labels) -> bool:
    """Whether a paragraph or a wide cell is the heading of a table of targets."""
    plain = re.sub(r"[（(][^（()）]*[）)]$", "", fold(text))
    return len(plain) <= _MAX and plain.endswith(labels.words["title_endings"])


def is_continuation(text: str) -> bool:
    """Whether a heading stands over the next part of a form (项目绩效目标表（续）)."""
    return _CONTINUED.search(fold(text)) is not None


def without_continuation(text: str) -> str:
    """A heading or name without what says that it is continued (路灯维护（续） → 路灯维护), folded."""
    return _CONTINUED.sub("", fold(text))


def is_numbered_form(text: str, labels: Labels) -> bool:
    """Whether a paragraph is the numbered heading of a form (3.校舍维修绩效目标表): what stood before it is over."""
    numbered = re.match(r"\s*\d{1,6}[.．、](?!\d)", text) is not None
    return numbered and is_title(text, labels) and fold(text).endswith(labels.words["form_words"])


def heads_a_project(text: str, labels: Labels) -> bool:
    """Whether a heading names a project (3.校舍维修绩效目标表), and not just the kind of form (项目支出绩效目标表)."""
    plain = squeeze(text)
    numbered = re.match(r"\d{1,6}[.．、](?!\d)", plain)
    plain = re.sub(r"[（(][^（()）]*[）)]$", "", _NUMBER.sub("", plain, count=1))
    ending = max((word for word in labels.words["title_endings"] if plain.endswith(word)), key=len, default="")
    core = plain[: len(plain) - len(ending)] if ending else plain
    if not ending:
        return False
    rest = _NOISE.sub("", core)
    for word in sorted(labels.words["title_generic"], key=len, reverse=True):
        rest = rest.replace(word, "")
    return bool(rest) or bool(numbered and core)


def is_titular(text: str, labels: Labels) -> bool:
    """Whether a line that stands alone above everything may be the document's title."""
    caption = labels.term_of(text) or labels.is_class(text) or re.search(r"[:：]\s*\S", text)
    return len(text) < 60 and not caption and any(word in text for word in labels.words["title_words"])


def is_department_title(text: str, labels: Labels) -> bool:
    """Whether a heading speaks of a whole department."""
    return any(word in fold(text) for word in labels.words["department_titles"])


def is_later_title(text: str, labels: Labels) -> bool:
    """Whether a heading speaks of a later stage (self-evaluation, monitoring)."""
    return any(word in fold(text) for word in labels.words["later_titles"])


def year_line(text: str) -> str:
    """The year that a line by itself states: （2023年度）."""
    found = _YEAR_LINE.fullmatch(squeeze(text))
    return found[1] if found else ""
