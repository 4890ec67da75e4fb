"""A corpus as one Parquet file that people can query: inputs, projects, facts and violations, one a row.

Needs the extra ``parquet``. What a row holds beside what all have is told by its ``kind``; see docs/corpus.md. The
file's metadata holds the version of the rules, as JSON, under ``perflint.corpus``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from decimal import Context, Decimal, Inexact, InvalidOperation
from itertools import islice
from pathlib import Path
from typing import Any, Final

from perflint._version import __version__
from perflint.engine.gather import Fact
from perflint.engine.listing import Listed
from perflint.model import Document
from perflint.part import Part
from perflint.place import Place
from perflint.report import Waived
from perflint.reporters.parquet import sound
from perflint.rule import Rule
from perflint.violation import Violation, digest

METADATA: Final = b"perflint.corpus"
ROWS_A_GROUP: Final = 5_000
_FOOTER: Final = 1 << 16
_YUAN: Final = Decimal("0.0001")
_MONEY: Final = Context(prec=24, traps=[InvalidOperation, Inexact])
_ABOUT_DOCUMENT: Final = ("document", "department_code", "department", "year", "profile")
_ABOUT_PROJECT: Final = ("project_code", "project_name", "unit_code", "unit_name")
_SAID: Final = ("rule", "slug", "field", "value")
_VERDICT: Final = ("verdict", "verdict_reason", "verdict_by", "verdict_expires")

Row = dict[str, Any]


def columns() -> Any:
    """The columns, as a schema of pyarrow."""
    import pyarrow

    text, number = pyarrow.string(), pyarrow.int64()
    return pyarrow.schema(
        [
            pyarrow.field("kind", text, nullable=False),
            *((name, number if name == "year" else text) for name in _ABOUT_DOCUMENT),
            *((name, text) for name in ("title", "format", "sha256")),
            *[("unreadable", pyarrow.bool_()), ("same_as", text)],
            *((name, number) for name in ("projects", "indicators", "position", "project_no")),
            *((name, text) for name in _ABOUT_PROJECT),
            *[("budget_total", text), ("budget_yuan", pyarrow.decimal128(24, 4))],
            *((name, text) for name in (*_SAID, "fact_key", "fact_group")),
            *((name, text) for name in ("severity", "category", "confidence", "message_zh", "message_en")),
            *((name, text) for name in ("suggestion", "cluster", "fingerprint")),
            ("related_total", number),
            *((name, text) for name in _VERDICT),
            *((name, number) for name in ("place_line", "place_column", "place_page", "place_table", "place_row")),
            *((name, text) for name in ("place_sheet", "place_cell")),
        ]
    )


def document_row(first: Part, same_as: str | None) -> Row:
    """The row of an input; ``same_as`` names another that says the same: its projects and facts count there."""
    return {"kind": "document", **about(first), **_input(first), "same_as": same_as}


def project_rows(about: Row, part: Part) -> Iterator[Row]:
    """The rows of the projects in a part of a document; ``about`` is what all its rows say."""
    for line in part.projects:
        yield {"kind": "project", **about, **_project(line), **_budget(line)}


def fact_rows(about: Row, part: Part, rules: Mapping[str, Rule]) -> Iterator[Row]:
    """The rows of what was compared across documents."""
    for fact in part.facts:
        yield {"kind": "fact", **about, **_fact(fact, rules)}


def violation_rows(about: Row, found: Iterable[Violation | Waived]) -> Iterator[Row]:
    """The rows of violations of the document itself, those that were silenced too."""
    yield from ({**about, **violation_row(item)} for item in found)


def project_violation_rows(about: Row, part: Part, found: Mapping[int, Iterable[Violation | Waived]]) -> Iterator[Row]:
    """The same of the projects in a part; ``found`` are those of all projects, by position."""
    for line in part.projects:
        yield from ({**about, **_project(line), **violation_row(item)} for item in found.get(line.position, ()))


def violation_row(found: Violation | Waived) -> Row:
    """What a violation says, and what silenced it; its document is named by its place."""
    if isinstance(found, Waived):
        said = (found.verdict, found.reason, found.by, found.expires)
        return {**violation_row(found.violation), **dict(zip(_VERDICT, said, strict=True))}
    violation = found
    return {
        "kind": "violation",
        "document": violation.location.path,
        "rule": violation.rule,
        "slug": violation.slug,
        "field": violation.field,
        "value": violation.value,
        "severity": violation.severity.word,
        "category": violation.category,
        "confidence": violation.confidence,
        "message_zh": violation.message.zh,
        "message_en": violation.message.en,
        "suggestion": violation.suggestion,
        "cluster": violation.cluster,
        "fingerprint": violation.fingerprint,
        "related_total": violation.related_total,
        **_place(violation.location.place),
    }


def write(path: Path, rows: Iterable[Row], rules_version: str) -> int:
    """Writes the file, one group of rows after the other; returns the number of rows. Raises OSError."""
    import pyarrow
    from pyarrow import parquet

    said = {"version": __version__, "rules_version": rules_version}
    schema = columns().with_metadata({METADATA: json.dumps(said).encode()})
    count = 0
    rows = iter(rows)
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        while group := [sound(row) for row in islice(rows, ROWS_A_GROUP)]:
            writer.write_table(pyarrow.Table.from_pylist(group, schema=schema))
            count += len(group)
    return count


def is_dataset(path: Path) -> bool:
    """Whether a file is a data set that was written here: told by the metadata at its end."""
    try:
        with path.open("rb") as stream:
            stream.seek(-min(_FOOTER, path.stat().st_size), os.SEEK_END)
            return METADATA in stream.read()
    except OSError:
        return False


def about(first: Part) -> Row:
    """What all rows of a document say, told by its first part, which has what is said before the projects."""
    setting, input = first.document.setting, first.input
    code = input.document.department.code if input.document else ""
    department = setting.department or setting.first_unit
    said = (input.path, code or None, department or None, setting.year, setting.profile.id)
    return dict(zip(_ABOUT_DOCUMENT, said, strict=True))


def _input(part: Part) -> Row:
    input = part.input
    document = input.document or Document()
    return {
        "title": part.document.setting.title or None,
        "format": document.kind or None,
        "sha256": input.sha256 or None,
        "unreadable": any(problem.kind == "unreadable" for problem in document.problems),
        "projects": input.projects,
        "indicators": input.indicators,
    }


def _project(line: Listed) -> Row:
    said = dict(zip(_ABOUT_PROJECT, (line.code, line.name, line.unit, line.unit_name), strict=True))
    return {"position": line.position + 1, "project_no": line.no, **said}


def _budget(line: Listed) -> Row:
    return {"budget_total": line.total, "budget_yuan": _money(line.yuan)}


def _money(yuan: Decimal | None) -> Decimal | None:
    """An amount as the column holds it; None where it is too large or too fine for it."""
    try:
        return yuan.quantize(_YUAN, context=_MONEY) if yuan is not None else None
    except (InvalidOperation, Inexact):
        return None


def _fact(fact: Fact, rules: Mapping[str, Rule]) -> Row:
    rule, key, member = fact
    origin = member.origin
    project = (origin.project, origin.project_name, origin.unit, origin.unit_name)
    keys = (key,) if isinstance(key, str) else key
    return {
        "position": origin.position + 1 if origin.position >= 0 else None,
        "project_no": origin.project_no,
        **dict(zip(_ABOUT_PROJECT, project, strict=True)),
        **dict(zip(_SAID, (rule, rules[rule].name, member.field, member.value), strict=True)),
        "fact_key": "\n".join(keys),
        "fact_group": digest((rule, *keys)),
    }


def _place(place: Place) -> Row:
    cell = place.cell
    if cell is None:
        return {"place_line": place.line, "place_column": place.column, "place_page": place.page}
    return {
        "place_page": place.page,
        "place_sheet": cell.sheet,
        "place_cell": cell.ref,
        "place_table": cell.table,
        "place_row": cell.row,
        "place_column": cell.column,
    }
