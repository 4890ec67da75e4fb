"""What a wrong command line is told, in the user's language."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from perflint.cli.program import app


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


def test_how_the_command_is_called_stands_below() -> None:
    lines = said(["check"], "zh_CN.UTF-8").splitlines()
    assert lines[1].startswith("用法：")
    assert lines[2].endswith("check -h")
