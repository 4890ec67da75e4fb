"""Makes corpora of projects of eleven kinds of authority, with planted faults that are known.

    python benchmarks/corpus.py OUT.ndjson --projects 1000 [--seed 1] [--faults 0.1]
    python benchmarks/corpus.py FOLDER --projects 1000000 --documents 200 [--kinds ndjson,yaml,json]

A file holds one county with all its departments, a folder one department a document. The kind of file is told by its
ending (.ndjson, .json, .yaml are written one project at a time, so memory is flat; .xlsx and .parquet go through
`perflint convert`). Beside it `OUT.truth.ndjson` tells the planted faults, one a line: [document, rule, project code,
field]; nothing else in the corpus is an error or a warning. The same seed gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TextIO

import yaml
from faults import ALONE, SHARED, UNSEEN_IN_SHEETS

from perflint.api import shipped_rules
from perflint.checks.codes import check_character

TEMPLATES = Path(__file__).with_name("templates.yaml")
YEAR = 2023
COLUMNS = ("level1", "level2", "name", "description", "value", "basis")
POINTS = ("3月底", "6月底", "10月底", "12月底")
STREAMED = frozenset({".ndjson", ".json", ".yaml"})
MOST = 1_000_003
"""Project numbers are below this prime, which permutes them into pairs of quantities and of amounts that no other
project has: otherwise a large corpus would hold goals and purposes that are equal by chance."""

Truth = tuple[str, str, str, str]
"""Document, rule, project code, field."""


@dataclass(frozen=True)
class Unit:
    """A unit that has projects."""

    code: str
    name: str
    templates: list[dict[str, Any]]


@dataclass(frozen=True)
class Made:
    """A project, with what it was made from, so that another can be made partly alike."""

    project: dict[str, Any]
    slots: dict[str, Any]
    document: str


@dataclass
class State:
    """What goes from one document of a corpus to the next."""

    chance: random.Random
    faults: float
    number: int = 0
    earlier: dict[str, Made] = field(default_factory=dict)
    """Faultless projects which later ones may copy from, one for each county, trade, and trade of a unit."""


@cache
def source() -> dict[str, Any]:
    """The templates."""
    loaded: dict[str, Any] = yaml.load(TEMPLATES.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return loaded


@cache
def _scheme() -> Any:
    return shipped_rules().lexicon.table("code_check_scheme")


def checked(body: str) -> str:
    """A project code with its check character, by the scheme that the rules know."""
    return body + check_character(body, _scheme())


def slots_of(template: dict[str, Any], number: int, chance: random.Random) -> dict[str, Any]:
    """What goes into the gaps of a template. {n} with {m}, and {a} with {b}, are this project's alone."""
    spread = number * 611_953 % MOST
    a, b = 100 + spread % 3900, 100 + spread // 3900 * 15 + chance.randrange(15)
    places = source()["places"]
    return {
        "n": 11 + spread % 89,
        "m": 201 + spread // 89,
        "k": chance.randint(2, 9),
        "p": chance.randint(90, 99),
        "q": chance.randint(85, 98),
        "a": f"{a / 100:.2f}",
        "b": f"{b / 100:.2f}",
        "total": f"{(a + b) / 100:.2f}",
        "place": chance.choice(places["first"]) + chance.choice(places["last"]),
        "village": "".join(map(chance.choice, source()["villages"].values())),
        "item": chance.choice(template["items"]),
        "year": YEAR,
        "more": chance.random() < 0.4,
    }


def level1(level2: str) -> str:
    """The class above a class."""
    if level2.startswith("服务对象"):
        return "满意度指标"
    return "产出指标" if level2[:2] in ("数量", "质量", "时效", "成本") else "效益指标"


