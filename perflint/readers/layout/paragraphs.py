"""Paragraphs outside tables: headings, unit lines, part one, labelled lines, and indicators as running text."""

from __future__ import annotations

import re

from perflint.grid import Paragraph
from perflint.model import Problem
from perflint.readers.layout.captions import caption_of, goes_on
from perflint.readers.layout.draft import SIMPLE
from perflint.readers.layout.form import GOALS
from perflint.readers.layout.labels import Label, squeeze
from perflint.readers.layout.money import inline_amounts
from perflint.readers.layout.running import split_item
from perflint.readers.layout.session import Session
from perflint.readers.layout.titles import is_numbered_form, is_title, is_titular
from perflint.readers.layout.values import Value, part

_GAP = re.compile(r"[ \t\u3000\xa0]{2,}")
_COLUMN_HEADS = frozenset({"row.level1", "row.level2", "row.name", "row.value"})
_HEADS = 3
"""Column heads in a row of paragraphs that make a table without cells."""
_CHAPTER = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章节部])")
_BUTTONS = re.compile(r"\s*(?:[【\[][^】\]]{1,8}[】\]]\s*)+")
_PAGE = re.compile(r"[\t.…·]+\s*\d{1,4}\s*$")


def read_paragraph(block: Paragraph, session: Session) -> None:
    """Takes one paragraph, whatever it is."""
    line = Value(block.text, block.place)
    if not squeeze(line.text):
        return
    if session.flattened and not is_title(line.text, session.labels):
        return
    session.flattened = session.labels.names_columns(line.text) or _heads(line, session)
    if session.flattened:
        session.open_key = ""
        session.unreadable.append(_flattened(session.bare_heads[0] if session.bare_heads else line))
    elif session.bare_heads:
        session.put_aside(line.text, line.place)
    elif (not is_numbered_form(line.text, session.labels) and session.part_one.take(line)) or _PAGE.search(line.text):
        session.open_key = ""
    elif is_title(line.text, session.labels) and session.labels.in_form(line.text) is None:
        session.see_title(line)
    elif (
        _caption(line, block.level, session)
        or session.see_year(line)
        or session.see_continuation(line)
        or _pieces(line, session)
        or _labelled(line, session)
        or _waiting(line, session)
    ):
        pass
    elif not session.title.text and not session.drafts and is_titular(line.text, session.labels):
        session.title = line
    else:
        session.put_aside(line.text, line.place)


def _heads(line: Value, session: Session) -> bool:
    """Whether this is one of several column heads in paragraphs of their own: a table whose cells became paragraphs."""
    label = session.labels.in_head(line.text)
    if label is None or label.rest is not None or label.key not in _COLUMN_HEADS:
        session.bare_heads = []
        return False
    session.open_key = ""
    session.bare_heads.append(line)
    return len(session.bare_heads) >= _HEADS


def _caption(line: Value, level: int, session: Session) -> bool:
    """Takes a numbered line that may name a project. Among goals and indicators, which are numbered too, only one that
    is numbered as chapters are, or that goes on from the caption before."""
    caption = caption_of(line, level, session.labels)
    if caption is None:
        return False
    goals: list[Value] = getattr(session.draft, GOALS[session.open_key]) if session.open_key in GOALS else []
    if goals and goes_on(line, goals[-1]):
        return False  # the next goal
    waiting = session.open_key in (*GOALS, "purpose", "indicator_text")
    among_indicators = session.open_key == "indicator_text" and session.draft.complete
    chapter = among_indicators and (caption.of_chapter or level > 0)
    if waiting and not chapter and not caption.follows(session.caption):
        return False
    session.see_caption(caption)
    return True


def _flattened(line: Value) -> Problem:
    return Problem(
        "unreadable",
        "从这里起是一个没有表格线的表，分不出单元格，未能读取；请提供Word或Excel原文件",
        "a table without ruled lines begins here, its cells cannot be told apart: give the original Word or Excel file",
        place=line.place,
    )


def _pieces(line: Value, session: Session) -> bool:
    """A line of several pieces with wide gaps between them: 填报单位：…      单位：万元."""
    taken = False
    start = 0
    spans = []
    for gap in [*_GAP.finditer(line.text.rstrip()), None]:
        end = gap.start() if gap else len(line.text.rstrip())
        spans.append((start, end))
        start = gap.end() if gap else end
    for start, end in spans:
        piece = part(line, start, end)
        if session.see_money_unit(piece.text, piece.place) or (len(spans) > 1 and _labelled(piece, session)):
            taken = True
    return taken


def _labelled(line: Value, session: Session) -> bool:
    """A label with its value behind a colon, or a label alone that waits for the paragraphs below it."""
    label = session.labels.in_form(line.text)
    running = session.running.speaks([line])
    if label is None or label.key in ("checkpoint", "spend_plan") or (running and label.key != "indicator_text"):
        return running and _running(line, session)
    session.open_key = ""
    if label.key == "ignored":
        session.put_aside(label.text, line.place)
        return True
    if label.rest is None:
        session.open_started = False
        session.open_key = label.key if label.key in (*GOALS, "purpose", "indicator_text") else ""
        return bool(session.open_key)
    lead = len(line.text[label.rest :]) - len(line.text[label.rest :].lstrip())
    return _field(label, part(line, label.rest + lead, len(line.text)), session)


def _field(label: Label, value: Value, session: Session) -> bool:
    key = label.key
    if key.startswith("budget."):
        draft = session.enter()
        inner = list(inline_amounts(value, session.labels))
        own = _amount(value) or (inner[0][2] if len(inner) == 1 else None)
        if own is not None or not inner:
            draft.put_amount(key, Value(label.text), own or value, session.labels.money_unit(label.note))
        for found, name, amount in inner:
            draft.put_amount(found.key, name, amount, "")
    elif key in (*GOALS, "indicator_text"):
        session.open_key, session.open_started = key, False
        return _waiting(value, session)
    elif key in SIMPLE:
        session.enter(key, value.text).put(key, value)
    else:
        return False
    return True


def _amount(value: Value) -> Value | None:
    """The amount at the start of a text (50万元，其中：…), None where none stands there."""
    found = re.match(r"-?[\d,，.]+(?![\d,，.])\s*[十百千万亿]*元?(?!\s*[年月])", value.text)
    return part(value, 0, found.end()) if found else None


def _waiting(line: Value, session: Session) -> bool:
    """A paragraph below a label that stood alone, or one that goes on with running text."""
    key = session.open_key
    if key in GOALS:
        draft = session.enter("goals" if not session.open_started else "")
        session.open_started = True
        draft.fields.add(key)
        getattr(draft, GOALS[key]).append(line)
        draft.goal_place = draft.goal_place or line.place
        return True
    if key == "purpose":
        return session.enter("purpose").put("purpose", line)
    if key == "indicator_text" and _is_chapter(line, session):
        session.open_key = ""
        return False
    return key == "indicator_text" and _running(line, session)


def _is_chapter(line: Value, session: Session) -> bool:
    """Whether a line after indicators heads a new chapter (二、路灯维护项目): numbered, and without a value; or holds
    the buttons of a page (【打印】【关闭】)."""
    if not session.draft.complete:
        return False
    return bool(_BUTTONS.fullmatch(line.text) or (_CHAPTER.match(line.text) and not split_item(line)[1].text))


def _running(line: Value, session: Session) -> bool:
    session.open_key = "indicator_text"
    draft = session.enter()
    draft.table = draft.table if draft.started else line.place
    session.add_rows(session.running.rows([line]))
    return True
