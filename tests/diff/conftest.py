"""The booklet as plain data, edited copies of it, and their comparison."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from perflint.api import ReadInput, check_inputs, shipped_rules
from perflint.diff.compare import Comparison, compare
from perflint.diff.side import Side
from perflint.readers import read
from perflint.writers import write

Edit = Callable[[dict[int, Any], dict[str, Any]], None]


@pytest.fixture(scope="session")
def booklet() -> dict[str, Any]:
    path = Path(__file__).resolve().parents[2] / "examples" / "laoting-2022.yaml"
    document = read(path.name, path.read_bytes(), shipped_rules().lexicon)
    data: dict[str, Any] = json.loads(write(document, ".json"))
    return data


def judged(data: dict[str, Any], name: str) -> Side:
    report = check_inputs([ReadInput(name, json.dumps(data, ensure_ascii=False, indent=1).encode())])
    return Side(report, shipped_rules())


@pytest.fixture(scope="session")
def old(booklet: dict[str, Any]) -> Side:
    return judged(booklet, "old.json")


@pytest.fixture
def edited(booklet: dict[str, Any], old: Side) -> Callable[[Edit], Comparison]:
    """Compares the booklet with a copy that an edit was made in; projects by their printed number."""

    def run(edit: Edit) -> Comparison:
        data = copy.deepcopy(booklet)
        edit({project["no"]: project for project in data["projects"]}, data)
        return compare(old, judged(data, "new.json"))

    return run


@pytest.fixture
def side() -> Callable[[dict[str, Any]], Side]:
    """A document given as plain data, judged."""
    return lambda data: judged(data, "document.json")