def project_of(
    template: dict[str, Any], slots: dict[str, Any], number: int, printed: int, region: str, unit: Unit
) -> dict[str, Any]:
    """A project without faults."""
    name = f"{template['name'].format(**slots)}（{number:06d}）"
    rows = [*template["rows"], *(template["more"] if slots["more"] else ())]
    rows.sort(key=lambda row: ("产效满".index(level1(row[0])[0]), "数质时成经社生可服".index(row[0][0])))
    shares = [slots["k"] * 3, 30 + slots["n"] % 30, 65 + slots["m"] % 30]
    return {
        "no": printed,
        "heading": f"{printed}.{name}绩效目标表",
        "code": checked(f"{region}{YEAR % 100}P{number:011d}"),
        "name": name,
        "unit": {"code": unit.code, "name": unit.name},
        "budget": {"total": slots["total"], "fiscal": slots["total"]},
        "purpose": template["purpose"].format(**slots),
        "spend_plan": dict(zip(POINTS, [*(f"{share}%" for share in shares), "100%"], strict=True)),
        "goals": [goal.format(**slots) for goal in template["goals"]],
        "indicators": [
            dict(zip(COLUMNS, [level1(row[0]), *(cell.format(**slots) for cell in row)], strict=True)) for row in rows
        ],
    }


