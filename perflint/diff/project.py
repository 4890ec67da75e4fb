"""What changed in one project that both documents have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from perflint.diff.change import Change
from perflint.diff.match import Pairs, match_rows, match_texts
from perflint.diff.side import Side, Years, without_year
from perflint.diff.target import move
from perflint.model import Project
from perflint.prepared import PreparedIndicator
from perflint.text import normal, squeeze

_DEFINITION = ("name", "description", "level1", "level2", "basis", "scoring", "weight", "kind", "direction", "remark")
_MEASURED = ("weight", "long_term_value")
_AMOUNTS = ("total", "fiscal", "other")


class Pair(Struct, frozen=True):
    """One project in both documents: its positions, and which row of the new one is which of the old one.

    ``rows`` are those of ``indicators``, ``long_term_rows`` of ``long_term_indicators``. The department itself is
    compared as a project at -1, whose field paths are led by ``prefix``.
    """

    old: Side
    new: Side
    years: Years
    was: int
    now: int
    before: Project
    after: Project
    rows: Pairs
    long_term_rows: Pairs
    prefix: str = ""

    def both_have(self, field: str) -> bool:
        """Whether both forms have a field, so that it can be compared; what neither names is compared too."""
        return self.old.has(self.prefix + field) == self.new.has(self.prefix + field)

    def change(
        self, kind: str, field: str, old: str = "", new: str = "", was: str | None = None, now: str | None = None
    ) -> Change:
        """A change at ``now`` in the new project, that stood at ``was`` in the old one; both are ``field`` unless
        said, and ``""`` where there is none."""
        was, now = (field if was is None else was), (field if now is None else now)
        project = self.after
        return Change(
            kind,
            self.prefix + field,
            old,
            new,
            project.code if self.now >= 0 else None,
            project.name,
            project.unit.code,
            self.new.location(self.now, self.prefix + now) if now else None,
            self.old.location(self.was, self.prefix + was) if was else None,
            position=self.now,
        )


def pair(old: Side, new: Side, years: Years, was: int, now: int) -> Pair:
    """A project in both documents, its rows matched."""
    return pair_of(old, new, years, (was, old.document.projects[was]), (now, new.document.projects[now]))


def pair_of(
    old: Side, new: Side, years: Years, before: tuple[int, Project], after: tuple[int, Project], prefix: str = ""
) -> Pair:
    """Two projects, each with its position, their rows matched."""
    rows, long_term = (
        match_rows(old.rows(before[1], path), new.rows(after[1], path), years)
        for path in ("indicators", "long_term_indicators")
    )
    return Pair(old, new, years, before[0], after[0], before[1], after[1], rows, long_term, prefix)


def changes(both: Pair) -> Iterator[Change]:
    """Every change of a project, in the order of the form."""
    rows = list(rows_of(both, "indicators", both.rows))
    yield from _head(both)
    yield from budget(both, rows)
    if both.both_have("purpose"):
        yield from texts(both, "purpose", [both.before.purpose], [both.after.purpose], "purpose")
    if both.both_have("spend_plan"):
        yield from _plan(both)
    yield from texts(both, "goals", both.before.goals, both.after.goals, "goal")
    yield from rows
    if both.both_have("long_term_goals"):
        yield from texts(both, "long_term_goals", both.before.long_term_goals, both.after.long_term_goals, "goal")
    if both.both_have("long_term_indicators"):
        yield from rows_of(both, "long_term_indicators", both.long_term_rows)


def _head(both: Pair) -> Iterator[Change]:
    before, after = both.before, both.after
    same_code = squeeze(before.code) == squeeze(after.code)
    if not same_code and not (both.years.moved and _may_change(before.code, after.code)):
        yield both.change("project-changed", "code", before.code, after.code)
    if not both.years.same(before.name, after.name):
        yield both.change("project-changed", "name", before.name, after.name)
    for name in ("code", "name"):
        was, now = getattr(before.unit, name), getattr(after.unit, name)
        if normal(was) != normal(now) and both.both_have(f"unit.{name}"):
            yield both.change("project-changed", f"unit.{name}", was, now)


def _may_change(old: str, new: str) -> bool:
    """A new year's code is no change: numbers are given anew each year. A code that only lost its shape is one."""
    return without_year(old) != squeeze(old) and without_year(new) != squeeze(new)


def budget(both: Pair, rows: Iterable[Change]) -> Iterator[Change]:
    """The total, else its parts: of one change of both, only the total is said. ``rows`` are the changes of rows."""
    targets_moved = any(not change.kind.startswith("definition") for change in rows)
    kind = "budget-changed" if targets_moved else "budget-only"
    for name in _AMOUNTS:
        was, now = (getattr(project.budget, name) for project in (both.before, both.after))
        if both.both_have(f"budget.{name}") and not same_amount(both, was, now):
            yield both.change(kind, f"budget.{name}", was, now)
            if name == "total":
                return
    for label, was, now in _labelled(both.before.budget.parts, both.after.budget.parts):
        if not same_amount(both, was, now):
            yield both.change(kind, f"budget.parts.{label}", was, now)


