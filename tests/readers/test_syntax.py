"""A fault of syntax says what is wrong and what to do, in the user's language."""

from __future__ import annotations

import re

import pytest

from perflint.api import ReadInput, check_inputs

YAML = {
    'projects:\n- code: "a\n  name: b\n': "引号没有闭合",
    "projects:\n- code: a: b\n": "请给整个值加引号",
    "projects:\n- code: a\n name: b\n": "缩进与上面各行不一致",
    "projects: [1, 2\n": "括号没有闭合",
    'projects:\n- name: "a\\qb"\n': "反斜杠要写成两个",
    "projects:\n- code: a\n  name b\n  x: c": "缺少半角冒号和空格",
    "projects:\n\t- code: a\n": "缩进不能用制表符",
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
