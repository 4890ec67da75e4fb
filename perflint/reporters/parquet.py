"""``--format parquet`` (needs the extra ``parquet``): one row a violation, for tools that read tables.

Columns are the fields of a violation in JSON, in the same shapes; silenced ones come last, with ``waived_by``.
The file's metadata holds the version of the rules and the counts of the report, as JSON, under ``perflint.report``.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from perflint.report import Report
from perflint.reporters import NeedsExtra, View
from perflint.reporters.record import summary_record, violation_record, waived_record

METADATA: Final = b"perflint.report"
ROWS_A_GROUP: Final = 20_000
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def require() -> None:
    """Raises NeedsExtra where pyarrow is not installed."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ModuleNotFoundError as error:
        how = 'pip install "perflint-targets[parquet]"'
        raise NeedsExtra(f"输出Parquet需要安装附加组件：{how}", f"writing Parquet needs an extra: {how}") from error


def render_bytes(report: Report, view: View) -> Iterator[bytes]:
    """The file, whole."""
    import pyarrow
    from pyarrow import parquet

    said = {"rules_version": report.rules_version, "summary": summary_record(report)}
    schema = columns().with_metadata({METADATA: json.dumps(said).encode()})
    out = io.BytesIO()
    records = _records(report)
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        while rows := list(islice(records, ROWS_A_GROUP)):
            writer.write_table(pyarrow.Table.from_pylist(rows, schema=schema))
    yield out.getvalue()


def columns() -> Any:
    """The columns of a violation, as a schema of pyarrow."""
    import pyarrow

    text, number = pyarrow.string(), pyarrow.int64()
    both = pyarrow.struct([("zh", text), ("en", text)])
    cell = [("sheet", text), ("ref", text), ("table", number), ("row", number), ("column", number)]
    location = pyarrow.struct(
        [
            *[("path", text), ("line", number), ("column", number), ("end_line", number), ("end_column", number)],
            *[("cell", pyarrow.struct([*cell, ("paragraph", number)])), ("page", number)],
            ("box", pyarrow.list_(pyarrow.float64())),
        ]
    )
    related = pyarrow.struct([("project", text), ("field", text), ("location", location)])
    decision = ("verdict", "reason", "by", "expires", "source")
    return pyarrow.schema(
        [
            *[(name, text) for name in ("rule", "slug", "severity", "category", "project")],
            ("project_no", number),
            *[(name, text) for name in ("project_name", "unit", "field", "value")],
            *[("message", both), ("suggestion", text), ("confidence", text), ("location", location)],
            *[("related", pyarrow.list_(related)), ("related_total", number)],
            *[("cluster", text), ("fingerprint", text)],
            ("waived_by", pyarrow.struct([(name, text) for name in decision])),
        ]
    )


def _records(report: Report) -> Iterator[dict[str, Any]]:
    for violation in report.violations:
        yield sound(violation_record(violation))
    for item in report.waived:
        yield sound(waived_record(item))


def sound(value: Any) -> Any:
    """The value with halves of surrogate pairs, which no UTF-8 can hold, replaced."""
    if isinstance(value, str):
        return value if value.isascii() else _SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {name: sound(item) for name, item in value.items()}
    return [sound(item) for item in value] if isinstance(value, list) else value
