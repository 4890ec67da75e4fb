"""Peers of perflint on the same file: general validators with those of its rules that they can express.

A peer is run where it is installed: on PATH, or in a folder that is named (the `bin` of a virtual environment, the
`.bin` of node_modules). What a peer reports is told as (project code, rule), to be held against the planted faults.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Pairs = set[tuple[str, str]]

EXPRESSED = frozenset({"STR003", "PLN002", "VAL001", "PLN004", "COD001", "CLS001"})
"""Rules of which the planted faults can be said as a required field, a percent range by its pattern (PLN002, VAL001),
the end of the spend plan, the pattern of a code and an enumeration of classes: five rules in six names."""

CODE = r"^\d{8}[A-Z][0-9A-Z]{12}$"
OVER_100 = r"(?:[1-9]\d{3,}|[2-9]\d\d|1[1-9]\d|10[1-9])%"
LEVEL1 = ["产出指标", "效益指标", "满意度指标"]
PROJECT = ("code", "name", "purpose", "goals", "indicators")
CELLS = ("level1", "level2", "name", "value", "basis")


@dataclass(frozen=True)
class Peer:
    """A program, the endings of the files that it takes, the rules that it can express, and how its report is read."""

    name: str
    program: str
    endings: tuple[str, ...]
    expressed: frozenset[str]
    command: Callable[[str, Path, Path], list[str]]
    found: Callable[[Path, Sequence[str]], Pairs]


def spectral_rules() -> dict[str, Any]:
    """The five rules for Spectral."""

    def rule(given: str | list[str], then: object) -> dict[str, object]:
        return {"severity": "error", "given": given, "then": then}

    project, rows = "$.projects[*]", "$.projects[*].indicators[*]"
    too_much = {"function": "pattern", "functionOptions": {"notMatch": OVER_100}}
    return {
        "rules": {
            "STR003": rule(rows, [{"field": cell, "function": "truthy"} for cell in CELLS]),
            "STR003-project": rule(project, [{"field": cell, "function": "truthy"} for cell in PROJECT]),
            "PLN002": rule(f"{project}.spend_plan.*", too_much),
            "VAL001": rule(f"{rows}.value", too_much),
            "PLN004": rule(
                f"{project}.spend_plan['12月底']",
                {"function": "enumeration", "functionOptions": {"values": ["100%"]}},
            ),
            "COD001": rule(f"{project}.code", {"function": "pattern", "functionOptions": {"match": CODE}}),
            "CLS001": rule(f"{rows}.level1", {"function": "enumeration", "functionOptions": {"values": LEVEL1}}),
        }
    }


def json_schema() -> dict[str, Any]:
    """The five rules as a JSON Schema."""
    share = {"not": {"type": "string", "pattern": OVER_100}}
    filled = {"minLength": 1}
    cells = {**dict.fromkeys(CELLS, filled), "level1": {"enum": LEVEL1}, "value": share}
    row = {"properties": cells, "required": CELLS}
    plan = {"properties": {"12月底": {"const": "100%"}}, "additionalProperties": share}
    project = {
        "properties": {"code": {"pattern": CODE}, "spend_plan": plan, "indicators": {"items": row}, "purpose": filled},
        "required": PROJECT,
    }
    return {"properties": {"projects": {"items": project}}, "required": ["projects"]}


RULE_OF = {
    "code": "COD001",
    "12月底": "PLN004",
    "6月底": "PLN002",
    "level1": "CLS001",
    "basis": "STR003",
    "value": "VAL001",
}
"""By the last part of a place, the rule of the fault there."""


def pair(codes: Sequence[str], place: str) -> tuple[str, str]:
    """The code of the project at a place such as `$.projects[3].code`, and the rule."""
    number = re.search(r"projects\W+(\d+)", place)
    last = re.split(r"[.\]\['\"]+", place.rstrip("'\"]"))[-1]
    return codes[int(number[1])] if number else "", RULE_OF.get(last, place)


def _spectral(program: str, path: Path, folder: Path) -> list[str]:
    rules = folder / "spectral.json"
    rules.write_text(json.dumps(spectral_rules(), ensure_ascii=False), encoding="utf-8")
    return [program, "lint", "--ruleset", str(rules), "--format", "json", str(path)]


def _spectral_found(output: Path, codes: Sequence[str]) -> Pairs:
    # words may follow the list
    found, _ = json.JSONDecoder().raw_decode(output.read_text(encoding="utf-8"))
    return {(codes[int(each["path"][1])], each["code"].split("-")[0]) for each in found}


def _with_schema(schema: Callable[[], dict[str, Any]]) -> Callable[[str, Path, Path], list[str]]:
    def command(program: str, path: Path, folder: Path) -> list[str]:
        written = folder / f"{schema.__name__}.json"
        written.write_text(json.dumps(schema(), ensure_ascii=False), encoding="utf-8")
        return [program, "-o", "json", "-v", "--schemafile", str(written), str(path)]

    return command


def own_schema() -> dict[str, Any]:
    """The JSON Schema that perflint prints: it tells the shape of the format and judges no text."""
    command = [sys.executable, "-m", "perflint", "schema", "targets"]
    loaded: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return loaded


def _schema_found(output: Path, codes: Sequence[str]) -> Pairs:
    errors = json.loads(output.read_text(encoding="utf-8"))["errors"]
    return {pair(codes, error["path"]) for error in errors}


def _yamllint(program: str, path: Path, folder: Path) -> list[str]:
    # long lines are the nature of such texts
    return [program, "-f", "parsable", "-d", "{extends: relaxed, rules: {line-length: disable}}", str(path)]


def _yamllint_found(output: Path, codes: Sequence[str]) -> Pairs:
    return {("", line) for line in output.read_text(encoding="utf-8").splitlines() if ": [error]" in line}


def _frame_found(output: Path, codes: Sequence[str]) -> Pairs:
    return {(code, rule) for code, rule in map(json.loads, output.read_text(encoding="utf-8").splitlines())}


def _frame(program: str, path: Path, folder: Path) -> list[str]:
    return [program, str(Path(__file__).with_name("frame_rules.py")), str(path)]


PEERS = (
    Peer("Spectral, five rules", "spectral", (".yaml", ".json"), EXPRESSED, _spectral, _spectral_found),
    Peer(
        "check-jsonschema, five rules",
        "check-jsonschema",
        (".yaml", ".json"),
        EXPRESSED,
        _with_schema(json_schema),
        _schema_found,
    ),
    Peer(
        "check-jsonschema, perflint's schema",
        "check-jsonschema",
        (".yaml",),
        frozenset(),
        _with_schema(own_schema),
        _schema_found,
    ),
    Peer(
        "yamllint, relaxed",
        "yamllint",
        (".yaml",),
        frozenset(),
        _yamllint,
        _yamllint_found,
    ),
    Peer("pandera on polars, five rules", "python", (".parquet",), EXPRESSED, _frame, _frame_found),
)


def where(peer: Peer, folders: Sequence[Path]) -> str | None:
    """The program of a peer, or None where it is not installed."""
    places = [*(str(folder) for folder in folders), str(Path(sys.executable).parent)]
    for place in [*places, None]:
        program = shutil.which(peer.program, path=place)
        if program and (peer.program != "python" or _imports(program, "pandera.polars")):
            return program
    return None


def _imports(program: str, module: str) -> bool:
    return subprocess.run([program, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0
