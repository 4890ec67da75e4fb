"""Configuration: which file holds, what it may say, and where each value comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

from perflint.api import ReadInput, check_inputs, shipped_rules
from perflint.config.find import find_config
from perflint.config.load import load_config
from perflint.config.settings import DEFAULTS, with_options
from perflint.config.use import check_names, options_of, rules_of
from perflint.options import Options
from perflint.userfile import UserFileError
from perflint.violation import Severity


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


# --- which file -------------------------------------------------------------------------------------------------------


def test_the_nearest_configuration_upwards_holds_and_no_other(tmp_path: Path) -> None:
    write(tmp_path / "perflint.yaml", "year: 2020\nfail_on: never\n")
    near = write(tmp_path / "a" / "perflint.yaml", "year: 2021\n")
    deep = tmp_path / "a" / "b"
    deep.mkdir()
    assert find_config(deep) == near
    settings = load_config(near)
    assert (settings.year, settings.fail_on) == (2021, "error")


def test_a_pyproject_without_settings_of_perflint_is_passed_over(tmp_path: Path) -> None:
    top = write(tmp_path / "perflint.yaml", "")
    write(tmp_path / "a" / "pyproject.toml", "[project]\nname = 'x'\n[tool.other]\nperflint = 1\n")
    write(tmp_path / "b" / "pyproject.toml", "broken = [\n")
    assert find_config(tmp_path / "a") == top
    assert find_config(tmp_path / "b") == top


def test_both_in_one_folder_are_an_error(tmp_path: Path) -> None:
    write(tmp_path / "perflint.yaml", "")
    write(tmp_path / "pyproject.toml", "[tool.perflint]\n")
    with pytest.raises(UserFileError, match="keep one of them"):
        find_config(tmp_path)


def test_a_broken_pyproject_that_speaks_of_perflint_is_an_error_with_its_line(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "[tool.perflint]\nyear = \n")
    with pytest.raises(UserFileError, match=r"pyproject\.toml:2:\d+: not TOML"):
        find_config(tmp_path)


# --- what it says -----------------------------------------------------------------------------------------------------

WHOLE = """\
profile: hebei-2022
year: 2022
lang: en
select: [PLN, VAL003]
ignore: plan-decreasing
fail_on: warning
min_confidence: medium
rules: [own, more/pack.yaml]
waivers: waivers.yaml
baseline: known.json
per_document: true
rules_version: 1
severity: {PLN001: off, VAL: info}
per_path: {"old/**": {ignore: [TXT], profile: cn-2015, year: 2019, severity: {PLN004: warning}}}
per_project: {"130225*": {ignore: [CLS006]}}
"""
WHOLE_TOML = """\
[project]
name = "x"

[tool.perflint]
profile = "hebei-2022"
year = 2022
lang = "en"
select = ["PLN", "VAL003"]
ignore = "plan-decreasing"
fail_on = "warning"
min_confidence = "medium"
rules = ["own", "more/pack.yaml"]
waivers = "waivers.yaml"
baseline = "known.json"
per_document = true
rules_version = 1
severity = {PLN001 = "off", VAL = "info"}

[tool.perflint.per_path."old/**"]
ignore = ["TXT"]
profile = "cn-2015"
year = 2019
severity.PLN004 = "warning"