def same_amount(both: Pair, was: str, now: str) -> bool:
    """Whether two amounts are equal: in yuan, without a known unit as figures, else as written."""
    one, other = both.old.amount(both.before, was), both.new.amount(both.after, now)
    if one.yuan is not None and other.yuan is not None:
        return one.yuan == other.yuan
    if one.number is not None and other.number is not None:
        return one.number == other.number
    return one.kind == other.kind == "blank" or squeeze(was) == squeeze(now)


def _plan(both: Pair) -> Iterator[Change]:
    for label, was, now in _labelled(both.before.spend_plan, both.after.spend_plan):
        if not same_share(both, was, now):
            yield both.change("plan-changed", f"spend_plan.{label}", was, now)


def same_share(both: Pair, was: str, now: str) -> bool:
    """Whether two shares are equal, as written or as numbers."""
    return squeeze(was) == squeeze(now) or both.old.grammar.read(was).meaning == both.new.grammar.read(now).meaning


def _labelled(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Each label with its old and its new text, blank where one side lacks it."""
    was, now = dict(old), dict(new)
    for label in {**now, **was}:
        yield label, was.get(label, ""), now.get(label, "")


def texts(both: Pair, field: str, old: Sequence[str], new: Sequence[str], kind: str) -> Iterator[Change]:
    """Texts that say something else, and in another year those that say the same."""
    is_list = field != "purpose"
    old_texts = {index: text for index, text in enumerate(old) if normal(text)}
    new_texts = {index: text for index, text in enumerate(new) if normal(text)}
    pairs = _numbered(old_texts, new_texts, both.years) if is_list else dict.fromkeys(new_texts.keys() & old_texts, 0)
    copied = [index for index, was in pairs.items() if both.years.same(old[was], new[index])]
    if both.years.moved and copied and len(copied) == len(new_texts) == len(old_texts):
        yield both.change("copied-forward", field, old[pairs[copied[0]]], new[copied[0]])
        return
    for index, text in new_texts.items():
        path = f"{field}[{index + 1}]" if is_list else field
        if index not in pairs:
            yield both.change(f"{kind}-new" if is_list else f"{kind}-changed", path, "", text, was=field)
            continue
        was = pairs[index]
        was_path = f"{field}[{was + 1}]" if is_list else field
        if index not in copied:
            yield both.change(f"{kind}-changed", path, old[was], text, was=was_path)
        elif both.years.moved:
            yield both.change("copied-forward", path, old[was], text, was=was_path)
    for was in sorted(old_texts.keys() - set(pairs.values())):
        path = f"{field}[{was + 1}]" if is_list else field
        yield both.change(f"{kind}-dropped" if is_list else f"{kind}-changed", path, old[was], "", now=field)


def _numbered(old: Mapping[int, str], new: Mapping[int, str], years: Years) -> Pairs:
    olds, news = list(old), list(new)
    found = match_texts(list(old.values()), list(new.values()), years)
    return {news[index]: olds[was] for index, was in sorted(found.items())}


def rows_of(both: Pair, path: str, pairs: Pairs) -> Iterator[Change]:
    """Changes of the rows at ``path``, of which ``pairs`` says which is which."""
    old, new = both.old.rows(both.before, path), both.new.rows(both.after, path)
    for index, row in enumerate(new):
        if index in pairs:
            yield from _row(both, old[pairs[index]], row)
        else:
            yield both.change("indicator-new", row.path, "", _shown(row), was=path)
    for index in sorted(set(range(len(old))) - set(pairs.values())):
        yield both.change("indicator-dropped", old[index].path, _shown(old[index]), "", now=path)


def _shown(row: PreparedIndicator) -> str:
    return " ".join(part for part in (row.row.name or row.row.description, row.row.value) if part)


def same_in_row(both: Pair, name: str, was: str, now: str) -> bool:
    """Whether a field of a row, other than its value, says the same; numbers however they are written."""
    return both.years.same(was, now) or (name in _MEASURED and same_share(both, was, now))


def _row(both: Pair, old: PreparedIndicator, new: PreparedIndicator) -> Iterable[Change]:
    """The target, and what it is a target of. A description that repeats its name changes with it, once."""
    moved = move(old, new, both.new.names, both.years)
    if moved:
        yield both.change(f"target-{moved}", new.field("value"), old.row.value, new.row.value, was=old.field("value"))
    renamed = not both.years.same(old.row.name, new.row.name)
    for name in (*_DEFINITION, "long_term_value"):
        was, now = getattr(old.row, name), getattr(new.row, name)
        if same_in_row(both, name, was, now) or not both.both_have(f"indicators.{name}"):
            continue
        repeats = squeeze(now) == squeeze(new.row.name) and squeeze(was) == squeeze(old.row.name)
        if name == "description" and renamed and repeats:
            continue
        yield both.change("definition-changed", new.field(name), was, now, was=old.field(name))
