"""Checks of a form's completeness: required fields, and table headings that name their project."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import ClassVar

from perflint import text
from perflint.checks.base import (
    Fact,
    FactCollector,
    Finding,
    Group,
    GroupFinding,
    GroupJudge,
    Kind,
    Knowledge,
    NotApplicable,
    ProjectJudge,
)
from perflint.checks.rows import around_rows, column
from perflint.lexicon import Lexicon
from perflint.prepared import PreparedIndicator, PreparedProject
from perflint.violation import Message

_FORMS = 64
_MARKS = re.compile(r"[\s\-—–－]*")  # dashes in a cell say that nothing stands there
_NUMBER = re.compile(r"\d{1,9}\s*[.．、)）]\s*")
_NOTE = re.compile(r"\([^()]*\)$")
_YEAR = re.compile(r"20\d\d\s*(?:[-—–~至]\s*20\d\d)?")


class Required(Kind):
    """Every required field and cell is filled. A column that the form does not have is not judged, save ``always``.

    A value that is a sign or a unit without its number counts as blank.
    """

    kind: ClassVar[str] = "required"
    scopes: ClassVar[frozenset[str]] = frozenset({"project"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"name"})
    cases: ClassVar[frozenset[str]] = frozenset({"template"})
    refers: ClassVar[Mapping[str, str]] = {"fields": "field", "always": "field"}

    fields: tuple[str, ...]
    always: tuple[str, ...]

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        names = field_names(knowledge.lexicon)
        in_rows, around = [field for field in self.fields if column(field)], around_rows(self.fields)

        def blanks_of_row(row: PreparedIndicator) -> list[tuple[str, Finding]]:
            """The blank cells of a row, each with the name of its field."""
            return [(field, blank) for field in in_rows for blank in _blank_cell(row, field, names[field])]

        @lru_cache(maxsize=_FORMS)
        def asked(there: frozenset[str]) -> tuple[tuple[str, ...], NotApplicable | None]:
            """Of a form with those fields the ones that are required, and what is said of those that it lacks."""
            wanted = tuple(field for field in self.fields if field in there or field in self.always)
            missing = [names[field] for field in self.fields if field not in wanted]
            if not missing:
                return wanted, None
            zh, en = "、".join(name.zh for name in missing), ", ".join(name.en for name in missing)
            return wanted, NotApplicable(Message(f"表中没有这些栏：{zh}", f"the form has no {en}"))

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            wanted, lacking = asked(project.setting.fields)
            if lacking is not None:
                yield lacking
            unread = {problem.field for problem in project.problems if problem.kind == "unreadable"}
            for field in around:
                if field in wanted:
                    yield from (blank for blank in _blanks(project, field, names[field]) if blank.field not in unread)
            for row in project.indicators:
                for field, blank in row.once(self, blanks_of_row):
                    if field in wanted and blank.field not in unread:
                        yield blank

        return judge


def _blanks(project: PreparedProject, field: str, name: Message) -> Iterator[Finding]:
    """The blank places of a field that is not in rows."""
    model = project.project
    if field == "goals":
        blank = [at for at, goal in enumerate(model.goals, start=1) if _is_blank(goal) or text.is_number_alone(goal)]
        if len(blank) == len(model.goals):
            yield Finding(field, "", {"name": name})
        else:
            yield from (Finding(f"goals[{at}]", model.goals[at - 1], {"name": name}) for at in blank)
    elif field == "indicators":
        if not model.indicators:
            yield Finding(field, "", {"name": name})
    else:
        part: object = model
        for step in field.split("."):
            part = getattr(part, step)
        written = str(part)
        if _is_blank(written) or (field == "budget.total" and project.total.kind == "blank"):
            yield Finding(field, written, {"name": name})


def _blank_cell(row: PreparedIndicator, field: str, name: Message) -> Iterator[Finding]:
    cell = column(field)
    written: str = getattr(row.row, cell)
    if _is_blank(written):
        yield Finding(row.field(cell), written, {"name": name})
    elif cell == "value" and row.quantity.kind == "template":
        yield Finding(row.field(cell), written, {"name": name}, case="template")


def _is_blank(written: str) -> bool:
    return _MARKS.fullmatch(written) is not None


def field_names(lexicon: Lexicon) -> Mapping[str, Message]:
    """What the form calls the fields of projects and rows (``indicators.value`` → 指标值); English: the field."""
    keys: Mapping[str, Mapping[str, list[str]]] = lexicon.table("keys")
    named = dict(keys["project"])
    named |= {f"indicators.{column}": names for column, names in keys["row"].items()}
    return {field: Message(names[0], field) for field, names in named.items()}


class HeadingAgrees(Kind):
    """A table's printed heading, less its number and ending, is the project's name (white space aside).

    ``endings`` ends headings, a note in brackets may follow; ``numbers`` are words ahead of the number (附件3);
    ``generic`` are words of headings that name no project. The year (with one of ``years``) and the owner beside the
    name are no difference. Headings of a document none of which (of ``habit`` or more) names its project are titles of
    the form and are not judged.
    """

    kind: ClassVar[str] = "heading_agrees"
    scopes: ClassVar[frozenset[str]] = frozenset({"document"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"name", "heading"})
    refers: ClassVar[Mapping[str, str]] = {"endings": "list", "generic": "list", "numbers": "list", "years": "list"}

    endings: str = "heading_endings"
    generic: str = "heading_generic_words"
    numbers: str = "heading_number_words"
    years: str = "heading_year_words"
    habit: int = 3

    def collect(self, knowledge: Knowledge) -> FactCollector:
        endings = sorted(knowledge.lexicon.words(self.endings), key=len)
        generic = sorted(knowledge.lexicon.words(self.generic), key=len, reverse=True)
        numbers = "|".join(map(re.escape, sorted(knowledge.lexicon.words(self.numbers), key=len, reverse=True)))
        labelled = re.compile(rf"(?:{numbers})\d{{1,3}}(?:[-.]\d{{1,3}})?[:.、]?")
        years = sorted(knowledge.lexicon.words(self.years), key=len, reverse=True)

        def collect(project: PreparedProject) -> Iterable[Fact | NotApplicable]:
            model = project.project
            name = text.fold(text.squeeze(model.name))
            heading = text.fold(text.squeeze(model.heading))
            if not heading:
                yield NotApplicable(Message("没有表题", "there is no heading"))
            if not heading or not name:
                return
            forms = _forms(heading, endings, labelled)
            said = [text.fold(text.squeeze(owner)) for owner in (model.unit.name, project.setting.department)]
            owners = [owner for owner in said if owner]
            same = name in forms or (
                name in forms[0] and not _rest(forms[0].replace(name, "", 1), [*owners, *years]).strip("()")
            )
            if same or _names_something(forms[0], [*owners, *generic]):
                yield Fact("", "heading", model.heading, (same, forms[0]))

        return collect

    def decide(self, knowledge: Knowledge) -> GroupJudge:
        def decide(group: Group) -> Iterable[GroupFinding | NotApplicable]:
            wrong = [member for member in group.members if not member.data[0]]
            if len(wrong) == len(group.members) >= self.habit:
                yield NotApplicable(Message("表题不写项目名称", "the headings do not name the projects"))
                return
            for member in wrong:
                data = {"name": (member.project_name or "").strip(), "heading": str(member.data[1])}
                yield GroupFinding(member, data=data)

        return decide


def _forms(heading: str, endings: Iterable[str], labelled: re.Pattern[str]) -> list[str]:
    """What a heading may name, the fullest first: less an ending, with and without its number.

    A name may begin with a number of its own.
    """
    short = _NOTE.sub("", heading)
    stripped = [said.removesuffix(ending) for said in (heading, short) for ending in endings if said.endswith(ending)]
    forms = []
    for bare in [*stripped, heading]:
        label = labelled.match(bare)
        if label and label.end() < len(bare):
            forms.append(bare[label.end() :])
        number = _NUMBER.match(bare)
        if number and number.end() < len(bare):
            forms.append(bare[number.end() :])
        forms += [text.strip_number(bare), bare]
    return forms


def _names_something(heading: str, words: Iterable[str]) -> bool:
    """Whether a heading says more than the form, the year and the owner."""
    return bool(text.chinese(_rest(heading, words)))


def _rest(heading: str, words: Iterable[str]) -> str:
    """A heading without years and ``words``."""
    rest = _YEAR.sub("", heading)
    for word in words:
        rest = rest.replace(word, "")
    return rest


KINDS = (Required, HeadingAgrees)
