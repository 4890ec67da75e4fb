"""The five rules that a validator of data frames can express, on a corpus in Parquet: prints [project code, rule].

python benchmarks/frame_rules.py CORPUS.parquet       (needs pandera with polars, which are no part of perflint)
"""

from __future__ import annotations

import json
import sys

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors
from peers import CELLS, CODE, LEVEL1, OVER_100

SHARE = pl.element().struct.field("text")


def column(name: str) -> pl.Expr:
    return pl.col(name)


def check(rule: str, right: pl.Expr) -> pa.Check:
    """A check of whole rows."""
    return pa.Check(lambda data: data.lazyframe.select(right), name=rule)


PROJECTS = pa.DataFrameSchema(
    checks=[
        check("COD001", column("code").str.contains(CODE)),
        check("PLN002", column("spend_plan").list.eval(~SHARE.str.contains(OVER_100)).list.all()),
        check("PLN004", column("spend_plan").list.last().struct.field("text") == "100%"),
        check("STR003", column("purpose") != ""),
    ]
)
ROWS = pa.DataFrameSchema(
    checks=[
        check("CLS001", column("level1").is_in(LEVEL1)),
        check("VAL001", ~column("value").str.contains(OVER_100)),
        check("STR003", pl.all_horizontal(column(cell) != "" for cell in CELLS)),
    ]
)


def broken(schema: pa.DataFrameSchema, frame: pl.DataFrame, codes: pl.Series) -> list[tuple[str, str]]:
    """Code and rule of each row that breaks a check."""
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as found:
        cases = found.failure_cases
        return [(codes[index], rule) for rule, index in zip(cases["check"], cases["index"], strict=True)]
    return []


def main() -> None:
    frame = pl.read_parquet(sys.argv[1])
    rows = frame.select("code", "indicators").explode("indicators").unnest("indicators")
    found = broken(PROJECTS, frame, frame["code"]) + broken(ROWS, rows, rows["code"])
    for code, rule in sorted(set(found)):
        print(json.dumps([code, rule], ensure_ascii=False))


if __name__ == "__main__":
    main()