def document(
    name: str, head: dict[str, Any], units: list[Unit], size: int, state: State, unseen: frozenset[str] = frozenset()
) -> Iterator[tuple[dict[str, Any], list[Truth]]]:
    """The projects of a document one by one, each with the faults that come true with it; none of the unseen rules."""
    chance = state.chance
    for index in range(size):
        state.number += 1
        unit = units[index * len(units) // size]
        template = chance.choice(unit.templates)
        slots = slots_of(template, state.number, chance)
        keys = {"county": head["region"], "unit": f"{unit.name} {template['name']}", "trade": template["name"]}
        shared = chance.choice(sorted(SHARED))
        key = keys[SHARED[shared].among]
        earlier = state.earlier.get(key)
        faulty = chance.random() < state.faults
        copies = faulty and earlier is not None and earlier.slots["place"] != slots["place"] and chance.random() < 0.2
        if copies and earlier is not None:
            slots |= {slot: earlier.slots[slot] for slot in SHARED[shared].slots}
        project = project_of(template, slots, state.number, index + 1, head["region"], unit)
        planted: list[Truth] = []
        if copies and earlier is not None:
            place = SHARED[shared].plant(project, earlier.project)
            planted = [
                (earlier.document, shared, earlier.project["code"], place),
                (name, shared, project["code"], place),
            ]
            del state.earlier[key]
        elif faulty:
            rule, place = _plant(project, chance, unseen)
            planted = [(name, rule, project["code"], place)]
        elif earlier is None or earlier.document != name:
            state.earlier[key] = Made(project, slots, name)
        yield project, planted


def _plant(project: dict[str, Any], chance: random.Random, unseen: frozenset[str]) -> tuple[str, str]:
    """Makes one thing in a project wrong; the rule that must say so, and the field."""
    while True:
        rule = chance.choice(sorted(ALONE.keys() - unseen))
        place = ALONE[rule](project, chance)
        if place:
            return rule, place


def county(number: int) -> tuple[str, str]:
    """Region code and name of a county."""
    names = source()["counties"]
    return f"1304{21 + number % len(names)}", names[number % len(names)]


def head_of(region: str, whose: str) -> dict[str, Any]:
    """What a document says before its projects."""
    title = f"{whose}{YEAR}年部门预算绩效文本"
    return {"format": 1, "profile": "hebei-2022", "title": title, "year": YEAR, "region": region, "money_unit": "万元"}


def whole_county(number: int = 5) -> tuple[dict[str, Any], list[Unit]]:
    """The head and the units of a document with all departments of a county."""
    region, name = county(number)
    units = [Unit(f"{kind['code']}001", name + kind["bureau"], kind["projects"]) for kind in source()["kinds"]]
    return head_of(region, name), units


def department(number: int) -> tuple[dict[str, Any], list[Unit]]:
    """The head and the units of a document of one department: the kinds in turns, then the next county."""
    kinds = source()["kinds"]
    kind = kinds[number % len(kinds)]
    region, name = county(number // len(kinds))
    units = [
        Unit(f"{kind['code']}{index:03d}", name + unit, kind["projects"]) for index, unit in enumerate(kind["units"], 1)
    ]
    head = head_of(region, name + kind["bureau"])
    return {**head, "department": {"code": kind["code"], "name": name + kind["bureau"]}}, units


def write(out: Path, count: int, seed: int = 1, faults: float = 0.1) -> int:
    """Writes a file and its truth beside it; returns the number of planted faults."""
    state = State(random.Random(seed), faults)
    with truth_of(out).open("w", encoding="utf-8", newline="\n") as truth:
        if out.suffix in STREAMED:
            return _write(out, *whole_county(), count, state, truth, out.name)
        with tempfile.TemporaryDirectory() as folder:
            plain = Path(folder, "corpus.ndjson")
            unseen = UNSEEN_IN_SHEETS if out.suffix == ".xlsx" else frozenset()
            planted = _write(plain, *whole_county(), count, state, truth, out.name, unseen)
            convert(plain, out)
        return planted


def write_folder(
    folder: Path, count: int, documents: int, kinds: tuple[str, ...] = ("ndjson",), seed: int = 1, faults: float = 0.1
) -> int:
    """Writes a folder of documents, of these kinds in turns; returns the number of planted faults."""
    folder.mkdir(parents=True, exist_ok=True)
    state = State(random.Random(seed), faults)
    planted = 0
    with truth_of(folder).open("w", encoding="utf-8", newline="\n") as truth:
        for number in range(documents):
            size = count // documents + (number < count % documents)
            path = folder / f"d{number + 1:05d}.{kinds[number % len(kinds)]}"
            planted += _write(path, *department(number), size, state, truth, path.name)
            _forget_units(state)
    return planted


def _forget_units(state: State) -> None:
    """Projects that only a later one of their own unit could copy from, once the document is at its end."""
    state.earlier = {key: made for key, made in state.earlier.items() if " " not in key}


def truth_of(corpus: Path) -> Path:
    """Where the planted faults of a corpus stand: beside it, so that a folder holds documents alone."""
    return corpus.with_name(f"{corpus.stem}.truth.ndjson")


def read_truth(corpus: Path) -> list[Truth]:
    """The planted faults of a corpus."""
    with truth_of(corpus).open(encoding="utf-8") as lines:
        return [(where, rule, code, place) for where, rule, code, place in map(json.loads, lines)]


def convert(plain: Path, out: Path) -> None:
    """Writes a corpus in a format that is not written project by project."""
    subprocess.run([sys.executable, "-m", "perflint", "convert", str(plain), "-o", str(out)], check=True)


def _write(
    path: Path,
    head: dict[str, Any],
    units: list[Unit],
    size: int,
    state: State,
    truth: TextIO,
    name: str,
    unseen: frozenset[str] = frozenset(),
) -> int:
    planted = 0
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(_opening(head, path.suffix))
        for index, (project, faults) in enumerate(document(name, head, units, size, state, unseen)):
            stream.write(_entry(project, path.suffix, first=index == 0))
            truth.writelines(json.dumps(fault, ensure_ascii=False) + "\n" for fault in faults)
            planted += len(faults)
        stream.write("]}\n" if path.suffix == ".json" else "")
    return planted


def _opening(head: dict[str, Any], suffix: str) -> str:
    if suffix == ".yaml":
        return yaml.safe_dump(head, allow_unicode=True, sort_keys=False) + "projects:\n"
    text = json.dumps(head, ensure_ascii=False)
    return text + "\n" if suffix == ".ndjson" else text[:-1] + ', "projects": [\n'


def _entry(project: dict[str, Any], suffix: str, first: bool) -> str:
    if suffix == ".yaml":
        return yaml.dump([project], Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10_000)
    text = json.dumps(project, ensure_ascii=False)
    return text + "\n" if suffix == ".ndjson" else ("" if first else ",\n") + text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--projects", type=int, default=1000)
    parser.add_argument("--documents", type=int, help="write a folder of so many documents")
    parser.add_argument("--kinds", default="ndjson", help="of a folder's documents, in turns: ndjson,json,yaml")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", type=float, default=0.1, help="the share of projects with a planted fault")
    asked = parser.parse_args()
    if not 1 <= asked.projects < MOST:
        parser.error(f"--projects: 1 to {MOST - 1}")
    if asked.documents:
        kinds = tuple(asked.kinds.split(","))
        planted = write_folder(asked.out, asked.projects, asked.documents, kinds, asked.seed, asked.faults)
    else:
        planted = write(asked.out, asked.projects, asked.seed, asked.faults)
    print(f"{asked.projects} projects, {planted} planted faults")


if __name__ == "__main__":
    main()
