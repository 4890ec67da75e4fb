"""Part one of a booklet in paragraphs: the overall goal, goals by category, safeguards."""

from __future__ import annotations

import re

from perflint.model import CategoryGoal
from perflint.place import Place
from perflint.readers.layout.labels import Labels, bare, fold, squeeze
from perflint.readers.layout.values import Value, joined, part

_NUMERAL = "一二三四五六七八九十百零〇"
_CATEGORY = re.compile(rf"\s*[（(][{_NUMERAL}\d]{{1,6}}[）)]\s*(?P<name>.*)", re.DOTALL)
_TABBED_PAGE = re.compile(r"[\t.…·]+\s*\d{1,4}\s*$")


class PartOne:
    """Takes paragraphs while a section of part one is open; says which it took."""

    def __init__(self, labels: Labels) -> None:
        self.labels = labels
        self.section = ""
        self.overall: list[Value] = []
        self.categories: list[dict[str, list[Value]]] = []
        self.category_places: list[Place] = []
        self.safeguards: list[Value] = []
        self._entry = "name"

    def take(self, line: Value) -> bool:
        """Whether the paragraph belongs to part one."""
        if _TABBED_PAGE.search(line.text):
            return bool(self._section_of(_TABBED_PAGE.sub("", line.text)))
        named = self._section_of(line.text)
        if named:
            self.section = "" if named == "frame" else named
            return True
        if self.section == "overall_goal":
            self.overall.append(line)
        elif self.section == "category_goals":
            return self._category(line)
        elif self.section == "safeguards":
            self.safeguards.append(line)
        else:
            return False
        return True

    def close(self) -> None:
        """A table begins: the section is over."""
        self.section = ""

    def _section_of(self, text: str) -> str:
        plain = bare(text)
        for name in ("overall_goal", "category_goals", "safeguards", "frame"):
            if plain in self.labels.part_one[name] and len(fold(text)) <= len(plain) + 6:
                return name
        return ""

    def _category(self, line: Value) -> bool:
        match = _CATEGORY.fullmatch(line.text)
        colon = re.search("[:：]", line.text)
        word = squeeze(line.text[: colon.start()]) if colon else ""
        entry = next((name for name in ("goal", "indicator") if word in self.labels.part_one[name]), "")
        if match is not None:
            self.categories.append({})
            self.category_places.append(line.place)
            self._entry = "name"
            line = part(line, match.start("name"), len(line.text))
        elif not self.categories:
            return False
        elif entry and colon:
            self._entry = entry
            line = part(line, colon.end(), len(line.text))
        self.categories[-1].setdefault(self._entry, []).append(line)
        return True

    def category_goals(self) -> tuple[CategoryGoal, ...]:
        """The goals by category."""
        return tuple(
            CategoryGoal(**{name: joined(lines, lines[0].place).text for name, lines in category.items()})
            for category in self.categories
        )

    def places(self) -> dict[str, Place]:
        """Where part one's texts stand, by field path."""
        found: dict[str, Place] = {}
        if self.overall:
            found["department.overall_goal"] = joined(self.overall, self.overall[0].place).place
        for order, (category, place) in enumerate(zip(self.categories, self.category_places, strict=True), start=1):
            found[f"department.category_goals[{order}]"] = place
            for name, lines in category.items():
                found[f"department.category_goals[{order}].{name}"] = joined(lines, lines[0].place).place
        for order, line in enumerate(self.safeguards, start=1):
            found[f"department.safeguards[{order}]"] = line.place
        return found
