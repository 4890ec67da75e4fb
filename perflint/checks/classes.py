"""Checks of indicator classes: known names, legal pairs, classes that must be there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from perflint.checks.base import (
    Fact,
    FactCollector,
    Finding,
    Group,
    GroupFinding,
    GroupJudge,
    Kind,
    Knowledge,
    Member,
    NotApplicable,
    ProjectJudge,
)
from perflint.checks.rows import NO_CLASSES
from perflint.classes import ClassTable, class_core
from perflint.prepared import PreparedIndicator, PreparedProject
from perflint.rule import Profile
from perflint.text import squeeze
from perflint.violation import Message

INDICATOR = frozenset({"indicator"})
DOCUMENT = frozenset({"document"})
PRESENT = "present"


def other_tables(knowledge: Knowledge) -> list[ClassTable]:
    """The class tables of the profiles that are not the document's."""
    others = [profile for profile in knowledge.profiles.values() if profile.id != knowledge.profile.id]
    return [ClassTable.of(profile, knowledge.lexicon) for profile in others]


def title(profile: Profile) -> Message:
    """A profile as messages name it."""
    return Message(f"“{profile.title.zh}”", f"“{profile.title.en}”")


class KnownLevel1(Kind):
    """Level-one classes are those of the profile; one finding a project and unknown name, at its first row.

    ``evaluation`` lists the class names of evaluation forms, ``department`` those of whole departments, which are
    fine in the department's own part.
    """

    kind: ClassVar[str] = "known_level1"
    scopes: ClassVar[frozenset[str]] = INDICATOR
    placeholders: ClassVar[frozenset[str]] = frozenset({"allowed", "profile"})
    cases: ClassVar[frozenset[str]] = frozenset({"evaluation", "level2", "other-profile"})
    refers: ClassVar[Mapping[str, str]] = {"field": "field", "evaluation": "list", "department": "list"}

    field: str
    evaluation: str
    department: str

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        suffixes = knowledge.lexicon.words("class_suffixes")
        evaluation = {class_core(name, suffixes) for name in knowledge.lexicon.words(self.evaluation)}
        department = {class_core(name, suffixes) for name in knowledge.lexicon.words(self.department)}
        allowed = "、".join(top.name for top in knowledge.profile.level1)
        others = other_tables(knowledge)

        def case_of(project: PreparedProject, printed: str, core: str) -> tuple[str, dict[str, str | Message]]:
            data: dict[str, str | Message] = {"allowed": allowed, "profile": ""}
            if core in evaluation:
                return "evaluation", data
            home = next((table.profile for table in others if table.level1(printed)), None)
            if home is not None:
                return "other-profile", {**data, "profile": title(home)}
            return ("level2" if project.classes.home(printed) else ""), data

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            if self.field not in project.setting.fields:
                yield NO_CLASSES
                return
            unknown: dict[str, list[PreparedIndicator]] = {}
            for row in project.indicators:
                core = class_core(row.row.level1, suffixes)
                if core and row.level1 is None and not (project.is_department and core in department):
                    unknown.setdefault(core, []).append(row)
            for core, rows in unknown.items():
                printed = rows[0].row.level1
                case, data = case_of(project, printed, core)
                related = tuple(row.field("level1") for row in rows[1:])
                yield Finding(rows[0].field("level1"), printed, data, case, related=related)

        return judge


