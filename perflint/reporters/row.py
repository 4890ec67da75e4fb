"""One violation as a row of the text output: severity and rule, place, value, message; below it the code frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from perflint.reporters import View
from perflint.reporters.clusters import Cluster
from perflint.reporters.display import pad, paint, shorten, visible, width, wrap, wrap_words
from perflint.reporters.frame import frame
from perflint.reporters.words import MARK, SEVERITY, STYLE, field_words, place_words
from perflint.violation import Related, Severity, Violation

_INDENT = "  "
_GAP = "  "
_RELATED_SHOWN = 3
_PROJECTS_SHOWN = 2
_NARROW = 110


def heading(view: View) -> list[str]:
    """The heading of the columns that rows have."""
    zh = view.lang == "zh"
    names = ("级别规则", "位置", "填写内容", "问题") if zh else ("rule", "place", "value", "violation")
    cells = [pad(name, columns) for name, columns in zip(names, (*_widths(view), 0), strict=True)]
    text = (_INDENT + _GAP.join(cells)).rstrip()
    return [paint(text, "dim", view.color), paint("-" * view.width, "dim", view.color)]


def _widths(view: View) -> tuple[int, int, int]:
    """Columns for severity and rule, place, value; the message has the rest."""
    return (9, 26, 26) if view.width >= _NARROW else (9, 18, 14)


def row(violation: Violation, lines: Sequence[str], clusters: Mapping[str, Cluster], view: View) -> list[str]:
    """The lines of one violation. ``lines`` are those of its source, where that is text."""
    widths = _widths(view)
    message_width = max(view.width - len(_INDENT) - sum(widths) - 3 * len(_GAP), 20)
    style = STYLE[violation.severity]
    head = [f"{MARK[violation.severity]} {SEVERITY[violation.severity].text(view.lang)}", violation.rule]
    place = "" if _is_whole(violation) else place_words(violation.location.place, view.lang)
    where = [place, field_words(violation.field, view.lang)]
    columns = (
        head,
        [line for text in where if text for line in wrap_words(visible(text), widths[1])],
        _value(violation.value, widths[2]),
        [line for text in _says(violation, view.lang) for line in wrap(visible(text), message_width)],
    )
    out = []
    for cells in zip_longest(*columns, fillvalue=""):
        padded = [pad(cell, columns_) for cell, columns_ in zip(cells, (*widths, 0), strict=True)]
        padded[0] = paint(padded[0], style, view.color)
        out.append((_INDENT + _GAP.join(padded)).rstrip())
    also = _also(violation, clusters.get(violation.cluster or ""), view.lang)
    hang = " " * (len(_INDENT) + widths[0] + len(_GAP))
    out += [hang + line for line in wrap(visible(also), view.width - len(hang)) if also]
    if _frame_helps(violation, lines, widths[2], view):
        room = view.width - 2 * len(_INDENT)
        out += [_INDENT * 2 + line for line in frame(lines, violation.location.place, room, style, view.color)]
    return out


def _is_whole(violation: Violation) -> bool:
    """Whether a violation is about the document as a whole: its places are the related ones, its own the first line."""
    place = violation.location.place
    return violation.project is None and violation.related_total > 0 and (place.line, place.column) == (1, 1)


def _frame_helps(violation: Violation, lines: Sequence[str], value_width: int, view: View) -> bool:
    """Whether the source line shows more than the row does. Of mere hints it is shown with ``-v``."""
    place = violation.location.place
    if _is_whole(violation) or place.cell is not None or place.line is None or not 1 <= place.line <= len(lines):
        return False
    if violation.severity == Severity.INFO and not view.verbose:
        return False
    return lines[place.line - 1].strip() != violation.value or width(violation.value) > value_width


def _value(value: str, columns: int) -> list[str]:
    """A value on at most two lines."""
    text = visible(value)
    if width(text) <= columns:
        return [text]
    first = wrap(text, columns)[0]
    return [first, shorten(text[len(first) :].lstrip(), columns)]


def _says(violation: Violation, lang: str) -> list[str]:
    """The message, and what to write instead."""
    said = [violation.message.text(lang)]
    if violation.suggestion:
        said.append(("建议：" if lang == "zh" else "suggestion: ") + violation.suggestion)
    return said


def _also(violation: Violation, cluster: Cluster | None, lang: str) -> str:
    """The other places that belong to a violation; of a group only its number, since it is shown once at the end."""
    if cluster is not None:
        number, count = cluster.number, len(cluster.members)
        return f"同类共{count}处，见文末第{number}组" if lang == "zh" else f"one of {count}, see group {number} below"
    return _related_words(violation, lang) if violation.related else ""


def _related_words(violation: Violation, lang: str) -> str:
    zh = lang == "zh"
    if violation.project is None and all(item.project for item in violation.related):
        return _projects_words(violation, zh)
    shown = [_related_place(item, violation, lang) for item in violation.related[:_RELATED_SHOWN]]
    more = violation.related_total - len(shown)
    tail = (f" 等，另有{more}处" if zh else f" and {more} more") if more > 0 else ""
    return ("另见：" if zh else "see also: ") + ("；" if zh else "; ").join(shown) + tail


def _projects_words(violation: Violation, zh: bool) -> str:
    """Of a habit of the whole document the projects are enough: each place stands in the JSON output."""
    codes = list(dict.fromkeys(item.project or "" for item in violation.related))[:_PROJECTS_SHOWN]
    more = violation.related_total > len(codes)
    if zh:
        return "涉及项目：" + "、".join(codes) + (f" 等，共{violation.related_total}处" if more else "")
    return "in projects: " + ", ".join(codes) + (f" …, {violation.related_total} places" if more else "")


def _related_place(related: Related, violation: Violation, lang: str) -> str:
    words = []
    if related.location.path != violation.location.path:
        words.append(related.location.path)
    if related.project is not None and related.project != violation.project:
        words.append(related.project)
    place = place_words(related.location.place, lang)
    words += [text for text in (field_words(related.field, lang), place) if text]
    return " ".join(words)
