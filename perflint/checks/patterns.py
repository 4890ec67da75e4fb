"""Checks of fields by patterns that people write into their own packs: RE2 runs them, so that none can hang."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from perflint.checks.base import Finding, Kind, Knowledge, NotApplicable, ProjectJudge
from perflint.checks.engines import compiled, refusal
from perflint.prepared import PreparedProject
from perflint.violation import Message


class Pattern(Kind):
    """A field holds nothing that fits ``forbids``, or holds something that fits ``requires``: patterns of RE2.

    ``field`` is one of the fields of targets.yaml (``goals``, ``indicators.name`` …) or a list of them; blank ones are
    not judged. RE2 has no look-around and no back-references. One of the two patterns is given; ``{match}`` is what
    fits ``forbids``.
    """

    kind: ClassVar[str] = "pattern"
    scopes: ClassVar[frozenset[str]] = frozenset({"indicator", "text", "project"})
    placeholders: ClassVar[frozenset[str]] = frozenset({"match"})
    refers: ClassVar[Mapping[str, str]] = {"field": "field"}

    field: str | tuple[str, ...]
    forbids: str = ""
    requires: str = ""

    @classmethod
    def fault(cls, params: Mapping[str, Any]) -> tuple[str, Message] | None:
        given = [name for name in ("forbids", "requires") if params.get(name)]
        if len(given) != 1:
            return "forbids", Message("forbids 和 requires 应写其中一个", "give either forbids or requires")
        (name,) = given
        reason = refusal(params[name])
        return (name, reason) if reason is not None else None

    def compile(self, knowledge: Knowledge) -> ProjectJudge:
        fields = (self.field,) if isinstance(self.field, str) else self.field
        search = compiled(self.forbids or self.requires).search
        forbidden = bool(self.forbids)

        def judge(project: PreparedProject) -> Iterable[Finding | NotApplicable]:
            for field in fields:
                for path, written in project.select(field):
                    found = search(str(written))
                    if found is not None and forbidden:
                        yield Finding(path, str(written), {"match": found.group()}, span=found.span())
                    elif found is None and not forbidden:
                        yield Finding(path, str(written), {"match": ""})

        return judge


KINDS = (Pattern,)
