"""A fault of syntax says what is wrong and what to do, in the user's language."""

from __future__ import annotations

import re

import pytest

from perflint import userfile
from perflint.api import ReadInput, check_inputs
from perflint.lexicon import Lexicon
from perflint.pipeline.baseline import parse_baseline
from perflint.readers import ndjson
from perflint.userfile import UserFileError

YAML = {
    'projects:\n- code: "a\n  name: b\n': "引号没有闭合",
    "projects:\n- code: a: b\n": "请给整个值加引号",
    "projects:\n- code: a\n name: b\n": "缩进与上面各行不一致",
    "projects: [1, 2\n": "括号没有闭合",
    'projects:\n- name: "a\\qb"\n': "反斜杠要写成两个",
    "projects:\n- code: a\n  name b\n  x: c": "缺少半角冒号和空格",
    "projects:\n\t- code: a\n": "缩进不能用制表符",
    "projects:\n- code: *\n": "以“*”开头的值要加引号",
    "%TAG\nprojects: []\n": "以“%”开头的行要加引号",
}
JSON = {
    '{"projects": [{"code": "a",}]}': "前面是否多了逗号",
    '{"projects": [{"code": "a"': "内容可能不完整",
    "{'projects': 1}": "要用双引号括起",
    '{"projects": [{"code": "a\nb"}]}': "不能直接换行",
    '{"projects": [{"code": }]}': "此处缺少值",
    '{"projects": [{"code" "x"}]}': "字段名后缺少冒号",
    '{"projects": [{"code": "\\q"}]}': "反斜杠要写成两个",
    '{"projects": []} x': "结尾之后还有多余内容",
    '{"projects": [{"code": "\\ud800"}]}': "只是半个字符",
    '{"projects": [{"code": "a\vb"}]}': "看不见的字符U+000B",
    '{"projects": [\ufeff{"code": "a"}]}': "看不见的字符U+FEFF",
    '\ufeff\ufeff{"projects": [{"code": "a"}]}': "看不见的字符U+FEFF",
    '{"projects": [{"code": "a"}]}\u200b': "看不见的字符U+200B",
}


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [*(("a.yaml", *item) for item in YAML.items()), *(("a.json", *item) for item in JSON.items())],
)
def test_a_fault_of_syntax_is_told_in_plain_chinese(name: str, text: str, words: str) -> None:
    report = check_inputs([ReadInput(name, text.encode())])
    (found,) = [item for item in report.violations if item.rule == "STR001"]
    assert words in found.message.zh
    assert not re.search("[a-z]{3}", found.message.zh.replace("YAML", "").replace("JSON", ""))
    assert found.location.place.line is not None


@pytest.mark.parametrize("sign", ["\ufeff", "\0\0"])
def test_what_nobody_sees_at_the_start_of_a_line_is_named_with_its_place(lexicon: Lexicon, sign: str) -> None:
    document = ndjson.read("a.ndjson", f'{{"name": "甲"}}\n{sign}{{"name": "乙"}}\n'.encode(), lexicon)
    (problem,) = document.problems
    assert f"U+{ord(sign[0]):04X}" in problem.zh
    assert problem.place is not None
    assert (problem.place.line, problem.place.column) == (2, 1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: &x 1\n", "不支持YAML锚点（&）"),
        ("a: !!str 1\n", "不支持YAML标签（!）"),
        ("a: *x\n", "不支持YAML别名（*）"),
        ("a: 1\n---\nb: 2\n", "多个YAML文档"),
        ("? [a]\n: 1\n", "键应为单个值"),
        ("a: [1\n", "括号没有闭合"),
        ("a: @b\n", "要加引号"),
        ("a: b\0\n", "控制字符"),
        ("a: " + "[" * 70 + "]" * 70 + "\n", "嵌套超过64层"),
    ],
)
def test_a_file_that_steers_a_call_is_refused_in_plain_chinese(text: str, words: str) -> None:
    with pytest.raises(UserFileError) as refused:
        userfile.parse("甲", text)
    said = refused.value.message.zh
    assert words in said
    assert not re.search("[A-Za-z]{3}", said.replace("YAML", ""))


def test_a_baseline_that_is_no_json_is_refused_in_plain_chinese() -> None:
    with pytest.raises(UserFileError) as refused:
        parse_baseline("甲", '{"format": 1,}')
    assert refused.value.message.zh == "甲:1:14：JSON语法有误：此处应为双引号括起的字段名（前面是否多了逗号？）"
