"""The document that a selftest starts from: as plain data to be changed, as rules see it, and what they say of it."""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from msgspec import Struct

from perflint.api import judge_documents
from perflint.classes import ClassTable
from perflint.engine.pack import RuleSet
from perflint.engine.setting import Wanted, find_setting
from perflint.model import Document
from perflint.options import Options
from perflint.prepared import PreparedProject
from perflint.quantity import Grammar
from perflint.readers import read
from perflint.rule import Setting
from perflint.violation import Severity, Violation
from perflint.writers import plain

Plain: TypeAlias = dict[str, Any]
AGAIN = "\0again "
"""A key that begins so is written without it: that is how a key comes to stand twice."""


class Spot(Struct, frozen=True, order=True):
    """Where a rule speaks: the project's index (-1 for the document itself) and the field."""

    rule: str
    project: int
    field: str


class Base(Struct, frozen=True):
    """A document to be broken. ``data`` is only ever copied; ``found`` counts what the rules say of it as it is."""

    name: str
    data: Plain
    view: tuple[PreparedProject, ...]
    setting: Setting
    classes: ClassTable
    found: Counter[tuple[Spot, Severity]]

    def copy(self) -> Plain:
        """The data, to be changed."""
        return copy.deepcopy(self.data)


def base_of(name: str, document: Document, rules: RuleSet, options: Options) -> Base:
    """The base that a document makes: it goes through JSON, as its broken copies will."""
    data: Plain = dict(plain.head(document))
    data["projects"] = [plain.project(project, document.fields) for project in document.projects]
    again = reread(data, rules)
    grammar = Grammar(rules.lexicon)
    wanted = Wanted(options.profile, options.year)
    setting = find_setting(again, wanted, rules.profiles, rules.lexicon, grammar)
    classes = ClassTable.of(setting.profile, rules.lexicon)
    view = tuple(
        PreparedProject(project, position, setting, grammar, classes) for position, project in enumerate(again.projects)
    )
    return Base(name, data, view, setting, classes, spots(judge([again], rules, options)))


def reread(data: Plain, rules: RuleSet) -> Document:
    """The document that plain data make."""
    text = json.dumps(data, ensure_ascii=False).replace(json.dumps(AGAIN)[1:-1], "")
    return read("selftest.json", text.encode(), rules.lexicon)


def judge(documents: Sequence[Document], rules: RuleSet, options: Options) -> tuple[Violation, ...]:
    """What the rules say of documents, as one corpus."""
    named = [(f"{number}.json", document, "") for number, document in enumerate(documents)]
    return judge_documents(named, options, rules).violations


def spots(violations: Iterable[Violation]) -> Counter[tuple[Spot, Severity]]:
    """How often each rule speaks at each place, and how loud."""
    return Counter((Spot(item.rule, item.position, item.field), item.severity) for item in violations)
