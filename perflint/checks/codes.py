"""Checks of project codes: their shape, their parts (region, year) and their check character."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

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
    Member,
    NotApplicable,
    ProjectJudge,
)
from perflint.checks.engines import of_profile
from perflint.checks.others import Others
from perflint.prepared import PreparedProject
from perflint.rule import Profile
from perflint.violation import Message

LOST_DIGITS = "lost-digits"
CENTURY = 2000
_ROUNDED = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d+")
_LAYOUT = re.compile(r"[0-9]{8}[A-Z]")  # region, year, kind
_REGION_DIGITS = re.compile(r"\d{2,6}")


def written_code(project: PreparedProject) -> str:
    """The project's code without white space; ``""`` where nothing that could be a code stands there."""
    code = text.squeeze(project.project.code)
    return code if any(char.isalnum() for char in code) else ""


def has_lost_digits(project: PreparedProject) -> bool:
    """Whether a spreadsheet stored the code as a rounded number."""
    said = any(problem.kind == LOST_DIGITS and problem.field in ("code", "") for problem in project.problems)
    return said or _ROUNDED.fullmatch(written_code(project)) is not None


def code_pattern(profile: Profile) -> Any:
    """The shape of codes that a profile fixes or expects, a pattern; None where it expects none."""
    return of_profile(profile.code_pattern or profile.code_default, profile)


class CodeShape(Kind):
    """A code has the shape that the profile fixes, else the default one.

    Where the profile fixes none, codes of which a ``share`` (of at least ``codes``) have another shape in common are
    not judged: same length, digits alone or not, same punctuation. Case ``lost``: a rounded number.
    """

    kind: ClassVar[str] = "code_shape"
    scopes: ClassVar[frozenset[str]] = frozenset({"document"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"length"})
    cases: ClassVar[frozenset[str]] = frozenset({"lost"})

    share: str
    codes: int

    def collect(self, knowledge: Knowledge) -> FactCollector:
        def collect(project: PreparedProject) -> Iterable[Fact | NotApplicable]:
            code = written_code(project)
            if code:
                yield Fact("", "code", project.project.code, (code, has_lost_digits(project)))

        return collect

    def decide(self, knowledge: Knowledge) -> GroupJudge:
        share = Decimal(self.share)

        def decide(group: Group) -> Iterable[GroupFinding | NotApplicable]:
            assert group.setting is not None
            pattern = code_pattern(group.setting.profile)
            if pattern is None:
                yield NotApplicable(Message("该表式没有规定编码格式", "the form fixes no shape of codes"))
                return
            wrong = [member for member in group.members if not pattern.search(str(member.data[0]))]
            if group.setting.profile.code_pattern is None and self._share_a_shape(wrong, share * len(group.members)):
                yield NotApplicable(Message("编码是另一种统一的格式", "the codes share another shape"))
                wrong = [member for member in wrong if member.data[1]]
            for member in wrong:
                data = {"length": str(len(str(member.data[0])))}
                yield GroupFinding(member, data=data, case="lost" if member.data[1] else "")

        return decide

    def _share_a_shape(self, wrong: Sequence[Member], least: Decimal) -> bool:
        shapes = Counter(_shape(str(member.data[0])) for member in wrong if not member.data[1])
        return any(count >= self.codes and count >= least for count in shapes.values())


def _shape(code: str) -> tuple[int, bool, tuple[str, ...]]:
    """Length, whether it is digits alone, and the punctuation with its places."""
    marks = tuple(f"{place}{char}" for place, char in enumerate(code) if not char.isalnum())
    return len(code), not any(char.isalpha() for char in code), marks


class UniqueCode(Kind):
    """A code stands once in a budget year. Where the year is not known, a document is compared with itself alone."""

    kind: ClassVar[str] = "unique_code"
    scopes: ClassVar[frozenset[str]] = frozenset({"corpus"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"count"})

    def collect(self, knowledge: Knowledge) -> FactCollector:
        def collect(project: PreparedProject) -> Iterable[Fact | NotApplicable]:
            code = written_code(project)
            if code and not has_lost_digits(project):
                year = project.setting.year
                yield Fact((code, str(year or "")), "code", project.project.code, (year is not None,))

        return collect

    def decide(self, knowledge: Knowledge) -> GroupJudge:
        def decide(group: Group) -> Iterable[GroupFinding | NotApplicable]:
            together: dict[int, list[Member]] = defaultdict(list)
            for member in group.members:
                together[-1 if member.data[0] else member.document].append(member)
            for document, members in together.items():
                if len(members) < 2:
                    continue
                cluster, count = "|".join((*group.key, str(document))), str(len(members))
                for index, member in enumerate(members):
                    yield GroupFinding(member, data={"count": count}, related=Others(members, index), cluster=cluster)

        return decide


def _fitting(project: PreparedProject, pattern: Any) -> str:
    """The code where it has the expected shape, so that its parts mean something, else ``""``."""
    code = written_code(project)
    return code if pattern is not None and pattern.search(code) else ""


