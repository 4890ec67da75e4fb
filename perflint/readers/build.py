"""Plain nested data to the model: strict keys, first of duplicate keys, every scalar as written.

The same walk serves twice: once for every project, noting nothing, and once more, with a ``trail``, for those
projects of which somebody asks where a field stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from msgspec import Struct, field

from perflint.model import Budget, CategoryGoal, Department, Document, Indicator, Problem, Project, Unit
from perflint.place import NOWHERE, Place, Places
from perflint.readers.keys import Keys, Section
from perflint.readers.tree import Data, Scientific, Steps

Found = dict[str, tuple[Data, Steps]]
"""The fields of a mapping: field → value and the way to it. Those of a mapping inside it are dotted."""
Locate = Callable[[Steps, bool], Place | None]
"""Finds the place of a part of the tree: of its value, or (True) of its key."""
NESTED = frozenset({"unit", "budget", "department"})
"""Fields that are one mapping and whose own fields may also be written one level up."""
FORMAT = "1"
_AMOUNT = re.compile(r"(?:^|\.)(?:budget\.|spend_plan)|^department\.total$|\]\.(?:value|weight)$")
"""Fields that are meant as numbers. Others (a code, a name) keep every letter, also of what looks like one."""


def nowhere(steps: Steps, key: bool) -> None:
    """The ``Locate`` of data that came from no text."""


class Trace(Struct, frozen=True, gc=False):
    """Where a field came from: the way to it; where it is one of a text's paragraphs, which one, from 1."""

    steps: Steps
    paragraph: int = 0


def paragraphs_of(text: str) -> tuple[str, ...]:
    """The non-blank lines of a text."""
    return tuple(line for line in text.splitlines() if line.strip())


