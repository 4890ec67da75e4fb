"""Labels: what a cell's text is called, whatever white space, numbers, marks or brackets stand around it.

The words come from the list ``labels`` of the lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct, field

from perflint.lexicon import Lexicon

_MARKS = "★☆※●○■□▲△◆*＊·"
_NUMBER = re.compile(
    r"^(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、.．]|\d{1,2}[、.．)）])"
)
_YEAR = re.compile(r"^20\d\d年度?(?=.)")
_LETTER = re.compile(r"(?<=[^A-Z])[A-D]$")
_YEAR_ALONE = re.compile(r"\(?20\d\d年度?\)?")
_BRACKET = re.compile(r"[（(\[【][^（(\[【）)\]】]*[）)\]】]$")
_MONEY_LINE = re.compile(r"[（(]?(?P<label>[^:：（()）]{0,8}?)[:：](?P<unit>[^:：()（）]{1,6})[）)]?")
_FOLDED = str.maketrans("（）［］：／", "()[]:/")
_HEAD_KEYS = frozenset({"row.level1", "row.level2", "row.name", "row.value"})
_MAX_LOOSE = 16
_MAX = 60
"""No label is longer, brackets and all."""
_REMEMBERED = 100_000
"""Texts whose labels are remembered: those of a form come again and again."""


class Label(Struct, frozen=True):
    """A label found in a cell. ``key`` is what it stands for, ``note`` what stood in its brackets (万元, %),
    ``rest`` where in the text the value after its colon begins, None where nothing follows."""

    key: str
    text: str
    note: str = ""
    rest: int | None = None


def squeeze(text: str) -> str:
    """Text without any white space, that of no width too."""
    return "".join(text.split()).replace("\u200b", "").replace("\ufeff", "")


def fold(text: str) -> str:
    """Text as labels are compared: no white space, brackets and colons of one width."""
    text = squeeze(text)
    return text if text.isascii() else text.translate(_FOLDED)


def bare(text: str) -> str:
    """Folded text without marks and list number in front and colon at the end."""
    text = fold(text).lstrip(_MARKS)
    return _NUMBER.sub("", text, count=1).lstrip(_MARKS).rstrip(":" + _MARKS)


class Labels(Struct, frozen=True):
    """The lexicon's labels, compiled. ``form`` and ``row`` map a folded word to its key (``row.value``)."""

    form: Mapping[str, str]
    row: Mapping[str, str]
    group: Mapping[str, str]
    ignored: frozenset[str]
    checkpoint: re.Pattern[str]
    filler: re.Pattern[str]
    explanation: re.Pattern[str]
    class_at: Mapping[str, frozenset[int]]
    words: Mapping[str, tuple[str, ...]]
    signs: Mapping[str, str]
    part_one: Mapping[str, frozenset[str]]
    row_loose: tuple[tuple[str, tuple[str, ...]], ...]
    form_endings: tuple[tuple[str, tuple[str, ...]], ...]
    _known: dict[tuple[str, str], Label | None] = field(default_factory=dict)
    _classes: dict[str, frozenset[int]] = field(default_factory=dict)
    _terms: dict[str, str] = field(default_factory=dict)

    def in_form(self, text: str) -> Label | None:
        """The label of a form's cell: a field's key, ``ignored`` or ``checkpoint``; None for anything else."""
        return self._cached("form", text)

    def in_head(self, text: str) -> Label | None:
        """The label of a column head: of an indicator table first, else of the form."""
        return self._cached("row", text)

    def heads_a_column(self, text: str) -> bool:
        """Whether a text is the head of a column of an indicator table."""
        label = self.in_head(text)
        return label is not None and label.rest is None and label.key.startswith("row.")

    def loosely_in_head(self, text: str) -> Label | None:
        """A column head that no list names, by the words in it. Only for cells among heads that are known."""
        if len(text) > _MAX:
            return None
        if ("loose", text) not in self._known:
            plain = bare(text)
            short = len(plain) <= _MAX_LOOSE
            key = next((key for key, words in self.row_loose if short and any(word in plain for word in words)), "")
            self._remember("loose", text, Label(f"row.{key}", plain) if key else None)
        return self._known.get(("loose", text))

    def loosely_in_form(self, text: str) -> Label | None:
        """A label of a form that no list names, by its ending. Only for cells that have a value beside them."""
        plain = _BRACKET.sub("", bare(text))
        key = next((key for key, words in self.form_endings if plain.endswith(words)), "")
        return Label(key, plain) if key and len(plain) <= _MAX_LOOSE else None

    def _cached(self, where: str, text: str) -> Label | None:
        if len(text) > 4 * _MAX and ":" not in text[:_MAX] and "：" not in text[:_MAX]:
            return None
        known = self._known.get((where, text))
        if known is None and (where, text) not in self._known:
            known = self._find(where, text)
            if len(text) < _MAX:
                self._remember(where, text, known)
        return known

    def _remember(self, where: str, text: str, label: Label | None) -> None:
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[where, text] = label

    def _find(self, where: str, text: str) -> Label | None:
        whole = bare(text)
        if not whole:
            return None
        if len(whole) <= _MAX and (found := self._whole(where, whole)):
            return found
        return self._inline(where, text)

    def _whole(self, where: str, whole: str) -> Label | None:
        """A text that is a label from end to end."""
        for candidate in self._candidates(whole):
            key = self._key(where, candidate)
            if key:
                bracket = _BRACKET.search(whole) if candidate != whole else None
                return Label(key, candidate, bracket[0][1:-1] if bracket else "")
        return None

    def _candidates(self, whole: str) -> Iterable[str]:
        yield whole
        plain = whole
        for _ in range(2):
            plain = _BRACKET.sub("", plain).rstrip(":")
            yield plain
        for lead in self.words["lead_ins"]:
            if plain.startswith(lead):
                plain = plain[len(lead) :].lstrip(":")
                yield plain
        yield _YEAR.sub("", plain)
        yield _LETTER.sub("", plain)

    def _key(self, where: str, text: str) -> str:
        if where == "row" and text in self.row:
            return self.row[text]
        if text in self.form:
            return self.form[text]
        if self.checkpoint.fullmatch(text):
            return "checkpoint"
        return "ignored" if text in self.ignored else ""

    def _inline(self, where: str, text: str) -> Label | None:
        """A label with its value behind a colon in the same cell."""
        for sign in re.finditer("[:：]", text[: 2 * _MAX]):
            head = bare(text[: sign.start()])
            if not head or head in self.words["lead_ins"]:
                continue
            found = self._whole(where, head)
            if found is None or found.key == "checkpoint":
                return None
            rest = sign.end()
            if squeeze(text[rest:]):
                return Label(found.key, found.text, found.note, rest)
            return found
        return None

    def is_class(self, text: str) -> frozenset[int]:
        """The levels (1, 2) at which a text is a class caption; empty for anything else. Points are ignored."""
        if len(text) > _MAX:
            return frozenset()
        if text not in self._classes:
            if len(self._classes) >= _REMEMBERED:
                self._classes.clear()
            self._classes[text] = self._class_levels(text)
        return self._classes[text]

    def _class_levels(self, text: str) -> frozenset[int]:
        plain = _BRACKET.sub("", bare(text))
        for ending in ("", *self.words["class_endings"]):
            if ending and not plain.endswith(ending):
                continue
            found = self.class_at.get(plain[: len(plain) - len(ending)])
            if found:
                return found
        return frozenset()

    def is_mostly_second(self, text: str) -> bool:
        """Whether a caption that is a name on both levels (成本) is of the second one where one stands above it."""
        return bare(text).startswith(self.words["class_below"])

    def term_of(self, text: str) -> str:
        """``long`` or ``annual`` for a group caption that says so, ``plain`` for one that does not, else ""."""
        if len(text) > _MAX:
            return ""
        if text not in self._terms:
            if len(self._terms) >= _REMEMBERED:
                self._terms.clear()
            self._terms[text] = self._term(text)
        return self._terms[text]

    def _term(self, text: str) -> str:
        plain = bare(text)
        if _YEAR_ALONE.fullmatch(plain):
            return "annual"
        for candidate in (plain, _BRACKET.sub("", plain), _YEAR.sub("", _BRACKET.sub("", plain))):
            if candidate in self.group:
                return self.group[candidate]
        return ""

    def names_columns(self, text: str) -> bool:
        """Whether a line of text is the head of a table whose cells got lost: it names most of an indicator's columns
        and is no sentence."""
        plain = fold(text)
        if len(plain) > 4 * _MAX or "。" in plain:
            return False
        found = {key for word, key in self.row.items() if key in _HEAD_KEYS and len(word) > 2 and word in plain}
        return len(found) >= 3

    def is_sum(self, text: str) -> bool:
        """Whether a cell heads a row of sums."""
        return bare(text) in self.words["sums"]

    def is_note(self, text: str) -> bool:
        """Whether a text is a note below a table."""
        head = re.split("[:：]", text, maxsplit=1)[0]
        return head != text and bare(head) in self.words["notes"]

    def explains(self, text: str) -> bool:
        """Whether a text where a value should stand says how to fill it in (填写项目的规范全称)."""
        return self.explanation.match(squeeze(text[: 2 * _MAX])) is not None

    def money_unit(self, text: str) -> str:
        """The money unit that a text names (万元), or ""."""
        word = fold(text).removeprefix("人民币")
        return word if word in self.words["money_units"] else ""

    def money_line(self, text: str) -> str:
        """The money unit that a unit line states (单位：万元, （金额单位：元）), or ""."""
        found = _MONEY_LINE.fullmatch(squeeze(text)) if len(text) < _MAX else None
        if found is None or (found["label"] and fold(found["label"]) not in self.words["money_unit_labels"]):
            return ""
        return self.money_unit(found["unit"])