class LegalLevel2(Kind):
    """Level-two classes stand under the level one that the profile gives them.

    ``stray`` is the level-one class whose level two is legal under ``under`` too, where the document has no ``stray``
    at all (satisfaction under benefits). A group kind, since that is known of the whole document only.
    """

    kind: ClassVar[str] = "legal_level2"
    sees_department: ClassVar[bool] = True
    scopes: ClassVar[frozenset[str]] = DOCUMENT
    placeholders: ClassVar[frozenset[str]] = frozenset({"level1", "home", "profile"})
    cases: ClassVar[frozenset[str]] = frozenset({"elsewhere", "other-profile", "evaluation"})
    refers: ClassVar[Mapping[str, str]] = {"field": "field", "evaluation": "list"}

    field: str
    stray: str
    under: str
    evaluation: str

    def collect(self, knowledge: Knowledge) -> FactCollector:
        suffixes = knowledge.lexicon.words("class_suffixes")
        evaluation = {class_core(name, suffixes) for name in knowledge.lexicon.words(self.evaluation)}
        others = other_tables(knowledge)

        def fact(project: PreparedProject, row: PreparedIndicator) -> Fact:
            printed, level1 = row.row.level2, row.level1 or ""
            home = project.classes.home(printed)
            if home:
                may_stray = level1 == self.under and any(top == self.stray for top, _ in home)
                names = "、".join(dict.fromkeys(project.classes.printed(top) for top, _ in home))
                return Fact("", row.field("level2"), printed, ("elsewhere", row.row.level1, names, may_stray))
            other = next((table for table in others if table.home(printed)), None)
            if other is not None:
                top = other.printed(other.home(printed)[0][0])
                data = ("other-profile", row.row.level1, top, False, other.profile.id)
                return Fact("", row.field("level2"), printed, data)
            case = "evaluation" if class_core(printed, suffixes) in evaluation else ""
            return Fact("", row.field("level2"), printed, (case, row.row.level1, "", False))

        def collect(project: PreparedProject) -> Iterable[Fact | NotApplicable]:
            if self.field not in project.setting.fields:
                yield NO_CLASSES
                return
            if any(row.level1 == self.stray for row in project.indicators):
                yield Fact("", f"{project.prefix}indicators", "", (PRESENT,))
            for row in project.indicators:
                if row.level1 and row.level2 is None and squeeze(row.row.level2):
                    yield fact(project, row)

        return collect

    def decide(self, knowledge: Knowledge) -> GroupJudge:
        profiles = knowledge.profiles

        def decide(group: Group) -> Iterable[GroupFinding | NotApplicable]:
            is_present = any(member.data[0] == PRESENT for member in group.members)
            for member in group.members:
                if member.data[0] == PRESENT:
                    continue
                case, level1, home, may_stray, *other = member.data
                if may_stray and not is_present:
                    continue
                named: str | Message = title(profiles[str(other[0])]) if other else ""
                data = {"level1": squeeze(str(level1)), "home": str(home), "profile": named}
                yield GroupFinding(member, data=data, case=str(case))

        return decide


class RequiredLevel1(Kind):
    """A project has every level-one class that the profile requires.

    A row whose level one is unknown counts where its level two tells; where that does not tell either, the unknown
    name is the fault and nothing is said here; the name of a class that only another form has (cost at level one)
    stands for none of those required. ``stray`` under ``under`` counts as in ``legal_level2``.
    """

    kind: ClassVar[str] = "required_level1"
    sees_department: ClassVar[bool] = True
    scopes: ClassVar[frozenset[str]] = DOCUMENT
    placeholders: ClassVar[frozenset[str]] = frozenset({"missing"})
    refers: ClassVar[Mapping[str, str]] = {"field": "field"}

    field: str
    stray: str
    under: str

    def collect(self, knowledge: Knowledge) -> FactCollector:
        required = [top.id for top in knowledge.profile.level1 if top.required]
        others = other_tables(knowledge)

        def collect(project: PreparedProject) -> Iterable[Fact | NotApplicable]:
            if self.field not in project.setting.fields:
                yield NO_CLASSES
                return
            is_present = any(row.level1 == self.stray for row in project.indicators)
            there = None if project.is_department else self._level1_of(project, others)
            missing = tuple(top for top in required if top not in there) if there else ()
            strays = any(self._strays(project, row) for row in project.indicators)
            if missing or is_present:
                yield Fact("", f"{project.prefix}indicators", "", (missing, strays, is_present))

        return collect

    def _level1_of(self, project: PreparedProject, others: Sequence[ClassTable]) -> set[str] | None:
        """The level-one classes of the rows, None where one cannot be told."""
        there: set[str] = set()
        for row in project.indicators:
            found = {row.level1} if row.level1 else {top for top, _ in project.classes.home(row.row.level2)}
            if not found:
                found = {top for table in others if (top := table.level1(row.row.level1))}
            if len(found) != 1:
                return None
            there |= found
        return there

    def _strays(self, project: PreparedProject, row: PreparedIndicator) -> bool:
        homes = {top for top, _ in project.classes.home(row.row.level2)}
        return row.level1 == self.under and row.level2 is None and self.stray in homes

    def decide(self, knowledge: Knowledge) -> GroupJudge:
        def decide(group: Group) -> Iterable[GroupFinding | NotApplicable]:
            profile = group.setting.profile if group.setting else knowledge.profile
            names = {top.id: top.name for top in profile.level1}
            is_present = any(member.data[2] for member in group.members)
            for member in group.members:
                missing, strays, _ = member.data
                for top in _strings(missing):
                    if not (top == self.stray and strays and not is_present):
                        yield GroupFinding(member, value=names[top], data={"missing": names[top]})

        return decide


