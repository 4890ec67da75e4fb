"""A short run of benchmarks/fuzz_readers.py: damaged inputs of every format are read or said."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def fuzz(checkout: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("fuzz_readers", checkout / "benchmarks" / "fuzz_readers.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["fuzz_readers"] = module
    spec.loader.exec_module(module)
    return module


def test_damaged_inputs_are_read_or_said(fuzz: ModuleType) -> None:
    corpus = {name: data for name, data in fuzz.inputs().items() if not name.endswith(".pdf")}
    assert {Path(name).suffix for name in corpus} >= {".docx", ".doc", ".odt", ".xlsx", ".xls", ".html", ".csv", ".txt"}
    outcomes = set()
    for number, name, data in fuzz.tries(300, 7, corpus):
        outcome, fault = fuzz.wrong(name, data, judge=number % fuzz.JUDGED == 0)
        assert not fault, (number, name, fault)
        outcomes.add(outcome)
    assert outcomes == {"read", "said"}


def test_the_same_seed_damages_the_same_bytes(fuzz: ModuleType) -> None:
    corpus = fuzz.inputs()
    once, again = (list(fuzz.tries(60, 3, corpus)) for _ in range(2))
    assert once == again
    assert all(data != corpus[name] for _, name, data in once[:20])


def test_a_reader_that_raises_is_caught(fuzz: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def raises(*_: object) -> None:
        raise KeyError("gone")

    monkeypatch.setattr(fuzz, "read", raises)
    outcome, fault = fuzz.wrong("a.csv", b"a,b,c\n", judge=False)
    assert outcome == "fault"
    assert "KeyError: 'gone'" in fault