[tool.perflint.per_project]
"130225*" = {ignore = ["CLS006"]}
"""


def test_yaml_and_toml_say_the_same(tmp_path: Path) -> None:
    plain = load_config(write(tmp_path / "perflint.yaml", WHOLE))
    toml = load_config(write(tmp_path / "pyproject.toml", WHOLE_TOML))
    for name in ("profile", "year", "lang", "select", "ignore", "fail_on", "rules", "waivers", "baseline", "severity"):
        assert getattr(plain, name) == getattr(toml, name), name
    assert (plain.per_path, plain.per_project) == (toml.per_path, toml.per_project)
    assert plain.rules == (tmp_path / "own", tmp_path / "more" / "pack.yaml")
    assert (plain.per_document, plain.rules_version, plain.severity) == (True, "1", {"PLN001": "off", "VAL": "info"})
    check_names(plain, shipped_rules())
    check_names(toml, shipped_rules())


def test_every_value_has_its_origin(tmp_path: Path) -> None:
    plain = load_config(write(tmp_path / "perflint.yaml", WHOLE))
    toml = load_config(write(tmp_path / "pyproject.toml", WHOLE_TOML))
    assert plain.origins["lang"] == f"{tmp_path}/perflint.yaml:3"
    assert toml.origins["lang"] == f"{tmp_path}/pyproject.toml:7"
    assert toml.origins["per_project"] == f"{tmp_path}/pyproject.toml:25"
    assert "lang" not in DEFAULTS.origins
    assert with_options(plain, fail_on="never", year=None, select=()).origins["fail_on"] == "--fail-on"
    assert with_options(plain, fail_on="never", year=None, select=()).year == 2022


def test_extends_lays_one_over_the_other_and_tells_which(tmp_path: Path) -> None:
    base = "year: 2020\nignore: [TXT]\nseverity: {PLN001: off, PLN004: info}\nbaseline: known.json\n"
    write(tmp_path / "base" / "bureau.yaml", base)
    top = write(tmp_path / "perflint.yaml", "extends: base/bureau.yaml\nignore: [VAL]\nseverity: {PLN004: error}\n")
    settings = load_config(top)
    assert (settings.year, settings.ignore) == (2020, ("VAL",))
    assert settings.severity == {"PLN001": "off", "PLN004": "error"}
    assert settings.baseline == tmp_path / "base" / "known.json"
    assert settings.origins["year"].endswith("bureau.yaml:1")
    assert settings.origins["ignore"].endswith("perflint.yaml:2")
    assert len(settings.files) == 2


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("yeer: 2022\n", "1:1", "did you mean 'year'"),
        ("year: soon\n", "1:7", "is no year"),
        ("year: 1789\n", "1:7", "is no year"),
        ("year: 2022\nyear: 2023\n", "2:1", "stands twice"),
        ("fail_on: eror\n", "1:10", "did you mean 'error'"),
        ("per_document: yes please\n", "1:15", "must be true or false"),
        ("select: [[PLN]]\n", "1:10", "must be a text"),
        ("severity: {PLN001: loud}\n", "1:20", "severity cannot be 'loud'"),
        ("severity: [PLN001]\n", "1:11", "must be a mapping"),
        ("per_path: {'*': {fail_on: never}}\n", "1:18", "unknown key 'fail_on'"),
        ("per_project: {'*': {year: 2020}}\n", "1:21", "unknown key 'year'"),
        ("rules_version: newest\n", "1:16", "no version of the rules"),
        ("per_path: {'': {year: 2020}}\n", "1:12", "the pattern is empty"),
        ("per_path: {'[': {year: 2020}}\n", "1:12", "not closed"),
        ("per_path: {/a/b.yaml: {year: 2020}}\n", "1:12", "no path can fit"),
        ("per_path: {a//b.yaml: {year: 2020}}\n", "1:12", "no path can fit"),
        ("per_path: {a/../b.yaml: {year: 2020}}\n", "1:12", "no path can fit"),
        ("per_project: {'1302[5': {ignore: [PLN]}}\n", "1:15", "not closed"),
        ("per_project: {' ': {ignore: [PLN]}}\n", "1:15", "the pattern is empty"),
        ("select: []\n", "1:9", "names no rule"),
        ("extends: nowhere.yaml\n", "1:10", "no such configuration"),
        ("extends: perflint.yaml\n", "1:10", "goes round in a circle"),
        ("a: &x 1\n", "1:4", "not YAML"),
        ("- year\n", "1:1", "must be a mapping"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_place(tmp_path: Path, text: str, place: str, said: str) -> None:
    path = write(tmp_path / "perflint.yaml", text)
    with pytest.raises(UserFileError) as caught:
        load_config(path)
    assert caught.value.message.en.startswith(f"{path}:{place}: ")
    assert said in caught.value.message.en


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("select:\n- PLN\n- NOPE1\n", "3:3", "no rule named 'NOPE1'"),
        ("ignore: [plan-decresing]\n", "1:10", "did you mean 'plan-decreasing'"),
        ("severity: {NOPE1: off}\n", "1:12", "no rule named"),
        ("severity: {STR001: info}\n", "1:12", "cannot be changed"),
        ("severity: {STR: info}\n", "1:12", "cannot be changed"),
        ("per_path: {'*': {ignore: [NOPE1]}}\n", "1:27", "no rule named"),
        ("per_path: {'*': {profile: hebei}}\n", "1:27", "did you mean 'hebei-2022'"),
        ("profile: nope\n", "1:10", "no profile named 'nope'"),
        ("ignore: ['']\n", "1:10", "no rule named ''"),
    ],
)
def test_names_that_do_not_exist_are_refused_with_their_place(tmp_path: Path, text: str, place: str, said: str) -> None:
    path = write(tmp_path / "perflint.yaml", text)
    with pytest.raises(UserFileError) as caught:
        check_names(load_config(path), shipped_rules())
    assert f":{place}: " in caught.value.message.en
    assert said in caught.value.message.en


def test_a_wrong_key_in_a_pyproject_is_found_by_its_line(tmp_path: Path) -> None:
    path = write(tmp_path / "pyproject.toml", "[tool.x]\n\n[tool.perflint]\nyear = 2022\nfail-on = 'never'\n")
    with pytest.raises(UserFileError, match=r"pyproject\.toml:5:1: .*did you mean 'fail_on'"):
        load_config(path)


@pytest.mark.parametrize(
    ("text", "line"),
    [("[tool]\nperflint = 1\n", 2), ("[[tool.perflint]]\nyear = 2022\n", 1), ("tool = {'perflint' = 'x'}\n", 1)],
)
def test_settings_in_a_pyproject_that_are_no_table_are_refused(tmp_path: Path, text: str, line: int) -> None:
    path = write(tmp_path / "pyproject.toml", text)
    assert find_config(tmp_path) == path
    with pytest.raises(UserFileError, match=rf"pyproject\.toml:{line}:.*must be a mapping"):
        load_config(path)


def test_settings_in_a_pyproject_hold_however_their_table_is_written(tmp_path: Path) -> None:
    for number, text in enumerate(
        ("[tool]\nperflint = {year = 2021}", "tool = {perflint = {year = 2021}}", "[tool.'perflint']\nyear = 2021")
    ):
        path = write(tmp_path / str(number) / "pyproject.toml", text)
        assert find_config(path.parent) == path
        assert load_config(path).year == 2021


@pytest.mark.parametrize("pattern", ["../*/a.yaml", "./a", "a/", "**", "a[b].yaml"])
def test_patterns_that_something_could_fit_are_taken(tmp_path: Path, pattern: str) -> None:
    config = write(tmp_path / "perflint.yaml", f"per_path: {{'{pattern}': {{year: 2020}}}}\n")
    assert list(load_config(config).per_path) == [pattern]


def test_a_file_that_is_no_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "perflint.yaml"
    path.write_bytes("profile: 河北\n".encode("gbk"))
    with pytest.raises(UserFileError, match="not UTF-8"):
        load_config(path)


# --- what it does -----------------------------------------------------------------------------------------------------

TWO = """\
profile: hebei-2022
projects:
- {no: 1, code: 13022522P00CKTC10027L, name: 甲, spend_plan: {3月底: 25%, 6月底: 20%, 10月底: 75%, 12月底: 100%}}
- {no: 2, code: 99999922P00CKTC10027L, name: 乙, spend_plan: {3月底: 25%, 6月底: 20%, 10月底: 75%, 12月底: 100%}}
"""


def judged(tmp_path: Path, config: str, name: str = "targets.yaml") -> list[tuple[str | None, Severity]]:
    settings = load_config(write(tmp_path / "perflint.yaml", config))
    rules = rules_of(settings, shipped_rules())
    options = Options(**{**options_of(settings, rules), "select": ("PLN003",)})
    report = check_inputs([ReadInput(str(tmp_path / name), TWO.encode())], options, rules)
    return [(violation.project and violation.project[:2], violation.severity) for violation in report.violations]


BOTH = [("13", Severity.ERROR), ("99", Severity.ERROR)]


@pytest.mark.parametrize(
    ("pattern", "name", "fits"),
    [
        ("*.yaml", "a/b/targets.yaml", True),
        ("targets.yaml", "a/targets.yaml", True),
        ("a/*.yaml", "a/targets.yaml", True),
        ("a/*.yaml", "a/b/targets.yaml", False),
        ("a/**", "a/b/targets.yaml", True),
        ("a/", "a/b/targets.yaml", True),
        ("**/b/*", "a/b/targets.yaml", True),
        ("./a/**", "a/targets.yaml", True),
        ("t?rgets.yaml", "targets.yaml", True),
        ("a[b].yaml", "a[b].yaml", True),
        ("*.yml", "targets.yaml", False),
        ("targets", "targets.yaml", False),
    ],
)
def test_patterns_of_paths_are_seen_from_the_configuration(tmp_path: Path, pattern: str, name: str, fits: bool) -> None:
    config = f"per_path: {{'{pattern}': {{ignore: [PLN003]}}}}\n"
    assert judged(tmp_path, config, name) == ([] if fits else BOTH)


def test_a_setting_for_some_projects_leaves_the_others_alone(tmp_path: Path) -> None:
    assert judged(tmp_path, "per_project: {'99*': {severity: {PLN: info}}}\n") == [BOTH[0], ("99", Severity.INFO)]
    assert judged(tmp_path, "per_project: {13022522P00CKTC10027L: {ignore: plan-decreasing}}\n") == [BOTH[1]]
    assert judged(tmp_path, "per_project: {'*': {severity: {PLN003: off}}}\n") == []


def test_a_severity_for_all_changes_the_rule_and_off_silences_it(tmp_path: Path) -> None:
    assert [severity for _, severity in judged(tmp_path, "severity: {PLN003: warning}\n")] == [Severity.WARNING] * 2
    assert judged(tmp_path, "severity: {PLN003: off}\n") == []


def test_a_profile_by_path_wins_over_the_general_one_and_the_document_over_both(tmp_path: Path) -> None:
    settings = load_config(
        write(tmp_path / "perflint.yaml", "profile: cn-2021\nper_path: {'a/*': {profile: cn-2015, year: 2019}}\n")
    )
    rules = shipped_rules()
    options = Options(**options_of(settings, rules))
    plain = TWO.replace("profile: hebei-2022\n", "").encode()
    names = (tmp_path / "a" / "x.yaml", tmp_path / "x.yaml")
    found = [check_inputs([ReadInput(str(name), plain)], options, rules).inputs[0].setting for name in names]
    assert [(item.profile.id, item.year) for item in found if item] == [("cn-2015", 2019), ("cn-2021", None)]
    stated = check_inputs([ReadInput(str(names[0]), TWO.encode())], options, rules).inputs[0].setting
    assert stated is not None
    assert stated.profile.id == "hebei-2022"


def test_a_pinned_gate_does_not_run_rules_that_came_later(tmp_path: Path) -> None:
    from msgspec.structs import replace

    rules = shipped_rules()
    newer = {**rules.rules, "PLN003": replace(rules.rules["PLN003"], since="2")}
    both = replace(rules, rules=newer)
    data = [ReadInput("x.yaml", TWO.encode())]

    def spoken(pin: str | None) -> set[str]:
        return {violation.rule for violation in check_inputs(data, Options(rules_version=pin), both).violations}

    assert "PLN003" in spoken(None)
    assert "PLN003" in spoken("2.1")
    assert "PLN003" not in spoken("1")


def test_without_a_configuration_the_defaults_hold(tmp_path: Path) -> None:
    assert load_config(None) == DEFAULTS


def test_a_file_that_is_not_there_is_said_in_the_readers_language(tmp_path: Path) -> None:
    with pytest.raises(UserFileError) as refused:
        load_config(tmp_path / "perflint.yaml")
    assert refused.value.message.zh.endswith("文件不存在")
