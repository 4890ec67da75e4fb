"""Waivers and comments: what they silence, what they must not, and what they say of themselves."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from perflint.api import ReadInput, check_inputs, shipped_rules
from perflint.options import Options
from perflint.pipeline.waiver import WaiverFile
from perflint.pipeline.waivers import parse_waivers
from perflint.report import Report
from perflint.userfile import UserFileError

CODE = "13022522P00CKTC10027L"
FALLING = f"""\
profile: hebei-2022
year: 2022
projects:
- no: 1
  code: {CODE}
  name: 巡警经费
  spend_plan: {{3月底: 25%, 6月底: 20%, 10月底: 75%, 12月底: 100%}}
"""
TODAY = date(2026, 6, 30)


def waivers(*entries: str, head: str = "") -> WaiverFile:
    text = "format: 1\n" + head + "entries:\n" + "".join(f"- {{{entry}}}\n" for entry in entries)
    return parse_waivers("waivers.yaml", text, shipped_rules().rules)


def judged(*files: WaiverFile, text: str = FALLING, **options: Any) -> Report:
    chosen = {"select": ("PLN003", "SUP"), "today": TODAY, **options}
    return check_inputs([ReadInput("targets.yaml", text.encode())], Options(waivers=files, **chosen))


def rules_of(report: Report) -> list[str]:
    return [violation.rule for violation in report.violations]


ENTRY = f"rule: PLN003, project: {CODE}, verdict: waived, reason: 系统限制, by: 王某"


def test_a_waiver_silences_with_reason_name_and_last_day_and_is_kept() -> None:
    report = judged(waivers(ENTRY + ", expires: 2026-12-31"))
    assert rules_of(report) == []
    (waived,) = report.waived
    assert (waived.violation.rule, waived.verdict, waived.reason, waived.by) == ("PLN003", "waived", "系统限制", "王某")
    assert (waived.expires, waived.source) == ("2026-12-31", "waivers.yaml:3")


@pytest.mark.parametrize(
    "entry",
    [
        "rule: plan-decreasing, verdict: rejected, reason: 误报, by: 王某",
        "rule: pln003, verdict: waived, reason: 误报, by: 王某",
        f"rule: PLN003, project: ' {CODE} ', verdict: waived, reason: 误报, by: 王某",
        "fingerprint: {fingerprint}, verdict: waived, reason: 误报, by: 王某",
        "rule: PLN003, fingerprint: {fingerprint}, verdict: waived, reason: 误报, by: 王某",
    ],
)
def test_a_waiver_names_rule_or_fingerprint_or_both_and_the_project_where_it_likes(entry: str) -> None:
    (found,) = judged().violations
    report = judged(waivers(entry.replace("{fingerprint}", found.fingerprint)))
    assert rules_of(report) == []
    assert len(report.waived) == 1


@pytest.mark.parametrize(
    "entry",
    [
        "rule: PLN003, project: 13022522P00CKTC100288, verdict: waived, reason: r, by: b",
        "rule: PLN003, fingerprint: 00000000000000000000000000000000, verdict: waived, reason: r, by: b",
        "rule: PLN004, fingerprint: {fingerprint}, verdict: waived, reason: r, by: b",
    ],
)
def test_an_entry_that_fits_in_part_only_silences_nothing_and_says_so(entry: str) -> None:
    (found,) = judged().violations
    report = judged(waivers(entry.replace("{fingerprint}", found.fingerprint)))
    assert rules_of(report) == ["PLN003", "SUP001"]


def test_accepted_stays_and_is_no_unused_waiver() -> None:
    report = judged(waivers(f"rule: PLN003, project: {CODE}, verdict: accepted", "rule: PLN004, verdict: accepted"))
    assert rules_of(report) == ["PLN003"]
    assert report.waived == ()


def test_the_more_precise_of_two_decisions_counts() -> None:
    (found,) = judged().violations
    general, precise = ENTRY, f"fingerprint: {found.fingerprint}, verdict: accepted"
    assert rules_of(judged(waivers(general, precise))) == ["PLN003"]
    assert rules_of(judged(waivers(precise, general))) == ["PLN003"]


def test_a_waiver_holds_on_its_last_day_and_speaks_of_itself_after() -> None:
    assert rules_of(judged(waivers(ENTRY + ", expires: 2026-06-30"))) == []
    report = judged(waivers(ENTRY + ", expires: 2026-06-29"))
    assert rules_of(report) == ["PLN003", "SUP002"]
    assert "2026-06-29" in report.violations[1].message.zh


def test_an_expired_waiver_whose_finding_is_mended_is_unused() -> None:
    mended = FALLING.replace("20%", "50%")
    assert rules_of(judged(waivers(ENTRY + ", expires: 2026-06-29"), text=mended)) == ["SUP001"]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("rule: PLN003, verdict: waived, by: 王某", "gives no reason"),
        ("rule: PLN003, verdict: waived, reason: ' ', by: 王某", "gives no reason"),
        ("rule: PLN003, verdict: rejected, reason: 误报", "who decided"),
        ("rule: STR001, verdict: waived, reason: 误报, by: 王某", "cannot be silenced"),
        ("rule: SUP001, verdict: waived, reason: 误报, by: 王某", "cannot be silenced"),
    ],
)
def test_an_entry_that_is_not_valid_silences_nothing(entry: str, said: str) -> None:
    report = judged(waivers(entry))
    assert rules_of(report) == ["PLN003", "SUP003"]
    invalid = report.violations[1]
    assert said in invalid.message.en
    assert (invalid.location.path, invalid.location.place.line) == ("waivers.yaml", 3)
    assert report.exit_code(invalid.severity) == 1


def test_what_could_not_be_read_cannot_be_waived() -> None:
    (unread,) = judged(text="projects: 3\n").violations
    by_fingerprint = waivers(f"fingerprint: {unread.fingerprint}, verdict: waived, reason: r, by: b")
    assert "STR001" in rules_of(judged(by_fingerprint, text="projects: 3\n"))
    comment = "# perflint: ignore[STR001] reason\nprojects: 3\n"
    assert "STR001" in rules_of(judged(text=comment))


def test_whether_a_waiver_is_of_use_is_said_only_of_rules_that_ran() -> None:
    file = waivers("rule: VAL003, verdict: waived, reason: r, by: b")
    assert rules_of(judged(file, select=("SUP",))) == ["SUP001"]
    assert rules_of(judged(file, select=("PLN",))) == ["PLN003"]
    assert "SUP001" not in rules_of(judged(file, select=(), ignore=("VAL",)))


def commented(comment: str, line: str = "spend_plan") -> Report:
    lines = [text + f" # {comment}" if text.startswith(f"  {line}") else text for text in FALLING.split("\n")]
    return judged(text="\n".join(lines))


def test_a_comment_at_the_line_silences_and_is_listed_with_its_place() -> None:
    report = commented("perflint: ignore[PLN003] 系统限制")
    assert rules_of(report) == []
    assert [(item.reason, item.by, item.source) for item in report.waived] == [("系统限制", "", "targets.yaml:7")]


def test_a_comment_before_a_project_covers_all_of_it() -> None:
    known = FALLING.replace("- no: 1", "# perflint: ignore[plan-decreasing, PLN003] 系统限制\n- no: 1")
    assert rules_of(judged(text=known)) == []


def test_a_comment_elsewhere_silences_nothing_and_says_so() -> None:
    assert rules_of(commented("perflint: ignore[PLN003] 系统限制", "name")) == ["SUP001", "PLN003"]


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("perflint: ignore[plan-decresing] 系统限制", "did you mean plan-decreasing"),
        ("perflint: ignore[PLN] 系统限制", "no rule"),
        ("perflint: ignore[PLN003]", "gives no reason"),
        ("perflint: ignore[PLN003]: ", "gives no reason"),
        ("perflint: ignore[] 系统限制", "names no rule"),
        ("perflint: ignore 系统限制", "names no rule"),
        ("perflint: ignored[PLN003] 系统限制", "not understood"),
        ("perflint: disable=PLN003", "not understood"),
        ("perflint:", "not understood"),
    ],
)
def test_a_comment_that_cannot_be_followed_is_an_error(comment: str, said: str) -> None:
    report = commented(comment)
    assert sorted(rules_of(report)) == ["PLN003", "SUP003"]
    assert said in next(item for item in report.violations if item.rule == "SUP003").message.en


def test_a_file_bound_to_this_input_is_taken_and_to_another_refused_with_both_hashes() -> None:
    sha256 = judged().inputs[0].sha256
    bound = waivers(ENTRY, head=f"input: {{name: targets.yaml, sha256: {sha256.upper()}}}\n")
    assert rules_of(judged(bound)) == []
    with pytest.raises(UserFileError) as caught:
        judged(bound, text=FALLING + "# changed\n")
    assert sha256 in caught.value.message.en
    assert caught.value.message.en.count("sha256") == 2
    assert caught.value.line == 2


def test_a_bound_file_leaves_other_inputs_alone() -> None:
    sha256 = judged().inputs[0].sha256
    bound = waivers("rule: PLN003, verdict: waived, reason: r, by: b", head=f"input: {{sha256: {sha256}}}\n")
    other = FALLING.replace("巡警", "交警").replace("10027L", "10028M")
    inputs = [ReadInput("a.yaml", FALLING.encode()), ReadInput("b.yaml", other.encode())]
    report = check_inputs(inputs, Options(select=("PLN003",), waivers=(bound,)))
    assert [violation.location.path for violation in report.violations] == ["b.yaml"]


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("entries:\n- {rule: NOPE1, verdict: waived}\n", "2:10", "no rule named"),
        ("entries:\n- {rule: plan-decresing, verdict: waived}\n", "2:10", "did you mean 'plan-decreasing'"),
        ("entries:\n- {rule: PLN003, verdict: wavied}\n", "2:27", "did you mean 'waived'"),
        ("entries:\n- {rule: PLN003, verdict: waived, resaon: x}\n", "2:35", "did you mean 'reason'"),
        ("entries:\n- {rule: PLN003}\n", "2:3", "needs a verdict"),
        ("entries:\n- {verdict: waived}\n", "2:3", "needs a rule or a fingerprint"),
        ("entries:\n- {rule: PLN003, rule: PLN004, verdict: waived}\n", "2:18", "stands twice"),
        ("entries:\n- {rule: PLN003, verdict: waived, expires: 2026-02-30}\n", "2:44", "is no date"),
        ("entries:\n- {rule: PLN003, verdict: waived, expires: 20261231}\n", "2:44", "is no date"),
        ("entries:\n- {rule: [PLN003], verdict: waived}\n", "2:10", "must be a text"),
        ("entries: {}\n", "1:10", "must be a list"),
        ("format: 2\nentries: []\n", "1:9", "unknown format"),
        ("input: {name: a.docx}\nentries: []\n", "1:8", "lacks its sha256"),
        ("entrys: []\n", "1:1", "did you mean 'entries'"),
        ("- a\n", "1:1", "must be a mapping"),
        ("entries: [\n", "2:1", "not YAML"),
        ("entries: *x\n", "1:10", "not YAML"),
    ],
)
def test_a_file_of_the_wrong_shape_is_refused_with_its_place(text: str, place: str, said: str) -> None:
    with pytest.raises(UserFileError) as caught:
        parse_waivers("waivers.yaml", text, shipped_rules().rules)
    assert caught.value.message.en.startswith(f"waivers.yaml:{place}: ")
    assert said in caught.value.message.en


def test_an_empty_file_and_a_json_file_are_taken() -> None:
    assert parse_waivers("w.yaml", "", shipped_rules().rules).entries == ()
    assert parse_waivers("w.json", '{"format": 1, "entries": []}', shipped_rules().rules).entries == ()


def test_ten_thousand_entries_cost_no_more_than_their_size(tmp_path: Path) -> None:
    many = waivers(*(f"rule: PLN003, project: P{n}, verdict: waived, reason: r, by: b" for n in range(10_000)), ENTRY)
    report = judged(many)
    assert len(report.waived) == 1
    assert len(report.violations) == 10_000
