"""The baseline: it hides what was there and nothing else, however the document was moved about."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from perflint.api import ReadInput, check_inputs, shipped_rules
from perflint.options import Options
from perflint.pipeline.baseline import known_of, parse_baseline, render
from perflint.report import Known, Report
from perflint.userfile import UserFileError

CHECKOUT = Path(__file__).resolve().parents[2]
SEED = CHECKOUT / "examples" / "laoting-2022.yaml"
WORD = CHECKOUT / "tests" / "fixtures" / "seed31.docx"
# What they judge is the order and the numbers of the tables themselves.
ORDER = ("STR005", "STR006", "STR007", "STR008")
# An example judges the whole seed: to shrink one would take minutes.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
Model = dict[str, Any]


@cache
def model() -> str:
    """The seed as JSON."""
    from perflint.api import load_document
    from perflint.writers import write

    return write(load_document(SEED), ".json").decode()


def judged(data: bytes, name: str, **options: Any) -> Report:
    return check_inputs([ReadInput(name, data)], Options(ignore=ORDER, **options))


@cache
def seed_baseline() -> tuple[Known, ...]:
    return known_of(judged(SEED.read_bytes(), "targets.yaml").violations, shipped_rules().rules)


def new_ones(document: Model, name: str = "moved.json", **form: Any) -> list[tuple[str, str | None, str]]:
    text = json.dumps(document, ensure_ascii=False, **form)
    report = judged(text.encode(), name, baseline=seed_baseline())
    return [(violation.rule, violation.project, violation.field) for violation in report.violations]


def test_a_baseline_hides_everything_that_was_there() -> None:
    report = judged(SEED.read_bytes(), "targets.yaml", baseline=seed_baseline())
    assert report.violations == ()
    assert report.known == len(seed_baseline()) > 100
    assert report.gone == ()


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=PHASES)
@given(random=st.randoms(use_true_random=False), first=st.integers(1, 900), indent=st.sampled_from([None, 1, 4]))
def test_a_baseline_survives_reordering_renumbering_reformatting_and_another_name(
    random: Any, first: int, indent: int | None
) -> None:
    document = json.loads(model())
    random.shuffle(document["projects"])
    for number, project in enumerate(document["projects"], first):
        project["no"] = number
    keys = list(document)
    random.shuffle(keys)
    assert new_ones({key: document[key] for key in keys}, f"{first}.json", indent=indent) == []


def test_a_baseline_survives_the_way_to_yaml_and_back_from_word() -> None:
    report = judged(WORD.read_bytes(), "seed31.docx", baseline=seed_baseline())
    assert [(violation.rule, violation.project, violation.field) for violation in report.violations] == []
    from_word = known_of(judged(WORD.read_bytes(), "seed31.docx").violations, shipped_rules().rules)
    back = judged(SEED.read_bytes(), "targets.yaml", baseline=from_word)
    assert [(violation.rule, violation.project, violation.field) for violation in back.violations] == []


@pytest.mark.parametrize("name", ["seed31.doc", "seed31.odt", "seed31.html", "seed31_long.xlsx", "seed31_sheets.xlsx"])
def test_a_baseline_knows_every_violation_of_the_same_document_in_another_format(name: str) -> None:
    """Some carry less than others, so entries may be gone; nothing is new."""
    report = judged((WORD.parent / name).read_bytes(), name, baseline=seed_baseline())
    assert [(violation.rule, violation.project, violation.field) for violation in report.violations] == []
    assert report.known > 200


def test_a_baseline_survives_line_ends_and_comments() -> None:
    text = "# a comment\n" + SEED.read_text(encoding="utf-8")
    report = judged(text.replace("\n", "\r\n").encode(), "other.yaml", baseline=seed_baseline())
    assert report.violations == ()


def edited(edit: Callable[[list[Model]], None]) -> Model:
    document: Model = json.loads(model())
    edit(document["projects"])
    return document


def test_a_new_fault_speaks_while_a_mended_one_is_gone() -> None:
    def edit(projects: list[Model]) -> None:
        projects[13]["spend_plan"]["12月底"] = "97%"

    code = json.loads(model())["projects"][13]["code"]
    assert new_ones(edited(edit)) == [("PLN004", code, "spend_plan.12月底")]


def test_a_fix_and_a_new_fault_of_the_same_rule_do_not_cancel_out() -> None:
    """PLN001 speaks of tables 2, 5 and 10: one is mended, another comes."""

    def edit(projects: list[Model]) -> None:
        projects[1]["spend_plan"] = {"3月底": "25%", "6月底": "50%", "10月底": "75%", "12月底": "100%"}
        projects[20]["spend_plan"] = dict.fromkeys(projects[20]["spend_plan"])

    report = judged(json.dumps(edited(edit)).encode(), "x.json", baseline=seed_baseline())
    assert [(v.rule, v.position) for v in report.violations] == [("PLN001", 20)]
    assert [(item.rule, item.project) for item in report.gone] == [
        ("PLN001", json.loads(model())["projects"][1]["code"])
    ]


def test_of_two_equal_faulty_rows_mending_one_retires_exactly_one() -> None:
    row = {"level1": "产出指标", "level2": "数量指标", "name": "维修楼栋数", "value": "≥", "basis": "方案"}
    project = {"name": "校舍维修", "code": "13022522P00CKTC10027L", "indicators": [row, row]}
    both = judged(json.dumps({"projects": [project]}).encode(), "a.json", select=("STR003",))
    rows = [v for v in both.violations if v.field.endswith(".value")]
    assert len({v.fingerprint for v in rows}) == 2
    known = known_of(both.violations, shipped_rules().rules)
    mended = {**project, "indicators": [row, {**row, "value": "2栋"}]}
    after = judged(json.dumps({"projects": [mended]}).encode(), "a.json", select=("STR003",), baseline=known)
    assert after.violations == ()
    assert len(after.gone) == 1


def test_what_could_not_be_read_is_never_known_and_lets_nothing_be_gone() -> None:
    broken = judged(b"projects: 3\n", "broken.yaml")
    assert known_of(broken.violations, shipped_rules().rules) == ()
    known = tuple(Known(violation.fingerprint, violation.rule, None) for violation in broken.violations)
    again = judged(b"projects: 3\n", "broken.yaml", baseline=(*known, *seed_baseline()))
    assert [violation.rule for violation in again.violations] == ["STR001"]
    assert again.gone == ()


def test_entries_of_rules_that_did_not_run_are_not_gone() -> None:
    report = judged(SEED.read_bytes(), "targets.yaml", select=("PLN",), baseline=seed_baseline())
    assert report.gone == ()


def test_a_baseline_file_is_sorted_reads_back_and_holds_no_lines_and_no_counts() -> None:
    text = "".join(render(seed_baseline(), "1"))
    assert parse_baseline("b.json", text) == seed_baseline()
    data = json.loads(text)
    assert set(data) == {"format", "tool", "known"}
    assert {key for item in data["known"] for key in item} == {"fingerprint", "rule", "project"}
    order = [(item["rule"], item["project"] or "", item["fingerprint"]) for item in data["known"]]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "b.json:1:2"),
        ("[]", "not a baseline"),
        ('{"format": 2, "known": []}', "unknown format 2"),
        ('{"format": 1, "known": {}}', "must be a list"),
        ('{"format": 1, "known": [{"fingerprint": 1}]}', "entry 1"),
        ("[" * 100_000, "b.json"),
    ],
)
def test_what_is_no_baseline_is_refused_with_the_reason(text: str, said: str) -> None:
    with pytest.raises(UserFileError) as caught:
        parse_baseline("b.json", text)
    assert said in caught.value.message.en


def test_a_finding_on_the_numbers_of_tables_survives_new_numbers() -> None:
    moved: Model = json.loads(model())
    for project in moved["projects"]:
        project["no"] += 100
    before, after = (
        [item.fingerprint for item in check_inputs([ReadInput("a.json", data)], Options(select=ORDER)).violations]
        for data in (model().encode(), json.dumps(moved).encode())
    )
    assert before == after != []


def test_of_two_rows_that_are_one_but_for_a_bracket_either_may_be_later() -> None:
    document: Model = json.loads(model())
    rows = document["projects"][6]["indicators"]
    rows[1], rows[4] = (
        {**rows[4], "level1": rows[1]["level1"], "level2": rows[1]["level2"]},
        {**rows[1], "level1": rows[4]["level1"], "level2": rows[4]["level2"]},
    )
    assert [item for item in new_ones(document) if item[0] == "DUP006"] == []
