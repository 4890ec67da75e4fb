"""Part one of a plain-text booklet: the department's overall goal, its goals by category, its safeguards."""

from __future__ import annotations

import re

from perflint.model import CategoryGoal, Department, Problem
from perflint.place import Place
from perflint.readers.source import Text
from perflint.readers.text_form import TextForm
from perflint.readers.text_lines import Line, squeeze
from perflint.readers.text_table import not_judged

_NUMERAL = "一二三四五六七八九十百零〇"
_PART_NUMBER = re.compile(rf"[{_NUMERAL}\d]{{1,6}}[、.．]")
_CATEGORY = re.compile(rf"\s*[（(][{_NUMERAL}\d]{{1,6}}[）)]\s*(?P<name>.*)")


class PartOne:
    """Takes the paragraphs outside of tables one by one. Texts of several paragraphs are joined by line breaks."""

    def __init__(self, source: Text, form: TextForm) -> None:
        self.source = source
        self.form = form
        self.title = ""
        self.places: dict[str, Place] = {}
        self.problems: list[Problem] = []
        self._section: str | None = None
        self._framed = False
        self._overall: list[str] = []
        self._categories: list[dict[str, list[str]]] = []
        self._entry = "name"
        self._safeguards: list[str] = []

    def add(self, line: Line) -> None:
        label = squeeze(line.text)
        section = self.form.parts.get(label) or self.form.parts.get(_PART_NUMBER.sub("", label, count=1))
        if section is not None:
            self._section = section
            self.places.setdefault(f"department.{section}", line.place(self.source))
        elif label in self.form.frame:
            self._section, self._framed = None, True
        elif self._section == "overall_goal":
            path = "department.overall_goal"
            self._append(path, self._overall, line.text, line.start, line.end)
        elif self._section == "category_goals":
            self._category(line)
        elif self._section == "safeguards":
            self._safeguards.append(line.text)
            self.places[f"department.safeguards[{len(self._safeguards)}]"] = line.place(self.source)
        elif not self._framed and not self.title:
            self.title = line.text
            self.places["title"] = line.place(self.source)
        else:
            self.problems.append(not_judged(line.text, line.place(self.source), None))

    def department(self) -> Department:
        """What the paragraphs said of the department."""
        return Department(
            overall_goal="\n".join(self._overall),
            category_goals=tuple(
                CategoryGoal(**{name: "\n".join(texts) for name, texts in category.items()})
                for category in self._categories
            ),
            safeguards=tuple(self._safeguards),
        )

    def _category(self, line: Line) -> None:
        match = _CATEGORY.fullmatch(line.text)
        label, colon, _ = line.text.translate({0xFF1A: ":"}).partition(":")
        entry = self.form.category.get(squeeze(label)) if colon else None
        start = line.start
        if match is not None:
            self._categories.append({})
            self._entry = "name"
            start += match.start("name")
            self.places[f"department.category_goals[{len(self._categories)}]"] = line.place(self.source)
        elif not self._categories:
            self.problems.append(not_judged(line.text, line.place(self.source), None))
            return
        elif entry is not None:
            self._entry = entry
            start += len(label) + 1
        category = self._categories[-1]
        path = f"department.category_goals[{len(self._categories)}].{self._entry}"
        text = self.source.text[start : line.end]
        self._append(path, category.setdefault(self._entry, []), text, start, line.end)

    def _append(self, path: str, texts: list[str], text: str, start: int, end: int) -> None:
        """Puts a paragraph to the ones before it, and its place to theirs."""
        place = self.source.place(start, end)
        if texts:
            first = self.places[path]
            place = Place(first.line, first.column, place.end_line, place.end_column, exact=False)
        self.places[path] = place
        texts.append(text)
