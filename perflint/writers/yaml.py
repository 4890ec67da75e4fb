"""Targets in YAML, laid out as people write it: blocks for what is long, one line for rows and small mappings.

Texts that YAML would take for something else are quoted, so that other programs read the same texts too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

from perflint.model import Document
from perflint.place import Place, Places
from perflint.writers import plain
from perflint.writers.plain import Plain

# Plain text starts with a letter, a digit or a comparison sign and holds nothing that YAML gives a meaning to.
_PLAIN = re.compile(
    r"(?:[^\W_]|[≥≤＞＜（【《“])[^\x00-\x1f\x7f-\xa0:#,\[\]{}\"'&*!|>%@`?\\\u2028\u2029\ufeff\ufffe\uffff]*"
)
_MEANS_SOMETHING = re.compile(
    r"(?i)(?:null|true|false|yes|no|on|off|y|n|0x[0-9a-f_]+|[\d_:.]*|[\d_]+(?:\.[\d_]*)?e[+-]?\d+|\d{4}-\d\d?-\d\d?.*)"
)
_AMOUNT = re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?")
_PERCENT = re.compile(r"[≥≤]?\d[\d.]*%")
_ESCAPED = re.compile(r"[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]")
_NUMBERS = frozenset({"budget", "total", "fiscal", "other", "parts", "spend_plan", "weight", "year"})
_ONE_LINE = frozenset({"unit", "budget", "spend_plan", "parts"})
_LONGEST_KEY = 200


Notes = Callable[[str], str]
"""Field path → comment to put behind its line, or ""."""


def write(document: Document, places: Callable[[Place], str] | None = None) -> bytes:
    """The document as targets.yaml. With ``places``, comments say in its words where each value stood."""
    lines = list(_fields(plain.head(document), "", "", _notes(document.places, places)))
    lines.append("projects:" if document.projects else "projects: []")
    for project in document.projects:
        lines += _item(plain.project(project, document.fields), _notes(project.places, places))
    return ("\n".join(lines) + "\n").encode("utf-8")


def _notes(places: Places, spoken: Callable[[Place], str] | None) -> Notes:
    def note(path: str) -> str:
        if spoken is None:
            return ""
        found = places.find(path)
        words = spoken(found) if found is not None else ""
        return f"  # {words}" if words else ""

    return note


def _item(project: dict[str, Plain], notes: Notes) -> Iterator[str]:
    lead = "- "
    for line in _fields(project, "", "", notes):
        yield lead + line
        lead = "  "
    if lead == "- ":
        yield "- {}"


def _fields(data: dict[str, Plain], indent: str, inside: str, notes: Notes) -> Iterator[str]:
    """The lines of a mapping in blocks; ``inside`` is the path of what holds it, with its dot."""
    for name, value in data.items():
        path = inside + name
        if isinstance(value, dict) and value and name not in _ONE_LINE:
            yield f"{indent}{name}:"
            yield from _fields(value, f"{indent}  ", f"{path}.", notes)
        elif isinstance(value, list) and value and name not in _ONE_LINE:
            yield f"{indent}{name}:"
            for order, item in enumerate(value, start=1):
                yield f"{indent}- {_inline(item, False)}{notes(f'{path}[{order}]')}"
        else:
            first = next(iter(value), "") if isinstance(value, dict) else ""
            note = notes(path) or notes(f"{path}.{first}")
            yield f"{indent}{name}: {_inline(value, name in _NUMBERS)}{note}"


def _inline(value: Plain, amount: bool) -> str:
    """A value on one line; ``amount``: numbers in it are meant as numbers and stand without quotes."""
    if isinstance(value, dict):
        pairs = (f"{_key(key)}: {_inline(item, amount or key in _NUMBERS)}" for key, item in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_inline(item, amount) for item in value) + "]"
    if value is None:
        return "null"
    if isinstance(value, int):
        return str(value)
    return scalar(value, amount)


def scalar(text: str, amount: bool = False) -> str:
    """A text as YAML: plain where that is safe everywhere, else in double quotes."""
    if _PERCENT.fullmatch(text) or (amount and _AMOUNT.fullmatch(text)):
        return text
    if _PLAIN.fullmatch(text) and text == text.strip() and not _MEANS_SOMETHING.fullmatch(text):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)


def _key(key: str) -> str:
    written = scalar(key)
    return written if len(written) <= _LONGEST_KEY else f"? {written} "
