"""What the pages for contributors say is true."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from perflint.api import rules_with
from perflint.examples import run


def _block(page: Path, after: str, language: str) -> str:
    text = page.read_text(encoding="utf-8")
    found = re.search(rf"```{language}\n(.*?)```", text[text.index(after) :], re.DOTALL)
    assert found
    return found.group(1)


def test_the_rule_of_five_minutes_loads_and_its_examples_hold(checkout: Path, tmp_path: Path) -> None:
    rule = _block(checkout / "CONTRIBUTING.md", "## Add a rule in five minutes", "yaml")
    pack = tmp_path / "mine.yaml"
    pack.write_text("rules:\n" + "".join(f"  {line}\n" for line in rule.splitlines()), encoding="utf-8")
    rules = rules_with([pack])
    assert "PLN901" in rules.rules
    assert run(rules, ["PLN901"]) == []


def test_the_picture_of_the_layers_is_the_contract(checkout: Path) -> None:
    contract = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = [re.sub(r"[()]", "", layer) for layer in contract["contracts"][0]["layers"]]
    assert _block(checkout / "ARCHITECTURE.md", "## Who may import whom", "").splitlines() == layers


def test_every_room_is_described(checkout: Path) -> None:
    text = (checkout / "ARCHITECTURE.md").read_text(encoding="utf-8")
    table = text[text.index("## Rooms") : text.index("## Who may import whom")]
    described = set(re.findall(r"`(\w+)/?`", table))
    entries = (checkout / "perflint").iterdir()
    rooms = {path.stem for path in entries if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert rooms - described - {"__init__", "__main__"} == set()
