"""What a wrong command line is told, in the user's language."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from perflint.cli.program import app

Run = Callable[..., Result]


def said(arguments: list[str], locale: str) -> str:
    result = CliRunner().invoke(app, arguments, env={"LC_ALL": locale})
    assert result.exit_code == 2
    assert not result.stdout
    return result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check"], "缺少参数 PATH"),
        (["convert", "a.yaml"], "缺少参数 --output / -o"),
        (["check", "--nope"], "没有选项“--nope”"),
        (["check", "a.yaml", "--ignor", "VAL"], "是否指 --ignore"),
        (["check", "--lang"], "选项 --lang 后缺少值"),
        (["check", "a.yaml", "--jobs", "many"], "--jobs / -j 的值不对，应为整数，至少1"),
        (["check", "a.yaml", "--year", "1"], "应为整数，至少1990，至多2100"),
        (["chekc", "a.yaml"], "没有命令“chekc”，是否指“check”？"),
        (["convert", "a.yaml", "b.yaml", "-o", "c.json"], "多余的参数：b.yaml"),
        (["config", "show", "x"], "多余的参数：x"),
        (["check", "a.yaml", "--output-json", "x", "--output-json", "y"], "选项 --output-json 只能写一次"),
        (["check", "a.yaml", "-o", "x", "--output", "y"], "选项 --output / -o 只能写一次"),
        (["check", "a.yaml", "--config", "x", "--config", "y"], "选项 --config 只能写一次"),
        (["config", "show", "--config", "x", "--config", "y"], "选项 --config 只能写一次"),
        (["check", "a.yaml", "--select", ""], "--select 后没有规则"),
        (["fix", "a.yaml", "--select", ", "], "--select 后没有规则"),
        (["rules", "shw"], "没有命令“shw”，是否指“show”？"),
    ],
)
def test_a_wrong_call_is_told_in_chinese_where_the_locale_is_chinese(arguments: list[str], words: str) -> None:
    text = said(arguments, "zh_CN.UTF-8")
    assert words in text
    assert "Error" not in text


def test_a_wrong_call_is_told_in_english_where_the_locale_is_english() -> None:
    assert "Missing argument 'PATH'" in said(["check"], "en_US.UTF-8")
    assert "no command 'chekc', did you mean 'check'?" in said(["chekc"], "en_US.UTF-8")


def test_of_other_options_given_twice_the_last_counts_and_lists_are_joined(run: Run, faulty: Path) -> None:
    twice = ("--lang", "en", "--lang", "zh", "--select", "COD", "--select", "PLN003")
    assert "PLN003" in run("check", faulty, *twice).stdout


def test_how_the_command_is_called_stands_below() -> None:
    lines = said(["check"], "zh_CN.UTF-8").splitlines()
    assert lines[1].startswith("用法：")
    assert lines[2].endswith("check -h")


@pytest.mark.parametrize("option", ["--config", "--waivers", "--baseline", "--rules"])
def test_a_file_that_may_not_be_read_is_said_so_and_not_taken_for_a_wrong_call(
    run: Run, faulty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    given = tmp_path / "given.yaml"
    given.write_text("format: 1\n", encoding="utf-8")
    monkeypatch.setattr(os, "access", lambda *_, **__: False)
    read_text = Path.read_text

    def refused(path: Path, *arguments: Any, **more: Any) -> str:
        if path.name == given.name:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return read_text(path, *arguments, **more)

    monkeypatch.setattr(Path, "read_text", refused)
    result = run("check", faulty, option, given)
    assert result.exit_code == 2
    assert "given.yaml：" in result.stderr
    assert "没有读取权限" in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("option", ["--config", "--waivers", "--baseline"])
def test_a_folder_or_a_pipe_in_the_place_of_a_file_is_said_to_be_one(
    run: Run, faulty: Path, tmp_path: Path, option: str
) -> None:
    (tmp_path / "folder.yaml").mkdir()
    result = run("check", faulty, option, tmp_path / "folder.yaml")
    assert (result.exit_code, "这是一个文件夹" in result.stderr) == (2, True)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.yaml")
        result = run("check", faulty, option, tmp_path / "pipe.yaml")
        assert (result.exit_code, "这是设备或管道" in result.stderr) == (2, True)


def test_a_file_that_is_not_there_is_said(run: Run, faulty: Path, tmp_path: Path) -> None:
    for command in (("check", faulty), ("config", "show")):
        result = run(*command, "--config", tmp_path / "gone.yaml")
        assert result.exit_code == 2
        assert result.stderr.endswith("gone.yaml：文件不存在\n")


def test_a_rule_pack_in_a_folder_that_may_not_be_entered_is_said(
    run: Run, faulty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stat = Path.stat

    def refused(path: Path, **more: Any) -> os.stat_result:
        if path.name == "pack":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return stat(path, **more)

    monkeypatch.setattr(Path, "stat", refused)
    result = run("check", faulty, "--rules", "closed/pack")
    assert result.exit_code == 2
    assert result.stderr == "perflint: 规则包打不开：closed/pack：没有读取权限\n"
