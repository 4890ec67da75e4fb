"""Which inputs are meant by what a person names, and in which order."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from perflint.api import ReadInput, check, check_inputs, shipped_rules
from perflint.inputs import Source, find_inputs, read_source
from perflint.lexicon import Lexicon


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "b.yaml",
        "a.JSON",
        "sub/c.docx",
        "note.md",
        "~$b.docx",
        ".hidden.yaml",
        ".git/d.yaml",
        "perflint.yaml",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    return tmp_path


def names(*given: object) -> list[str]:
    return [Path(source.name).name for source in find_inputs([str(item) for item in given]).sources]


def test_a_folder_gives_its_readable_files_sorted_and_with_those_below_it(folder: Path) -> None:
    assert names(folder) == ["a.JSON", "b.yaml", "c.docx"]


def test_files_of_other_kinds_in_a_folder_are_told(folder: Path) -> None:
    left = [Path(name).name for name in find_inputs([str(folder)]).left_aside]
    assert left == ["note.md", "perflint.yaml"]


TARGETS = "项目名称：路灯\n\n| 一级指标 | 三级指标 | 指标值 |\n|---|---|---|\n| 产出指标 | 盏数 | 30盏 |\n"


def test_markdown_in_a_folder_is_read_where_it_holds_targets_and_a_readme_never(tmp_path: Path) -> None:
    for name, text in {
        "路灯.md": TARGETS,
        "sub/b.MARKDOWN": TARGETS,
        "README.md": TARGETS,
        "readme.zh-CN.md": TARGETS,
        "notes.md": "# 说明\n\n| 文件 | 内容 |\n|---|---|\n| a | 绩效目标 |\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = find_inputs([str(tmp_path)], shipped_rules().lexicon)
    assert [Path(source.name).name for source in found.sources] == ["路灯.md", "b.MARKDOWN"]
    assert [Path(name).name for name in found.left_aside] == ["README.md", "notes.md", "readme.zh-CN.md"]
    assert names(tmp_path / "README.md") == ["README.md"]


def test_a_folder_of_targets_with_a_readme_raises_no_alarm_for_it(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# 绩效目标\n\n一级指标、二级指标、三级指标、指标值\n", encoding="utf-8")
    (tmp_path / "路灯.md").write_text(TARGETS, encoding="utf-8")
    report = check(tmp_path)
    assert [Path(item.path).name for item in report.inputs] == ["路灯.md"]
    assert "STR001" not in {item.rule for item in report.violations}


def test_a_file_named_by_itself_is_an_input_whatever_it_is_called(folder: Path) -> None:
    assert names(folder / "note.md", folder / ".hidden.yaml") == ["note.md", ".hidden.yaml"]


def test_inputs_keep_the_order_in_which_they_were_named(folder: Path) -> None:
    assert names(folder / "b.yaml", folder / "a.JSON", "-") == ["b.yaml", "a.JSON", "-"]


def test_a_glob_that_the_shell_left_alone_is_resolved(folder: Path) -> None:
    assert names(folder / "*.yaml") == ["b.yaml", "perflint.yaml"]
    assert names(folder / "**" / "*.docx") == ["c.docx"]


@pytest.mark.parametrize("name", ["none.yaml", "*.none", "a" * 5000, "bad\ud800"])
def test_what_is_not_there_is_missing_with_a_reason(name: str) -> None:
    found = find_inputs([name])
    assert (found.sources, len(found.missing)) == ((), 1)
    found.missing[0][0].encode("utf-8")


def test_an_empty_folder_is_missing_input(tmp_path: Path) -> None:
    ((name, reason),) = find_inputs([str(tmp_path)]).missing
    assert name == str(tmp_path)
    assert reason.en == "no readable file in this folder"


def test_a_folder_that_cannot_be_opened_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = os.scandir

    def refusing(path: str) -> object:
        if Path(path).name == "sub":
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refusing)
    found = find_inputs([str(folder)])
    assert [Path(name).name for name, _ in found.missing] == ["sub"]
    assert len(found.sources) == 2


def test_a_file_that_cannot_be_opened_is_an_unreadable_document(tmp_path: Path) -> None:
    read = read_source(Source("gone.yaml", tmp_path / "gone.yaml"), Lexicon({}))
    assert [problem.kind for problem in read.document.problems] == ["unreadable"]
    assert read.sha256 == ""


def test_a_name_that_is_no_text_is_shown_with_replacements() -> None:
    ((name, _),) = find_inputs(["a\udcff.yaml"]).missing
    assert name == "a�.yaml"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are of POSIX")
def test_a_named_pipe_in_a_folder_is_left_aside_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "a.yaml").write_text("projects: []", encoding="utf-8")
    found = find_inputs([str(tmp_path)])
    assert [Path(source.name).name for source in found.sources] == ["a.yaml"]
    assert [Path(name).name for name in found.left_aside] == ["pipe.yaml"]


def test_a_document_given_twice_says_what_could_not_be_read_in_its_projects_too(tmp_path: Path) -> None:
    text = '{"title": "县水利局", "projects": [{"name": "清淤", "code": "1", "goals": ["清淤12公里"], "nonsense": 3}]}'
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    said = [(Path(found.location.path).name, found.rule) for found in check(tmp_path).violations]
    assert ("a.json", "STR002") in said
    assert [rule for name, rule in said if name == "b.json"] == ["STR014", "STR002"]


@pytest.mark.parametrize("spelling", ["{0}/a.yaml", "{0}", "{0}/../{1}/./a.yaml", "{0}/*.yaml", "{0}/link.yaml"])
def test_a_file_named_twice_in_whatever_spelling_is_one_input_and_no_copy_of_itself(
    tmp_path: Path, spelling: str
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    goal = "保障基层医疗卫生机构正常运转"
    (folder / "a.yaml").write_text(f"projects:\n- {{name: 清淤, goals: [{goal}]}}\n", encoding="utf-8")
    other = spelling.format(folder, folder.name)
    if "link" in spelling:
        (tmp_path / "in/link.yaml").symlink_to(folder / "a.yaml")
    once = check(folder / "a.yaml")
    for paths in ((folder / "a.yaml", other), (folder / "a.yaml", folder, other)):
        twice = check(*paths)
        assert twice.violations == once.violations
        assert [item.path for item in twice.inputs] == [str(folder / "a.yaml")]


def test_two_files_with_one_content_stay_two_and_the_second_is_said_to_be_a_copy(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("projects:\n- {name: 清淤, goals: [清淤12公里]}\n", encoding="utf-8")
    (tmp_path / "c.yaml").hardlink_to(tmp_path / "a.yaml")
    report = check(tmp_path, tmp_path / "b.yaml")
    assert [Path(item.location.path).name for item in report.violations if item.rule == "STR014"] == [
        "b.yaml",
        "c.yaml",
    ]


def test_standard_input_named_twice_is_one_input() -> None:
    found = find_inputs(["-", "-"])
    assert [source.name for source in found.sources] == ["-"]
    assert found.repeated == ("-",)


def test_equal_documents_under_one_name_count_once() -> None:
    data = "projects:\n- {name: 清淤, goals: [保障基层医疗卫生机构正常运转]}\n".encode()
    report = check_inputs([ReadInput("a.yaml", data), ReadInput("a.yaml", data)])
    assert [item.projects for item in report.inputs] == [1, 0]
    assert {item.rule for item in report.violations if item.rule.startswith("DUP")} == set()
