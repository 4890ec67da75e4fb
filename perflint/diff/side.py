"""One of the two documents that are compared, with what judging it brought to light."""

from __future__ import annotations

import re
from functools import cached_property

from perflint.classes import ClassTable
from perflint.engine.pack import RuleSet
from perflint.model import Department, Document, Indicator, Project
from perflint.names import Names
from perflint.place import Place, nearest_place
from perflint.prepared import PreparedIndicator
from perflint.quantity import AmountCell, Grammar
from perflint.report import Report
from perflint.rule import Setting
from perflint.text import normal, squeeze
from perflint.violation import Location

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_INDEX = re.compile(r"\[\d+\]")
_CODE = re.compile(r"(\d{6})(\d\d)([0-9A-Z]{12})[0-9A-Z]")


class Side:
    """A document read and judged. Raises ValueError where the report has no setting (nothing was read)."""

    def __init__(self, report: Report, rules: RuleSet) -> None:
        read = report.inputs[0]
        if read.document is None or read.setting is None:
            raise ValueError(read.path)
        self.name = read.path
        self.document: Document = read.document
        self.setting: Setting = read.setting
        self.report = report
        self.grammar = Grammar(rules.lexicon)
        self.names: Names = rules.lexicon.once(Names)
        self.classes = ClassTable.of(self.setting.profile, rules.lexicon)

    @cached_property
    def year(self) -> int | None:
        """The budget year: the stated one, else that of the setting or of most project codes, whichever is later.

        Dates that were copied forward name the year before; a project that goes on keeps its code of the year before.
        """
        if _YEAR.search(self.document.year):
            return self.setting.year
        years = [2000 + int(found[2]) for item in self.document.projects if (found := code_parts(item.code))]
        most = {max(set(years), key=lambda year: (years.count(year), year))} if years else set()
        return max(most | ({self.setting.year} if self.setting.year is not None else set()), default=None)

    def has(self, field: str) -> bool:
        """Whether this document's form has a field at all (a column may be missing), ``department`` for part one."""
        if field.startswith("department"):
            return self.document.department != Department()
        return _INDEX.sub("", field) in self.document.fields

    def rows(self, project: Project, path: str = "indicators") -> list[PreparedIndicator]:
        """A project's indicators as rules see them; ``path`` names those of the year or ``long_term_indicators``."""
        items: tuple[Indicator, ...] = getattr(project, path)
        limit = self.setting.profile.name_limit
        return [
            PreparedIndicator(item, number, f"{path}[{number}]", self.grammar, self.classes, limit)
            for number, item in enumerate(items, 1)
        ]

    def amount(self, project: Project, written: str) -> AmountCell:
        """An amount cell of a project."""
        unit = project.money_unit or self.setting.money_unit
        return self.grammar.read_amount(written, self.grammar.unit(unit))

    def location(self, position: int, field: str) -> Location:
        """Where a field stands, or the nearest part that holds it."""
        places = self.document.places if position < 0 else self.document.projects[position].places
        return Location(self.name, nearest_place(places, field) or Place())


def code_parts(code: str) -> re.Match[str] | None:
    """Region, year, rest and check character of a project code of 21 characters; None for other codes."""
    return _CODE.fullmatch(squeeze(code))


def without_year(code: str) -> str:
    """A code without its year and its check character, which hangs on the year; other codes as they are."""
    found = code_parts(code)
    return found[1] + found[3] if found else squeeze(code)


def not_compared(old: Side, new: Side) -> tuple[str, ...]:
    """The fields that only one of the two forms has: nothing can be said of them."""
    apart = {field for field in old.document.fields ^ new.document.fields if old.has(field) != new.has(field)}
    return (*(("department",) if old.has("department") != new.has("department") else ()), *sorted(apart))


class Years:
    """Compares texts of two years: a text in which only the years moved on says the same."""

    def __init__(self, old: int | None, new: int | None) -> None:
        self.moved = new - old if old is not None and new is not None else 0

    def same(self, old: str, new: str) -> bool:
        """Whether two texts say the same, list numbers, punctuation, white space and moved years aside."""
        return self.key(old) == normal(new) or normal(old) == normal(new)

    def key(self, old: str) -> str:
        """The normal form of an old text as it would read in the new year."""
        return normal(self.shifted(old))

    def shifted(self, text: str) -> str:
        """The text with every year moved on."""
        return _YEAR.sub(lambda found: str(int(found[1]) + self.moved), text) if self.moved else text
