"""Judges documents one after the other, keeps what must meet facts of other documents, and makes the Report.

Everything that judges goes through here: one process, several, a cluster, the editor and the tests.
"""

from __future__ import annotations

import difflib
import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date

from msgspec import msgpack
from msgspec.structs import replace

from perflint.engine.compile import Program, compile_rules
from perflint.engine.gather import DocumentFacts, Fact, gather
from perflint.engine.judge import Source, judge
from perflint.engine.listing import Listed, listed
from perflint.engine.pack import RuleSet
from perflint.engine.problems import judge_problems
from perflint.engine.setting import Wanted, count, find_setting
from perflint.engine.store import FactStore, InMemory
from perflint.engine.tally import Tally
from perflint.engine.waves import families_of, waves_of
from perflint.model import Document, Problem, Project
from perflint.options import Options, chosen_rules, judged_rules
from perflint.part import WHOLE, Known, Part, Share
from perflint.pipeline.adjust import adjust
from perflint.pipeline.baseline import hide
from perflint.pipeline.order import in_order
from perflint.pipeline.suppress import suppress
from perflint.place import nearest_place
from perflint.prepared import PreparedDepartment, PreparedProject
from perflint.quantity import Grammar
from perflint.report import Input, NotJudged, Report
from perflint.rule import Setting
from perflint.violation import Message, Violation

GIVEN_TWICE = "given-twice"