def compile_labels(lexicon: Lexicon) -> Labels:
    """The labels of a lexicon. Raises UnknownList where it has none."""
    table: Any = lexicon.table("labels")
    classes: dict[str, set[int]] = {}
    for level in (1, 2):
        for word in table["classes"][f"level{level}"]:
            classes.setdefault(fold(word), set()).add(level)
    words = {name: tuple(fold(word) for word in table[name]) for name in _PLAIN}
    words["class_below"] = tuple(fold(word) for word in table["classes"]["below"])
    words["class_endings"] = tuple(fold(word) for word in table["classes"]["endings"])
    return Labels(
        form=_inverted(table["form"]),
        row={word: f"row.{key}" for word, key in _inverted(table["row"]).items()},
        group=_inverted(table["group"]),
        ignored=frozenset(map(fold, table["ignored"])),
        checkpoint=re.compile("|".join(f"(?:{pattern})" for pattern in table["checkpoints"])),
        filler=re.compile("|".join(f"(?:{pattern})" for pattern in table["filler_names"])),
        explanation=re.compile("|".join(f"(?:{pattern})" for pattern in table["explanations"])),
        class_at={word: frozenset(levels) for word, levels in classes.items()},
        words=words,
        signs={fold(word): sign for word, sign in table["signs"].items()},
        row_loose=_rules(table["row_loose"]),
        form_endings=_rules(table["form_endings"]),
        part_one={name: frozenset(map(fold, items)) for name, items in table["part_one"].items()},
    )


_PLAIN = (
    "title_endings", "title_generic", "department_titles", "later_titles", "money_units", "money_unit_labels", "sums",
    "notes", "guides", "title_words", "stamps", "lead_ins", "nothing", "kinds", "directions",
    "form_words", "chapter_words",
)  # fmt: skip


def _inverted(lists: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {fold(word): key for key, words in lists.items() for word in words}


def _rules(items: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((item["key"], tuple(map(fold, item["words"]))) for item in items)
