"""Targets in Parquet (needs the extra ``parquet``): one project a row, nested as in targets.yaml, every scalar text.

What stands around the projects is in the file's metadata under ``perflint``, as JSON.
"""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any, Final

from perflint.model import Document, Indicator, Project
from perflint.writers import CannotWrite, plain

if TYPE_CHECKING:
    import pyarrow

METADATA: Final = b"perflint"
PROJECTS_A_GROUP: Final = 10_000


def write(document: Document) -> bytes:
    """The document as a Parquet file. Raises CannotWrite where pyarrow is not installed."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        raise CannotWrite(
            '输出Parquet需要安装附加组件：pip install "perflint-targets[parquet]"',
            'writing Parquet needs an extra: pip install "perflint-targets[parquet]"',
        ) from error
    head = {**plain.head(document), "fields": sorted(document.fields)}
    metadata = {METADATA: json.dumps(head, ensure_ascii=False).encode("utf-8")}
    described = schema().with_metadata(metadata)
    table = pyarrow.Table.from_pylist([record(project) for project in document.projects], schema=described)
    out = io.BytesIO()
    parquet.write_table(table, out, compression="zstd", row_group_size=PROJECTS_A_GROUP)
    return out.getvalue()


def schema() -> pyarrow.Schema:
    """The columns of a project."""
    import pyarrow

    text = pyarrow.string()
    labelled = pyarrow.list_(pyarrow.struct([("label", text), ("text", text)]))
    rows = pyarrow.list_(pyarrow.struct([(name, text) for name in Indicator.__struct_fields__]))
    budget = pyarrow.struct([("total", text), ("fiscal", text), ("other", text), ("parts", labelled)])
    return pyarrow.schema(
        [
            ("no", pyarrow.int64()),
            ("heading", text),
            ("code", text),
            ("name", text),
            ("unit", pyarrow.struct([("code", text), ("name", text)])),
            ("budget", budget),
            ("money_unit", text),
            ("purpose", text),
            ("spend_plan", labelled),
            ("goals", pyarrow.list_(text)),
            ("indicators", rows),
            ("long_term_goals", pyarrow.list_(text)),
            ("long_term_indicators", rows),
        ]
    )


def record(project: Project) -> dict[str, Any]:
    """A project as a row of the table."""
    return {
        "no": project.no,
        **{name: getattr(project, name) for name in ("heading", "code", "name", "money_unit", "purpose")},
        "unit": {"code": project.unit.code, "name": project.unit.name},
        "budget": {
            **{name: getattr(project.budget, name) for name in ("total", "fiscal", "other")},
            "parts": _labelled(project.budget.parts),
        },
        "spend_plan": _labelled(project.spend_plan),
        "goals": list(project.goals),
        "long_term_goals": list(project.long_term_goals),
        "indicators": [_row(row) for row in project.indicators],
        "long_term_indicators": [_row(row) for row in project.long_term_indicators],
    }


def _labelled(pairs: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"label": label, "text": text} for label, text in pairs]


def _row(row: Indicator) -> dict[str, str]:
    return {name: getattr(row, name) for name in Indicator.__struct_fields__}
