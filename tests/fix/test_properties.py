"""For any document that can be read: amounts, percentages, classes, codes, values and dates stay, and a second run
changes nothing."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perflint.api import shipped_rules
from perflint.fix.edits import is_untouchable
from perflint.fix.mend import mend
from perflint.options import DEFAULT
from perflint.readers import read
from perflint.scalars import scalars

PIECES = st.sampled_from(
    [
        *("校舍", "维修", " ", "\u3000", "\n", "\u200b", "，，", "。。", "。，", ",", "(", "）", "（", "1.", "2、"),
        *("95%", "≥", "10万元", "2022年", "3月底", "减低率", "按排", "13022522P00CKTC10027L", "A3", "null"),
        *("'", '"', ": ", " #", "- ", "\\", "{", "]", "&"),
    ]
)
TEXTS = st.lists(PIECES, max_size=7).map("".join)
ROW = st.fixed_dictionaries(dict.fromkeys(("level1", "level2", "name", "description", "value", "basis"), TEXTS))
PROJECT = st.fixed_dictionaries(
    {
        "heading": TEXTS,
        "code": TEXTS,
        "name": TEXTS,
        "unit": st.fixed_dictionaries({"code": TEXTS, "name": TEXTS}),
        "budget": st.fixed_dictionaries({"total": TEXTS, "fiscal": TEXTS}),
        "purpose": TEXTS,
        "spend_plan": st.fixed_dictionaries({"3月底": TEXTS, "12月底": TEXTS}),
        "goals": st.lists(TEXTS, max_size=3),
        "indicators": st.lists(ROW, max_size=2),
    }
)
DOCUMENT = st.fixed_dictionaries(
    {
        "title": TEXTS,
        "department": st.fixed_dictionaries({"overall_goal": TEXTS}),
        "projects": st.lists(PROJECT, max_size=2),
    }
)
STYLES = st.lists(st.sampled_from(["plain", "single", "double", "literal", "folded"]), min_size=1, max_size=9)
FIGURES = re.compile(r"\d+")


def as_yaml(data: Any, styles: list[str]) -> str:
    """The data as YAML whose scalars take turns in the styles of the format; comments stand between."""
    import yaml

    turn = iter(range(10**6))
    marks = {"plain": None, "single": "'", "double": '"', "literal": "|", "folded": ">"}

    class Dumper(yaml.SafeDumper):
        pass

    def represent(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, marks[styles[next(turn) % len(styles)]])

    Dumper.add_representer(str, represent)
    return "# 首行说明\n" + yaml.dump(data, Dumper=Dumper, allow_unicode=True, width=40, sort_keys=False) + "# 末行\n"


def check(before: bytes, name: str) -> None:
    """Holds what is promised of mending these bytes."""
    rules = shipped_rules()
    once = mend(name, before, rules, DEFAULT)
    was = scalars(read(name, before, rules.lexicon))
    now = scalars(read(name, once.data, rules.lexicon))
    assert now.keys() == was.keys()
    for key, text in was.items():
        if is_untouchable(key[1]):
            assert now[key] == text
        elif "goals" not in key[1]:
            assert FIGURES.findall(now[key]) == FIGURES.findall(text)
    assert {key for key in was if was[key] != now[key]} == {edit.key for edit in once.edits}
    twice = mend(name, once.data, rules, DEFAULT)
    assert twice.data == once.data
    assert not twice.edits


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENT, STYLES)
def test_yaml_in_any_style_keeps_its_figures_and_settles_at_once(data: Any, styles: list[str]) -> None:
    source = as_yaml(data, styles)
    before = source.encode("utf-8")
    check(before, "targets.yaml")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENT, st.booleans())
def test_json_in_either_escaping_keeps_its_figures_and_settles_at_once(data: Any, ascii_only: bool) -> None:
    check(json.dumps(data, ensure_ascii=ascii_only).encode("utf-8"), "targets.json")


@pytest.mark.parametrize("name", ["examples/laoting-2022.yaml", "examples/laoting-2022.txt"])
def test_the_booklet_keeps_its_figures_and_settles_at_once(name: str, checkout: Any) -> None:
    check((checkout / name).read_bytes(), name.rpartition("/")[2])
