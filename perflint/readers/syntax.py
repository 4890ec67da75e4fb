"""What the words of the YAML and JSON parsers mean to somebody who only wants to fill in a table."""

from __future__ import annotations

from typing import Final

# Part of what the parser says → what is wrong and what to do. The first that occurs counts.
_YAML: Final = {
    "quoted scalar found unexpected end of stream": ("引号没有闭合", "a quotation mark is not closed"),
    "unknown escape character": (
        "双引号中的反斜杠要写成两个（\\\\）",
        "a backslash within double quotes must be doubled (\\\\)",
    ),
    "mapping values are not allowed": (
        "值中含有“: ”，请给整个值加引号；或上一行缩进有误",
        "a value that holds “: ” needs quotes around it, or the line above is indented wrongly",
    ),
    "could not find expected ':'": (
        "字段名后缺少半角冒号和空格（: ）",
        "a field name must be followed by a colon and a blank (: )",
    ),
    "did not find expected key": (
        "缩进与上面各行不一致，或引号、括号没有配对",
        "the indentation does not fit the lines above, or a quotation mark or bracket has no partner",
    ),
    "did not find expected '-' indicator": (
        "列表各项（-）的缩进不一致",
        "the items of a list (-) are indented differently",
    ),
    "did not find expected ',' or": ("括号没有闭合，或缺少逗号", "a bracket is not closed, or a comma is missing"),
}
_JSON: Final = {
    "enclosed in double quotes": (
        "此处应为双引号括起的字段名（前面是否多了逗号？）",
        "a field name in double quotes must stand here (is there a comma too many before?)",
    ),
    "a name in double quotes": ("字段名要用双引号括起", "field names must stand in double quotes"),
    "Expecting ',' delimiter": (
        "缺少逗号或右括号，内容可能不完整",
        "a comma or a closing bracket is missing; the text may have been cut",
    ),
    "Expecting ':' delimiter": ("字段名后缺少冒号", "a colon is missing after the field name"),
    "Expecting value": ("此处缺少值", "a value is missing here"),
    "Unterminated string": ("双引号没有闭合", "a double quote is not closed"),
    "Invalid control character": (
        "字符串中不能直接换行或含制表符，请写成\\n、\\t",
        "a string cannot hold a line break or tab; write \\n or \\t",
    ),
    "Invalid \\": ("字符串中的反斜杠要写成两个（\\\\）", "a backslash in a string must be doubled (\\\\)"),
    "Extra data": ("结尾之后还有多余内容", "something follows after the end"),
    "extra data": ("结尾之后还有多余内容", "something follows after the end"),
}


def yaml_fault(said: str) -> tuple[str, str]:
    """A fault of YAML in both languages; the parser's own words stay in the English one, and where they are unknown."""
    return _told("YAML", said, _YAML)


def json_fault(said: str) -> tuple[str, str]:
    """A fault of JSON, likewise."""
    return _told("JSON", said, _JSON)


def _told(format: str, said: str, known: dict[str, tuple[str, str]]) -> tuple[str, str]:
    for part, (zh, en) in known.items():
        if part in said:
            return f"{format}语法有误：{zh}", f"broken {format}: {en} ({said})"
    return f"{format}语法有误：{said}", f"broken {format}: {said}"
