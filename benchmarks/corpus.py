"""Makes corpora of projects of several kinds of authority, with planted faults that are known.

    python benchmarks/corpus.py OUT.ndjson --projects 1000 [--seed 1] [--faults 0.1]

The kind of file is told by its ending (.ndjson, .json, .yaml; .xlsx and .parquet by `perflint convert`). Beside it
`OUT.truth.json` tells the planted faults: [rule, project code, field]. The same seed gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from perflint.api import shipped_rules
from perflint.checks.codes import check_character

TEMPLATES = Path(__file__).with_name("templates.yaml")
COLUMNS = ("level1", "level2", "name", "description", "value", "basis")
POINTS = ("3月底", "6月底", "10月底", "12月底")
HEAD = {"format": 1, "profile": "hebei-2022", "year": 2023, "money_unit": "万元", "title": "2023年部门预算绩效文本"}
UNITS = {"县水利局": "407001", "县教育局": "331001", "县卫生健康局": "361001", "县交通运输局": "348001"}


def checked(body: str) -> str:
    """A project code with its check character, by the scheme that the rules know."""
    return body + check_character(body, shipped_rules().lexicon.table("code_check_scheme"))


def project_of(template: dict[str, Any], places: list[str], number: int, chance: random.Random) -> dict[str, Any]:
    """A project without faults."""
    a, b = chance.randint(100, 4000), chance.randint(100, 4000)
    slots = {
        "n": chance.randint(11, 99), "m": chance.randint(201, 9999), "p": chance.randint(90, 99),
        "place": chance.choice(places), "a": f"{a / 100:.2f}", "b": f"{b / 100:.2f}", "total": f"{(a + b) / 100:.2f}",
    }  # fmt: skip
    code = f"13042623P{number:011d}"
    plan = sorted(chance.sample(range(5, 96, 5), 3))
    name = f"{template['name'].format(**slots)}（{number}）"
    return {
        "no": number,
        "heading": f"{number}.{name}绩效目标表",
        "code": checked(code),
        "name": name,
        "unit": {"code": UNITS[template["unit"]], "name": template["unit"]},
        "budget": {"total": slots["total"], "fiscal": slots["total"]},
        "purpose": template["purpose"].format(**slots),
        "spend_plan": dict(zip(POINTS, [*(f"{share}%" for share in plan), "100%"], strict=True)),
        "goals": [goal.format(**slots) for goal in template["goals"]],
        "indicators": [
            dict(zip(COLUMNS, [cell.format(**slots) for cell in row], strict=True)) for row in template["rows"]
        ],
    }


def plant(project: dict[str, Any], chance: random.Random) -> tuple[str, str]:
    """Makes one thing in a project wrong; the rule that must say so, and the field."""
    kind = chance.randrange(4)
    if kind == 0:
        project["spend_plan"]["12月底"] = "97%"
        return "PLN004", "spend_plan.12月底"
    if kind == 1:
        project["spend_plan"]["6月底"] = "1%"
        project["spend_plan"]["3月底"] = "4%"
        return "PLN003", "spend_plan.6月底"
    if kind == 2:
        row = project["indicators"][0]
        row["value"] = "≥" + "".join(filter(str.isdigit, row["value"]))
        return "VAL002", "indicators[1].value"
    project["indicators"][1]["value"] = "≥295%"
    return "VAL001", "indicators[2].value"


def projects(count: int, seed: int, faults: float) -> Iterator[tuple[dict[str, Any], tuple[str, str] | None]]:
    """Projects one by one, each with its planted fault or None."""
    chance = random.Random(seed)
    source = yaml.safe_load(TEMPLATES.read_text(encoding="utf-8"))
    for number in range(1, count + 1):
        project = project_of(chance.choice(source["projects"]), source["places"], number, chance)
        yield project, plant(project, chance) if chance.random() < faults else None


def write(out: Path, count: int, seed: int = 1, faults: float = 0.1) -> list[tuple[str, str, str]]:
    """Writes a corpus and its truth; returns the truth."""
    truth = []
    with out.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(_opening(out.suffix))
        for number, (project, planted) in enumerate(projects(count, seed, faults)):
            stream.write(_entry(project, out.suffix, first=number == 0))
            if planted is not None:
                truth.append((planted[0], project["code"], planted[1]))
        stream.write("]}\n" if out.suffix == ".json" else "")
    out.with_suffix(".truth.json").write_text(json.dumps(truth, ensure_ascii=False), encoding="utf-8")
    return truth


def _opening(suffix: str) -> str:
    if suffix == ".yaml":
        return yaml.safe_dump(HEAD, allow_unicode=True, sort_keys=False) + "projects:\n"
    head = json.dumps(HEAD, ensure_ascii=False)
    return head + "\n" if suffix == ".ndjson" else head[:-1] + ', "projects": [\n'


def _entry(project: dict[str, Any], suffix: str, first: bool) -> str:
    if suffix == ".yaml":
        return yaml.dump([project], Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10_000)
    text = json.dumps(project, ensure_ascii=False)
    return text + "\n" if suffix == ".ndjson" else ("" if first else ",\n") + text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("out", type=Path)
    parser.add_argument("--projects", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", type=float, default=0.1, help="the share of projects with a planted fault")
    asked = parser.parse_args()
    truth = write(asked.out, asked.projects, asked.seed, asked.faults)
    print(f"{asked.projects} projects, {len(truth)} planted faults")


if __name__ == "__main__":
    main()
