"""Parquet: read back as the same document; damaged files refused; flat tables of others read too."""

from __future__ import annotations

import builtins
import io
from typing import Any

import pytest
from msgspec.structs import replace

from perflint import limits
from perflint.lexicon import Lexicon
from perflint.model import Budget, Document, Indicator, Project, Unit
from perflint.readers import parquet, read
from perflint.readers.source import Unreadable
from perflint.writers import CannotWrite, write

pytestmark = pytest.mark.needs_extra("parquet")

PROJECT = Project(
    no=3,
    heading="3.办案经费绩效目标表",
    code="13022522P00CKTC10027L",
    name="办案经费",
    unit=Unit("312002", "县公安局"),
    budget=Budget("90.00", "80.00", "", (("上年结转", "1.50"),)),
    spend_plan=(("3月底", "25%"), ("6月底", "")),
    goals=("1.甲",),
    indicators=(Indicator("产出指标", "数量指标", "办案数量", value="=1+1"),),
    long_term_goals=("长远",),
    long_term_indicators=(Indicator(name="甲", value="1"),),
)


def test_the_seed_is_read_back_as_the_same_document(booklet: bytes, lexicon: Lexicon) -> None:
    seed = read("booklet.txt", booklet, lexicon)
    found = read("a.parquet", write(seed, ".parquet"), lexicon)
    assert replace(found, kind=seed.kind) == seed
    assert found.fields == seed.fields
    assert not found.problems


def test_every_field_of_a_project_is_kept(lexicon: Lexicon) -> None:
    document = Document(projects=(PROJECT, Project(code="X")), fields=frozenset({"code", "purpose"}), year="2022")
    found = read("a.parquet", write(document, ".parquet"), lexicon)
    assert found.projects == document.projects
    assert (found.fields, found.year) == (document.fields, "2022")


def test_a_value_stands_at_the_number_of_its_record(lexicon: Lexicon) -> None:
    found = read("a.parquet", write(Document(projects=(PROJECT, PROJECT)), ".parquet"), lexicon)
    place = found.projects[1].places.find("")
    assert place is not None
    assert place.line == 2


def test_a_flat_table_of_another_system_is_read(lexicon: Lexicon) -> None:
    import pyarrow
    from pyarrow import parquet as library

    classes = {"一级指标": "产出指标", "二级指标": "数量指标", "三级指标": "乙", "指标值": "≥1个"}
    row = {"项目编码": "X1", "项目名称": "甲", "预算数": 90, **classes}
    out = io.BytesIO()
    library.write_table(pyarrow.Table.from_pylist([row, {**row, "三级指标": "丙"}]), out)
    (project,) = read("a.parquet", out.getvalue(), lexicon).projects
    names = [item.name for item in project.indicators]
    assert (project.code, project.budget.total, names) == (
        "X1",
        "90",
        ["乙", "丙"],
    )


@pytest.mark.parametrize("cut", [4, 60, -20])
def test_a_broken_file_is_refused(cut: int) -> None:
    data = write(Document(projects=(PROJECT,)), ".parquet")
    with pytest.raises(Unreadable, match="damaged"):
        parquet.blocks(data[:cut])


@pytest.mark.parametrize(("limit", "reason"), [("PARQUET_BYTES", "too large"), ("CELLS", "more than 1 cells")])
def test_the_size_is_limited(limit: str, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, limit, 1)
    with pytest.raises(Unreadable, match=reason):
        parquet.blocks(write(Document(projects=(PROJECT, PROJECT)), ".parquet"))


def test_without_the_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    original = builtins.__import__

    def without(name: str, *arguments: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ModuleNotFoundError(name=name)
        return original(name, *arguments)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(Unreadable, match=r"perflint-targets\[parquet\]"):
        parquet.blocks(b"PAR1")
    with pytest.raises(CannotWrite, match=r"perflint-targets\[parquet\]"):
        write(Document(), ".parquet")