def _laid_out(project: PreparedProject, pattern: Any) -> Iterable[str | NotApplicable]:
    """The code where its parts are region, year and kind; a code of another shape that a pack fixes is not judged."""
    code = _fitting(project, pattern)
    if _LAYOUT.match(code):
        yield code
    elif code:
        yield NotApplicable(
            Message("编码格式中不是前6位地区、后接2位年份", "the codes do not begin with region and year")
        )


class CodeRegion(Kind):
    """A code's first six digits are the region that the document states, else the one of most codes.

    Without a stated region: a ``share`` of at least ``codes`` projects must agree.
    """

    kind: ClassVar[str] = "code_region"
    scopes: ClassVar[frozenset[str]] = frozenset({"document"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"region", "expected"})
    cases: ClassVar[frozenset[str]] = frozenset({"majority"})

    share: str
    codes: int

    def collect(self, knowledge: Knowledge) -> FactCollector:
        pattern = code_pattern(knowledge.profile)

        def collect(project: PreparedProject) -> Iterable[Fact | NotApplicable]:
            for code in _laid_out(project, pattern):
                yield code if isinstance(code, NotApplicable) else Fact("", "code", project.project.code, (code[:6],))

        return collect

    def decide(self, knowledge: Knowledge) -> GroupJudge:
        share = Decimal(self.share)

        def decide(group: Group) -> Iterable[GroupFinding | NotApplicable]:
            stated = text.squeeze(group.setting.region) if group.setting is not None else ""
            case, expected = "", stated if _REGION_DIGITS.fullmatch(stated) else ""
            if not expected:
                region, count = Counter(str(member.data[0]) for member in group.members).most_common(1)[0]
                if len(group.members) < self.codes or count < share * len(group.members):
                    yield NotApplicable(
                        Message("没有写明地区，各编码的地区也不一致", "no region is stated, and the codes do not agree")
                    )
                    return
                case, expected = "majority", region
            for member in group.members:
                if not str(member.data[0]).startswith(expected):
                    data = {"region": str(member.data[0]), "expected": expected}
                    yield GroupFinding(member, data=data, case=case)

        return decide


class CodeYear(Kind):
    """A code's year is the budget year. Case ``earlier``: an earlier one, as of a project that goes on."""

    kind: ClassVar[str] = "code_year"
    scopes: ClassVar[frozenset[str]] = frozenset({"project"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"year", "budget_year"})
    cases: ClassVar[frozenset[str]] = frozenset({"earlier"})

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        pattern = code_pattern(knowledge.profile)

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            budget_year = project.setting.year
            if budget_year is None:
                yield NotApplicable(Message("预算年度未知", "the budget year is not known"))
                return
            for code in _laid_out(project, pattern):
                if isinstance(code, NotApplicable):
                    yield code
                    continue
                year = CENTURY + int(code[6:8])
                if year != budget_year:
                    data = {"year": str(year), "budget_year": str(budget_year)}
                    yield Finding("code", project.project.code, data, case="earlier" if year < budget_year else "")

        return judge


class CheckCharacter(Kind):
    """A code's last character fits its scheme. ``scheme`` is a list that holds alphabet, base, modulus and constant.

    The character is ``alphabet[(constant - sum(base**i * value_i)) % modulus]``, i from 0. Judged are codes of the
    expected shape that match the profile's ``check_pattern``.
    """

    kind: ClassVar[str] = "check_character"
    scopes: ClassVar[frozenset[str]] = frozenset({"project"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"expected", "found"})
    cases: ClassVar[frozenset[str]] = frozenset({"alphabet"})
    refers: ClassVar[Mapping[str, str]] = {"scheme": "list"}

    scheme: str = "code_check_scheme"

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        scheme: Mapping[str, Any] = knowledge.lexicon.table(self.scheme)
        if not 2 <= int(scheme["modulus"]) <= len(scheme["alphabet"]):
            raise ValueError("the modulus of check characters is from 2 to the length of their alphabet")
        pattern = code_pattern(knowledge.profile)
        checked = of_profile(knowledge.profile.check_pattern, knowledge.profile)

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            code = _fitting(project, pattern)
            if not code:
                return
            if checked is None or not checked.search(code):
                yield NotApplicable(
                    Message("这类编码的校验方法未知", "how codes of this kind are checked is not known")
                )
                return
            strange = [char for char in code if char not in scheme["alphabet"]]
            if strange:
                yield Finding("code", project.project.code, {"expected": "", "found": strange[0]}, case="alphabet")
                return
            expected = check_character(code[:-1], scheme)
            if code[-1] != expected:
                yield Finding("code", project.project.code, {"expected": expected, "found": code[-1]})

        return judge


def check_character(body: str, scheme: Mapping[str, Any]) -> str:
    """The check character of a code without it, by a scheme of alphabet, base, modulus and constant."""
    alphabet, modulus = str(scheme["alphabet"]), int(scheme["modulus"])
    weighted = sum(pow(int(scheme["base"]), place, modulus) * alphabet.index(char) for place, char in enumerate(body))
    return alphabet[(int(scheme["constant"]) - weighted) % modulus]


KINDS = (CodeShape, UniqueCode, CodeRegion, CodeYear, CheckCharacter)
