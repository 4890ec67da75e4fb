"""One violation as a row of the text output: severity and rule, place, value, message; below it the code frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from perflint.reporters import View
from perflint.reporters.clusters import Cluster
from perflint.reporters.display import cut, pad, paint, shorten, visible, width, wrap
from perflint.reporters.frame import frame
from perflint.reporters.words import MARK, SEVERITY, STYLE, field_words, place_words
from perflint.violation import Related, Severity, Violation

_INDENT = "  "
_GAP = "  "
_RELATED_SHOWN = 4
_NARROW = 110


def row(violation: Violation, lines: Sequence[str], clusters: Mapping[str, Cluster], view: View) -> list[str]:
    """The lines of one violation. ``lines`` are those of its source, where that is text."""
    wide = view.width >= _NARROW
    widths = (9, 26 if wide else 18, 26 if wide else 14)
    message_width = max(view.width - len(_INDENT) - sum(widths) - 3 * len(_GAP), 20)
    style = STYLE[violation.severity]
    head = [f"{MARK[violation.severity]} {SEVERITY[violation.severity].text(view.lang)}", violation.rule]
    where = [place_words(violation.location.place, view.lang), field_words(violation.field, view.lang)]
    columns = (
        head,
        [line for text in where if text for line in wrap(visible(text), widths[1])],
        _value(violation.value, widths[2]),
        [line for text in _says(violation, clusters, view) for line in wrap(visible(text), message_width)],
    )
    out = []
    for cells in zip_longest(*columns, fillvalue=""):
        padded = [pad(cell, columns_) for cell, columns_ in zip(cells, (*widths, 0), strict=True)]
        padded[0] = paint(padded[0], style, view.color)
        out.append((_INDENT + _GAP.join(padded)).rstrip())
    if lines and violation.location.place.cell is None and (violation.severity > Severity.INFO or view.verbose):
        room = view.width - 2 * len(_INDENT)
        out += [_INDENT * 2 + line for line in frame(lines, violation.location.place, room, style, view.color)]
    return out


def _value(value: str, columns: int) -> list[str]:
    """A value on at most two lines."""
    text = visible(value)
    if width(text) <= columns:
        return [text]
    first, rest = cut(text, columns)
    return [first, shorten(rest, columns)]


def _says(violation: Violation, clusters: Mapping[str, Cluster], view: View) -> list[str]:
    """The message, what to write instead, and the other places that belong to it."""
    zh = view.lang == "zh"
    said = [violation.message.text(view.lang)]
    if violation.suggestion:
        said.append(("建议：" if zh else "suggestion: ") + violation.suggestion)
    cluster = clusters.get(violation.cluster or "")
    if cluster is not None:
        number, count = cluster.number, len(cluster.members)
        said.append(f"（同类共{count}处，见文末第{number}组）" if zh else f"(one of {count}, see group {number} below)")
    elif violation.related:
        said.append(_related_words(violation, view.lang))
    return said


def _related_words(violation: Violation, lang: str) -> str:
    zh = lang == "zh"
    shown = [_related_place(item, violation, lang) for item in violation.related[:_RELATED_SHOWN]]
    more = violation.related_total - len(shown)
    tail = (f" 等，另有{more}处" if zh else f" and {more} more") if more > 0 else ""
    return ("另见：" if zh else "see also: ") + ("；" if zh else "; ").join(shown) + tail


def _related_place(related: Related, violation: Violation, lang: str) -> str:
    words = []
    if related.location.path != violation.location.path:
        words.append(related.location.path)
    if related.project is not None and related.project != violation.project:
        words.append(related.project)
    place = place_words(related.location.place, lang)
    words += [text for text in (field_words(related.field, lang), place) if text]
    return " ".join(words)
