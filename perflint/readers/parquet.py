"""Parquet files (need the extra ``parquet``): those that perflint writes, and flat tables with one row an indicator."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from msgspec.structs import replace

from perflint import limits
from perflint.grid import Block, GridCell
from perflint.lexicon import Lexicon
from perflint.model import Budget, Document, Indicator, Project, Unit
from perflint.place import Place, PlaceMap
from perflint.readers import json as json_reader
from perflint.readers import too_much
from perflint.readers.canonical import canonical
from perflint.readers.layout import recognise
from perflint.readers.sheet_grid import lines
from perflint.readers.source import Unreadable

KIND: Final = "parquet"
METADATA: Final = b"perflint"
_BATCH = 2_000


def read(name: str, data: bytes, lexicon: Lexicon) -> Document:
    """The document that a Parquet file holds; places are numbers of records. Raises Unreadable."""
    file = _opened(data)
    metadata = file.schema_arrow.metadata or {}
    if METADATA not in metadata:
        return recognise(_blocks(file), lexicon, KIND)
    try:
        head = json.loads(metadata[METADATA])
        fields = frozenset(str(field) for field in head.pop("fields", ()))
        projects = tuple(project_of(record, number) for number, record in enumerate(_records(file), start=1))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _damaged() from error
    written = json.dumps({**head, "projects": []}, ensure_ascii=False).encode("utf-8")
    document = json_reader.read(name, written, lexicon)
    return replace(document, kind=KIND, projects=projects, fields=fields, problems=())


def blocks(data: bytes) -> tuple[Block, ...]:
    """A flat table as a grid: the names of its columns, then its rows. Raises Unreadable."""
    return _blocks(_opened(data))


def project_of(record: Mapping[str, Any], number: int) -> Project:
    """A project from its record. Raises TypeError, KeyError or ValueError where the record is no project's."""
    unit, budget = record["unit"] or {}, record["budget"] or {}
    return Project(
        no=None if record["no"] is None else int(record["no"]),
        heading=_text(record["heading"]),
        code=_text(record["code"]),
        name=_text(record["name"]),
        unit=Unit(_text(unit.get("code")), _text(unit.get("name"))),
        budget=Budget(
            total=_text(budget.get("total")),
            fiscal=_text(budget.get("fiscal")),
            other=_text(budget.get("other")),
            parts=_pairs(budget.get("parts")),
        ),
        money_unit=_text(record["money_unit"]),
        purpose=_text(record["purpose"]),
        spend_plan=_pairs(record["spend_plan"]),
        goals=tuple(_text(goal) for goal in record["goals"] or ()),
        indicators=_rows(record["indicators"]),
        long_term_goals=tuple(_text(goal) for goal in record["long_term_goals"] or ()),
        long_term_indicators=_rows(record["long_term_indicators"]),
        places=PlaceMap({"": Place(line=number)}),
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _pairs(items: Iterable[Mapping[str, Any]] | None) -> tuple[tuple[str, str], ...]:
    return tuple((_text(item["label"]), _text(item["text"])) for item in items or ())


def _rows(items: Iterable[Mapping[str, Any]] | None) -> tuple[Indicator, ...]:
    return tuple(
        Indicator(**{name: _text(item.get(name)) for name in Indicator.__struct_fields__}) for item in items or ()
    )


def _opened(data: bytes) -> Any:
    try:
        import pyarrow
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        raise Unreadable(
            '读取Parquet需要安装附加组件：pip install "perflint-targets[parquet]"',
            'reading Parquet needs an extra: pip install "perflint-targets[parquet]"',
        ) from error
    try:
        file = parquet.ParquetFile(io.BytesIO(data))
        groups = (file.metadata.row_group(number) for number in range(file.metadata.num_row_groups))
        size = sum(group.total_byte_size for group in groups)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise _damaged() from error
    if size > limits.PARQUET_BYTES:
        raise Unreadable("Parquet文件展开后过大", "the Parquet file is too large when unpacked")
    return file


def _records(file: Any) -> Iterator[dict[str, Any]]:
    """The rows, some thousand at a time. Raises Unreadable."""
    import pyarrow

    batches = file.iter_batches(batch_size=_BATCH)
    while True:
        try:
            batch = next(batches, None)
        except (pyarrow.ArrowException, OSError, ValueError) as error:
            raise _damaged() from error
        if batch is None:
            return
        yield from batch.to_pylist()


def _damaged() -> Unreadable:
    return Unreadable("Parquet文件已损坏，无法读取", "the Parquet file is damaged and cannot be read")


def _blocks(file: Any) -> tuple[Block, ...]:
    names = file.schema_arrow.names
    if file.metadata.num_rows * len(names) > limits.CELLS:
        raise too_much.cells()
    cells = [_cell(0, column, name) for column, name in enumerate(names)]
    for row, record in enumerate(_records(file), start=1):
        cells += [_cell(row, column, _text(record[name])) for column, name in enumerate(names)]
    return (canonical(1, cells),) if cells else ()


def _cell(row: int, column: int, text: str) -> GridCell:
    place = Place(line=row or None)
    paragraphs: Sequence[str] = lines(text)
    return GridCell(row, column, paragraphs=tuple(paragraphs), place=place, places=(place,) * len(paragraphs))