class Judging:
    """Judges documents one after the other and gathers at the end. Keeps violations, and facts that must meet others.

    ``watch`` is told how many of a document's projects are judged, and of how many. Without ``keep_documents`` the
    inputs of the report carry no projects; with ``list_projects`` each part lists its own. ``store`` is where facts
    wait for others; without one, in memory.
    """

    def __init__(
        self,
        rules: RuleSet,
        options: Options,
        watch: Callable[[int, int], None] | None = None,
        keep_documents: bool = True,
        store: FactStore | None = None,
        list_projects: bool = False,
    ) -> None:
        self.keep_documents = keep_documents
        self.list_projects = list_projects
        self.rules = rules
        self.options = options
        self.watch = watch
        self.chosen = chosen_rules(rules, options)
        self.judged = judged_rules(rules, options)
        self.grammar = Grammar(rules.lexicon)
        self.programs: dict[str, Program] = {}
        self.wide: frozenset[str] = frozenset()
        self.violations: list[Violation] = []
        self.store = store if store is not None else InMemory(options.per_document)
        self.inputs: list[Input] = []
        self.documents: dict[int, DocumentFacts] = {}
        self.seen: dict[str, tuple[int, str]] = {}
        self.not_applicable: Counter[tuple[str, str, Message]] = Counter()

    def add(self, index: int, name: str, document: Document, digest: str) -> None:
        """Judges one document. The same document under another name is said once and counts once."""
        self.take(self.judge(index, name, document, digest))

    def count(self, name: str, document: Document, projects: Iterable[Project]) -> Tally:
        """The tally of some or all projects of a document; those of its stretches join to that of the whole."""
        return count(document, projects, self._wanted(name), self.rules.profiles, self.grammar)

    def know(self, name: str, document: Document, tally: Tally) -> Known:
        """What holds for a document whose projects have that tally."""
        wanted = self._wanted(name)
        setting = find_setting(document, wanted, self.rules.profiles, self.rules.lexicon, self.grammar, tally)
        return Known(setting, _said(document, tally), tally.projects, tally.rows)

    def judge(
        self, index: int, name: str, document: Document, digest: str, share: Share = WHOLE, known: Known | None = None
    ) -> Part:
        """What one document alone gives; any process may work it out. Documents are then taken in their order.

        Of several shares the first also judges what is the document's own; nothing is gathered. ``known`` is what
        another process has found out of the document.
        """
        if known is None:
            known = self.know(name, document, self.count(name, document, document.projects))
        if document.profile and document.profile not in self.rules.profiles:
            document = replace(document, problems=(*document.problems, self._unknown_profile(document)))
        setting = known.setting
        program = self._program(setting)
        facts_of = document_facts(name, document, setting)
        problems = judge_problems(document, program, index, name, facts_of.owner) if share.number == 0 else []
        projects: list[Listed] = []
        source = Source(index, name)
        violations, facts, not_applicable = self._judge(document, program, setting, source, share, projects)
        near = [fact for fact in facts if fact[0] not in self.wide] if share.of == 1 else []
        found, excused = self.gather_near(index, near, facts_of)
        not_applicable.update(excused)
        kept = document if self.keep_documents else replace(document, projects=(), blocks=())
        return Part(
            index=index,
            said=known.said,
            violations=violations + found,
            problems=problems,
            facts=[fact for fact in facts if fact[0] in self.wide] if share.of == 1 else facts,
            not_applicable=not_applicable,
            document=facts_of,
            input=Input(name, digest, known.projects, known.rows, setting, kept),
            projects=projects,
        )

    def near_families(self, setting: Setting) -> list[frozenset[str]]:
        """The rules that are gathered when a document ends, in families: each can be gathered without the others."""
        program = self._program(setting)
        families = families_of(program, {item.rule.id for item in program.group_rules} - self.wide)
        return [frozenset(family) for family in families]

    def gather_near(
        self, index: int, facts: Iterable[Fact], document: DocumentFacts
    ) -> tuple[list[Violation], dict[tuple[str, str, Message], int]]:
        """The violations of all such rules, or of whole families, in one document, and what did not apply."""
        program = self._program(document.setting)
        found, excused = gather(facts, program, {index: document}, self.options.per_document)
        return found, {(rule, "", reason): 0 for rule, reason in excused}

    def take(self, part: Part) -> None:
        """Adds what a document gave. Of the same document under another name only its problems count.

        A document may come in shares, one after the other, of which the first tells what is the document's own.
        """
        name, input = part.input.path, part.input
        program = self._program(part.document.setting)
        is_first = part.index not in self.documents
        self.documents.setdefault(part.index, part.document)
        twin_index, twin = self.seen.setdefault(part.said, (part.index, name)) if part.said else (part.index, name)
        if twin_index != part.index:
            if not is_first:
                return
            kind, problems = (input.document.kind, input.document.problems) if input.document else ("", ())
            problems = tuple(replace(problem, project=None) for problem in problems)  # it has no projects of its own
            document = Document(kind=kind, problems=(*problems, _given_twice(twin)))
            self.violations += judge_problems(document, program, part.index, name, part.document.owner)
            self.inputs.append(Input(name, input.sha256, 0, 0, input.setting, document))
            return
        if is_first:
            self.violations += part.problems
            self.inputs.append(input)
        self.violations += part.violations
        self.store.add(part.facts, program)
        for key, times in part.not_applicable.items():
            self.not_applicable[key] += times

    def _unknown_profile(self, document: Document) -> Problem:
        """The document names a profile that no pack defines: said, and the next source of a profile counts."""
        near = difflib.get_close_matches(document.profile, self.rules.profiles, n=1)
        known = "、".join(self.rules.profiles)
        return Problem(
            "unknown-field",
            f"没有名为“{document.profile}”的表式，可用的有{known}",
            f"there is no profile {document.profile!r}; known are {known}",
            "profile",
            document.profile,
            place=nearest_place(document.places, "profile"),
            suggestion=near[0] if near else None,
        )

    def _wanted(self, name: str) -> Wanted:
        """What the call asks for where a document does not say; of settings by path the last that fits counts."""
        options = self.options
        wanted = Wanted(options.profile, options.year, options.profile_origin, options.year_origin)
        for item in options.adjustments:
            if item.profile is not None and item.covers_path(name):
                wanted = replace(wanted, profile=item.profile, origin=f"per_path {item.path}")
            if item.year is not None and item.covers_path(name):
                wanted = replace(wanted, year=item.year, year_origin=f"per_path {item.path}")
        return wanted

    def _program(self, setting: Setting) -> Program:
        profile = setting.profile
        if profile.id not in self.programs:
            program = compile_rules(self.rules, profile, self.grammar, self.judged)
            self.programs[profile.id] = program
            self.wide = frozenset(waves_of(program, self.options.per_document))
        return self.programs[profile.id]

    def _judge(
        self,
        document: Document,
        program: Program,
        setting: Setting,
        source: Source,
        share: Share,
        projects: list[Listed],
    ) -> tuple[list[Violation], list[Fact], dict[tuple[str, str, Message], int]]:
        violations: list[Violation] = []
        facts: list[Fact] = []
        not_applicable: Counter[tuple[str, str, Message]] = Counter()
        before = share.positions(len(document.projects)).start
        for done, item in enumerate(self._prepared(document, program, setting, share), before):
            if self.watch is not None:
                self.watch(done, len(document.projects) + 1)
            judged = judge(item, program, source)
            if self.list_projects and not item.is_department:
                projects.append(listed(item))
            violations += judged.violations
            facts += judged.facts
            for rule, reason in judged.not_applicable:
                not_applicable[(rule, source.path, reason)] += 0 if item.is_department else 1
        return violations, facts, dict(not_applicable)

    def _prepared(
        self, document: Document, program: Program, setting: Setting, share: Share
    ) -> Iterator[PreparedProject]:
        """The department's part, where there is one, and the projects of the share, one after the other."""
        has_own = bool(document.projects) or document.department != type(document.department)()
        if has_own and share.number == 0:
            yield PreparedDepartment(document, setting, self.grammar, program.classes, program.rows)
        problems: dict[int, list[Problem]] = {}
        for problem in document.problems:
            if problem.project is not None:
                problems.setdefault(problem.project, []).append(problem)
        positions = share.positions(len(document.projects))
        mine = document.projects[positions.start : positions.stop]
        for position, project in zip(positions, mine, strict=True):
            said = tuple(problems.get(position, ()))
            yield PreparedProject(
                project,
                position,
                setting,
                self.grammar,
                program.classes,
                problems=said,
                rows=program.rows,
            )

    def report(self, missing: Collection[str] = ()) -> Report:
        """The result of everything added so far."""
        violations = list(self.violations)
        if self.programs:
            widest = self._gathering_program()
            found, excused = self.store.gather(widest, self.documents)
            violations += found
            for rule, reason in excused:
                self.not_applicable[(rule, "", reason)] += 0
        ordered = in_order(violations)
        today = self.options.today or date.today()
        adjusted = adjust(ordered, self.options.adjustments)
        suppressed = suppress(adjusted, self.inputs, self.options.waivers, self.rules.rules, self.judged, today)
        found = [violation for violation in suppressed.violations if self._is_wanted(violation)]
        present = frozenset(violation.fingerprint for violation in ordered)
        hidden = hide(found, self.options.baseline or (), self.rules.rules, self.judged, present)
        return Report(
            violations=tuple(hidden.violations),
            inputs=tuple(self.inputs),
            waived=tuple(item for item in suppressed.waived if self._is_wanted(item.violation)),
            known=hidden.known,
            gone=hidden.gone,
            rules=self.rules.rules,
            rules_version=self.rules.version,
            not_applicable=tuple(
                NotJudged(rule, reason, count, path)
                for (rule, path, reason), count in sorted(
                    self.not_applicable.items(), key=lambda item: (item[0][0], item[0][1], item[0][2].zh)
                )
                if rule in self.chosen
            ),
            missing=tuple(missing),
        )

    def _is_wanted(self, violation: Violation) -> bool:
        rank = {"low": 0, "medium": 1, "high": 2}
        return violation.rule in self.chosen and rank[violation.confidence] >= rank[self.options.min_confidence]

    def _gathering_program(self) -> Program:
        """Group rules judge by each group's own setting, so any profile's program serves."""
        return next(iter(self.programs.values()))


def document_facts(name: str, document: Document, setting: Setting) -> DocumentFacts:
    """What gathering needs to know of a document."""
    whole = document.department
    return DocumentFacts(name, setting, whole.code or whole.name, document.places)


def _said(document: Document, tally: Tally) -> str:
    """A name for what a document says, whatever format it came in; ``""`` for one without projects."""
    if not tally.projects:
        return ""
    digest = hashlib.sha256(msgpack.encode(document.head()))
    digest.update(tally.said)
    return digest.hexdigest()


def _given_twice(twin: str) -> Problem:
    return Problem(
        GIVEN_TWICE,
        f"与“{twin}”内容相同，只检查一次",
        f"the same document as {twin!r}, judged once",
    )
