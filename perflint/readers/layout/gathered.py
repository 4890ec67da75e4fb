"""What a session gathered → Document: drafts become projects, what was left aside becomes problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from perflint.grid import Block
from perflint.model import Department, Document, Problem, Project
from perflint.place import Place, PlaceMap
from perflint.readers.layout.captions import Caption
from perflint.readers.layout.draft import Draft, finish, owns_heading
from perflint.readers.layout.left_out import left_out
from perflint.readers.layout.parts import join_parts
from perflint.readers.layout.session import Session
from perflint.readers.layout.tied import Tied, join_tables
from perflint.readers.layout.values import Value

_TARGETS = frozenset({"goals", "overall_goals", "long_term_goals", "purpose", "spend_plan"})


def settle_title(session: Session) -> None:
    """The title of a document that has none: the first heading, where it is not that of its project. It stands over a
    line that names the project (绩效目标表, then 一、路灯维护工程), or names a department (县林业局绩效目标表)."""
    first = next((draft for draft in session.drafts if draft.heading.text), None)
    if first is None or session.title.text:
        return
    if first.named_by_caption or not owns_heading(first, first.values.get("name", Value()).text):
        session.title = first.heading


def document_of(session: Session, kind: str, lost: frozenset[str], blocks: tuple[Block, ...]) -> Document:
    """The document that a session has read: its drafts finished, and what was left aside said."""
    projects: list[Project] = []
    fields: set[str] = set()
    numbers: dict[int, int] = {}
    part_one = session.part_one
    department = Department(
        overall_goal="\n".join(line.text for line in part_one.overall),
        category_goals=part_one.category_goals(),
        safeguards=tuple(line.text for line in part_one.safeguards),
    )
    places = part_one.places()
    problems = list(session.unreadable)
    session.drafts, orders = join_parts(session.drafts)
    tied = join_tables(session.drafts)
    session.drafts = tied.drafts
    for aside in session.aside.values():
        aside.project = tied.orders[orders[aside.project]] if aside.project is not None else None
    _unused_captions(session)
    spare, said_spare = left_out(session.drafts, session.labels, session.money_unit)
    tables = Counter(draft.table for draft in session.drafts if draft.named or draft.complete)
    for order, draft in enumerate(session.drafts):
        if order in spare:
            continue
        whole = draft.department or (not draft.named and "department" in draft.fields)
        if whole and draft.started:
            department = _with_whole(department, draft, places)
        elif draft.named or draft.complete:
            project, found = finish(draft, shared=tables[draft.table] > 1)
            numbers[order] = len(projects)
            projects.append(project)
            fields |= found
        elif draft.started or draft.fields & _TARGETS:
            problems.append(_nameless(draft))
    if session.title.text and session.title.place != Place():
        places["title"] = session.title.place
    if session.year.text and session.year.place != Place():
        places["year"] = session.year.place
    return Document(
        kind=kind,
        title=session.title.text,
        year=session.year.text,
        money_unit=session.money_unit,
        department=department,
        projects=tuple(projects),
        fields=frozenset(fields),
        lost=lost,
        problems=(*problems, *_said(session, numbers), *said_spare, *_apart(tied, numbers)),
        places=PlaceMap(places),
        blocks=blocks,
    )


def _unused_captions(session: Session) -> None:
    """Says the lines that might have named a project and did not: a label does, or no project follows. Of those that
    did, what stands behind the name."""
    session.see_caption(Caption())
    for order, draft in enumerate(session.drafts):
        if draft.named_by_caption and draft.complete and draft.caption.rest.text:
            session.put_aside(draft.caption.rest.text, draft.caption.rest.place, order)
        if draft.caption.name.text and not (draft.named_by_caption and draft.complete):
            session.put_aside(draft.caption.line.text, draft.caption.line.place, order)


def _with_whole(department: Department, draft: Draft, places: dict[str, Place]) -> Department:
    """The department with what its own table says."""
    project, _ = finish(draft)
    if isinstance(project.places, PlaceMap):
        for path, place in project.places.places.items():
            places.setdefault(f"department.{path}" if path else "department", place)
    name = draft.values.get("department", draft.values.get("unit", Value())).text
    return replace(
        department,
        name=department.name or name,
        goals=department.goals + project.goals,
        indicators=department.indicators + project.indicators,
        budget=department.budget if department.budget.total else project.budget,
    )


def _nameless(draft: Draft) -> Problem:
    return Problem(
        "unreadable",
        "这个表像是绩效目标表，但没有项目名称、编码，也没有指标，未能读取",
        "this table looks like one of targets, but it has no project name, code or indicator",
        place=draft.table,
    )


def _apart(tied: Tied, numbers: Mapping[int, int]) -> Iterable[Problem]:
    """Projects of a table of indicators that could not be joined with those of another table."""
    if not tied.apart:
        return
    first = tied.drafts[tied.apart[0]]
    named = first.caption.name if first.named_by_caption else first.values.get("name", Value())
    name = named if named.text else first.values.get("code", Value())
    count = len(tied.apart)
    yield Problem(
        "not-judged",
        f"“{name.text}”等{count}个项目的指标与另一表中的项目不能一一对应，未合并，按各自所在的表检查",
        f"the indicators of {count} project(s), {name.text!r} first, do not meet just one project of the other table: "
        "they were not joined, and each table was judged by itself",
        value=name.text,
        project=numbers.get(tied.apart[0]),
        place=name.place,
    )


def _said(session: Session, numbers: Mapping[int, int]) -> Iterable[Problem]:
    """What was left aside, once each, and that the document is of a later stage."""
    if session.later is not None:
        yield Problem(
            "later-stage",
            "这是自评或监控阶段的表，只检查其中的目标内容，完成值、得分等不检查",
            "a table of a later stage (self-evaluation or monitoring): only what it holds of targets is judged",
            place=session.later,
        )
    if session.hidden is not None:
        yield Problem(
            "not-judged",
            "表格中有隐藏的行、列或工作表，其中的内容照常读取和检查，但看表的人看不到",
            "there are hidden rows, columns or sheets: what they hold is read and judged, but nobody sees it",
            place=session.hidden,
        )
    for label, aside in session.aside.items():
        if not label:
            continue
        times = f"（共{aside.count}处）" if aside.count > 1 else ""
        often = f" ({aside.count} places)" if aside.count > 1 else ""
        yield Problem(
            "not-judged",
            f"“{label}”没有对应的检查内容，未检查{times}",
            f"{label!r} has no counterpart in the model and was not judged{often}",
            value=label,
            project=numbers.get(aside.project) if aside.project is not None else None,
            place=aside.place,
        )