class Builder(Struct):
    """Builds the parts of one document; ``fields`` and ``problems`` gather over all its projects.

    ``locate`` is set for each part that is built, ``index`` is the number of the project being built (None: none).
    ``bare_plan`` says that the spend plan of the last project is a list without names. With a ``trail`` the fields of
    rows are left for ``trace_in_row``.
    """

    keys: Keys
    checkpoints: tuple[str, ...] = ()
    fields: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    trail: dict[str, Trace] | None = None
    locate: Locate = nowhere
    index: int | None = None
    bare_plan: bool = False
    rows_left: dict[str, tuple[Data, Steps]] = field(default_factory=dict)

    # --- the model's parts ---------------------------------------------------------------------------------------

    def document(self, data: Data) -> Document:
        """A document without its projects, from its root mapping."""
        self.index = None
        found = self._mapping(data, self.keys.document, "", ())
        stated = self._text(found, "format", "")
        if stated not in ("", FORMAT):
            zh, en = f"只认识格式{FORMAT}，本文件按格式{FORMAT}读取", f"only format {FORMAT} is known; read as such"
            self._shape("format", found["format"][1], zh, en, stated)
        return Document(
            profile=self._text(found, "profile", ""),
            title=self._text(found, "title", ""),
            year=self._text(found, "year", ""),
            region=self._text(found, "region", ""),
            money_unit=self._text(found, "money_unit", ""),
            department=self._department(_inside(found, "department.")),
        )

    def project(self, data: Data, index: int, places: Places = NOWHERE) -> Project | None:
        """A project, or None where ``data`` is no mapping (which is then a problem)."""
        self.index = None
        if not isinstance(data, tuple):
            self._shape("", (), "项目应为键值结构", "a project must be a mapping of fields")
            return None
        self.index = index
        found = self._mapping(data, self.keys.project, "", ())
        self.bare_plan = isinstance(found.get("spend_plan", (None,))[0], list)
        self.fields.update(found.keys() - NESTED)
        return Project(
            no=self._number(found, "no"),
            heading=self._text(found, "heading", ""),
            code=self._text(found, "code", ""),
            name=self._text(found, "name", ""),
            unit=Unit(self._text(found, "unit.code", ""), self._text(found, "unit.name", "")),
            budget=self._budget(found, ""),
            money_unit=self._text(found, "money_unit", ""),
            purpose=self._text(found, "purpose", ""),
            spend_plan=self._labelled(found, "spend_plan", "", self.checkpoints),
            goals=self._paragraphs(found, "goals", ""),
            indicators=self._rows(found, "indicators", ""),
            long_term_goals=self._paragraphs(found, "long_term_goals", ""),
            long_term_indicators=self._rows(found, "long_term_indicators", ""),
            places=places,
        )

    def _department(self, found: Found) -> Department:
        path = "department."
        return Department(
            code=self._text(found, "code", path),
            name=self._text(found, "name", path),
            total=self._text(found, "total", path),
            overall_goal=self._text(found, "overall_goal", path),
            category_goals=self._category_goals(found, path),
            safeguards=self._paragraphs(found, "safeguards", path),
            goals=self._paragraphs(found, "goals", path),
            indicators=self._rows(found, "indicators", path),
            budget=self._budget(found, path),
        )

    def _category_goals(self, found: Found, path: str) -> tuple[CategoryGoal, ...]:
        goals = []
        for number, (item, steps) in enumerate(self._items(found, "category_goals", path), 1):
            where = f"{path}category_goals[{number}]"
            self._trace(where, steps)
            entry = self._mapping(item, self.keys.category_goal, f"{where}.", steps)
            texts = {name: self._text(entry, name, f"{where}.") for name in entry}
            goals.append(CategoryGoal(**texts))
        return tuple(goals)

    def _budget(self, found: Found, path: str) -> Budget:
        total, fiscal, other = (self._text(found, f"budget.{name}", path) for name in ("total", "fiscal", "other"))
        return Budget(total, fiscal, other, self._labelled(found, "budget.parts", path, ()))

    def _rows(self, found: Found, name: str, path: str) -> tuple[Indicator, ...]:
        if self.trail is not None:
            for number, (item, steps) in enumerate(self._items(found, name, path), 1):
                where = f"{path}{name}[{number}]"
                self._trace(where, steps)
                self.rows_left[where] = (item, steps)
            return ()
        rows = []
        columns: set[str] = set()
        for number, (item, steps) in enumerate(self._items(found, name, path), 1):
            where = f"{path}{name}[{number}]."
            row = self._mapping(item, self.keys.row, where, steps)
            columns.update(row)
            rows.append(Indicator(**{column: self._text(row, column, where) for column in row}))
        if self.index is not None:
            self.fields.update(f"{name}.{column}" for column in columns)
        return tuple(rows)

    def trace_in_row(self, where: str, column: str) -> Trace | None:
        """Where a field of a row came from; None where the row has it not."""
        item, steps = self.rows_left.get(where, ((), ()))
        known = self.keys.row.fields
        for number, (key, _) in enumerate(item if isinstance(item, tuple) else ()):
            if known.get(key) == column:
                return Trace((*steps, number))
        return None

    # --- mappings and lists --------------------------------------------------------------------------------------

    def _mapping(self, data: Data, section: Section, path: str, steps: Steps) -> Found:
        """The known fields of a mapping; ``path`` ends with a dot unless it is empty."""
        if not isinstance(data, tuple):
            self._shape(path[:-1], steps, "此处应为键值结构", "a mapping of fields is expected here")
            return {}
        known = section.fields
        trail = self.trail
        found: Found = {}
        for number, (key, value) in enumerate(data):
            way = (*steps, number)
            name = known.get(key)
            if name is None:
                self._unknown(key, section, path, way)
            elif name in found:
                self._duplicate(key, path + name, way)
            else:
                found[name] = (value, way)
                if trail is not None:
                    trail.setdefault(path + name, Trace(way))  # a nested field may have been written one level up
                if name in NESTED:
                    self._take(found, name, value, path, way)
        return found

    def _take(self, found: Found, name: str, value: Data, path: str, steps: Steps) -> None:
        """Puts the fields of the mapping ``name`` among those of the mapping that holds it."""
        section: Section = getattr(self.keys, name)
        if value is None:
            if self.index is not None:  # the form has these fields, all of them blank
                self.fields.update(f"{name}.{part}" for part in section.fields.values())
            return
        for part, entry in self._mapping(value, section, f"{path}{name}.", steps).items():
            dotted = f"{name}.{part}"
            if dotted in found:
                self._duplicate(dotted, path + dotted, entry[1])
            else:
                found[dotted] = entry

    def _items(self, found: Found, name: str, path: str) -> Iterable[tuple[Data, Steps]]:
        """The items of a list field, each with the way to it."""
        value, steps = found.get(name, (None, ()))
        if value is None:
            return ()
        if not isinstance(value, list):
            self._shape(path + name, steps, "此处应为列表", "a list is expected here")
            return ()
        return [(item, (*steps, number)) for number, item in enumerate(value)]

    def _paragraphs(self, found: Found, name: str, path: str) -> tuple[str, ...]:
        """The non-blank entries of a list, or the non-blank lines of one text."""
        value, steps = found.get(name, (None, ()))
        if isinstance(value, str):
            lines = paragraphs_of(value)
            if self.trail is not None:
                paths = (f"{path}{name}[{number}]" for number in range(1, len(lines) + 1))
                self.trail.update({where: Trace(steps, number) for number, where in enumerate(paths, 1)})
            return lines
        kept = []
        for item, way in self._items(found, name, path):
            text = self._scalar(item, f"{path}{name}", way)
            if text.strip():
                kept.append(text)
                self._trace(f"{path}{name}[{len(kept)}]", way)
        return tuple(kept)

    def _labelled(self, found: Found, name: str, path: str, labels: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        """Labelled amounts: a mapping, or a list of mappings (labels may then repeat) or of bare values in order."""
        value, steps = found.get(name, (None, ()))
        if isinstance(value, tuple):
            return self._pairs(value, path + name, steps, {})
        pairs: list[tuple[str, str]] = []
        for number, (item, way) in enumerate(self._items(found, name, path)):
            if isinstance(item, tuple):
                pairs.extend(self._pairs(item, path + name, way, {}))
            elif number < len(labels):
                self._trace(f"{path}{name}.{labels[number]}", way)
                pairs.append((labels[number], self._scalar(item, f"{path}{name}", way)))
            else:
                self._shape(path + name, way, "这一项没有对应的名称", "this entry has no label", item)
        return tuple(pairs)

    def _pairs(self, data: Data, path: str, steps: Steps, seen: dict[str, str]) -> tuple[tuple[str, str], ...]:
        assert isinstance(data, tuple)
        for number, (label, item) in enumerate(data):
            way = (*steps, number)
            if label in seen:
                self._duplicate(label, f"{path}.{label}", way)
                continue
            self._trace(f"{path}.{label}", way)
            seen[label] = self._scalar(item, f"{path}.{label}", way)
        return tuple(seen.items())

    # --- scalars -------------------------------------------------------------------------------------------------

    def _text(self, found: Found, name: str, path: str) -> str:
        entry = found.get(name)
        if entry is None:
            return ""
        value, steps = entry
        if value.__class__ is str:  # nearly always
            return value
        return self._scalar(value, path + name, steps)

    def _scalar(self, value: Data, path: str, steps: Steps) -> str:
        if isinstance(value, Scientific):
            return value.plain() if _AMOUNT.search(path) else str(value)
        if isinstance(value, str):
            return value
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        self._shape(path, steps, "此处应为单个值", "a single value is expected here")
        return ""

    def _number(self, found: Found, name: str) -> int | None:
        text = self._text(found, name, "")
        if not text:
            return None
        if text.isdecimal() and len(text) <= 9:
            return int(text)
        self._shape(name, found[name][1], "序号应为整数", "the number must be a whole number", text)
        return None

    # --- problems ------------------------------------------------------------------------------------------------

    def _trace(self, path: str, steps: Steps) -> None:
        if self.trail is not None:
            self.trail.setdefault(path, Trace(steps))

    def _unknown(self, key: str, section: Section, path: str, steps: Steps) -> None:
        near = section.nearest(key)
        zh, en = f"不认识的字段“{_short(key)}”", f"unknown field “{_short(key)}”"
        if near:
            zh, en = f"{zh}，是否为“{near}”", f"{en}, did you mean “{near}”?"
        self._problem("unknown-field", path + key, steps, zh, en, value=key, suggestion=near, key=True)

    def _duplicate(self, key: str, path: str, steps: Steps) -> None:
        zh = f"字段“{_short(key)}”重复，以先出现的为准"
        en = f"“{_short(key)}” is given twice; the first stands"
        self._problem("duplicate-key", path, steps, zh, en, value=key, key=True)

    def _shape(self, path: str, steps: Steps, zh: str, en: str, value: Data = "") -> None:
        self._problem("unreadable", path, steps, zh, en, value=str(value) if isinstance(value, str) else "")

    def _problem(
        self,
        kind: str,
        path: str,
        steps: Steps,
        zh: str,
        en: str,
        *,
        value: str = "",
        suggestion: str | None = None,
        key: bool = False,
    ) -> None:
        if self.trail is not None:
            return  # already said when the project was first built
        place = self.locate(steps, key)
        self.problems.append(Problem(kind, zh, en, path, value, self.index, place, suggestion))


def _inside(found: Found, prefix: str) -> Found:
    return {name.removeprefix(prefix): entry for name, entry in found.items() if name.startswith(prefix)}


def _short(key: str) -> str:
    return key if len(key) <= 40 else f"{key[:40]}…"