class OutputClasses(Kind):
    """A project has an indicator of one of the ``main`` classes; what else of ``level1`` is absent is counted once.

    Projects without any row of ``level1``, or with a row there whose class is blank or unknown, are left out.
    """

    kind: ClassVar[str] = "output_classes"
    scopes: ClassVar[frozenset[str]] = DOCUMENT
    placeholders: ClassVar[frozenset[str]] = frozenset({"missing", "counts", "count", "total"})
    cases: ClassVar[frozenset[str]] = frozenset({"others"})
    refers: ClassVar[Mapping[str, str]] = {"field": "field"}

    field: str
    level1: str
    main: tuple[str, ...]

    def collect(self, knowledge: Knowledge) -> FactCollector:
        asked = [sub.id for top in knowledge.profile.level1 if top.id == self.level1 for sub in top.level2]

        def collect(project: PreparedProject) -> Iterable[Fact | NotApplicable]:
            if self.field not in project.setting.fields:
                yield NO_CLASSES
                return
            there = {row.level2 for row in project.indicators if row.level1 == self.level1}
            if there and None not in there:
                yield Fact("", "indicators", "", tuple(item for item in asked if item not in there))

        return collect

    def decide(self, knowledge: Knowledge) -> GroupJudge:
        def decide(group: Group) -> Iterable[GroupFinding | NotApplicable]:
            profile = group.setting.profile if group.setting else knowledge.profile
            names = {sub.id: sub.name for top in profile.level1 for sub in top.level2}
            missing = "、".join(names[item] for item in self.main)
            empty = {"missing": missing, "counts": "", "count": "", "total": ""}
            counts: Counter[str] = Counter()
            lacking: list[Member] = []
            for member in group.members:
                absent = set(_strings(member.data))
                if absent.issuperset(self.main):
                    yield GroupFinding(member, data=empty)
                    absent -= set(self.main)
                counts.update(absent)
                lacking += [member] if absent else []
            if lacking:
                said = "、".join(f"{names[item]}{counts[item]}个" for item in names if counts[item])
                english = ", ".join(f"{names[item]} in {counts[item]}" for item in names if counts[item])
                data: dict[str, str | Message] = {
                    **empty,
                    "counts": Message(said, english),
                    "count": str(len(lacking)),
                    "total": str(len(group.members)),
                }
                yield GroupFinding(None, "indicators", data=data, case="others", related=lacking)

        return decide


def _strings(data: Any) -> tuple[str, ...]:
    return tuple(str(item) for item in data)


KINDS = (KnownLevel1, LegalLevel2, RequiredLevel1, OutputClasses)
