"""What the words of the YAML and JSON parsers mean to somebody who only wants to fill in a table."""

from __future__ import annotations

import unicodedata
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
    "directive": ("以“%”开头的行要加引号", "a line that begins with “%” needs quotes"),
    "while scanning an alias": ("以“*”开头的值要加引号", "a value that begins with “*” needs quotes"),
    "while scanning an anchor": ("以“&”开头的值要加引号", "a value that begins with “&” needs quotes"),
    "while scanning a tag": ("以“!”开头的值要加引号", "a value that begins with “!” needs quotes"),
    "cannot start any token": (
        "以此字符开头的值要加引号，缩进不能用制表符",
        "a value that begins with this character needs quotes; a tab cannot indent YAML",
    ),
    "control characters are not allowed": ("含有控制字符，请删去", "a control character must go"),
    "special characters are not allowed": ("含有控制字符，请删去", "a control character must go"),
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
    "half a character": (
        "\\u加四位数的转义只是半个字符，请写出完整的字符",
        "an escape that is half a character; write the whole one",
    ),
    "Invalid \\": ("字符串中的反斜杠要写成两个（\\\\）", "a backslash in a string must be doubled (\\\\)"),
    "Extra data": ("结尾之后还有多余内容", "something follows after the end"),
    "extra data": ("结尾之后还有多余内容", "something follows after the end"),
}

_SEEN: Final = ("\t", "\n", "\r", "")


def yaml_fault(said: str) -> tuple[str, str]:
    """A fault of YAML in both languages; the parser's own words stay in the English one, and where they are unknown."""
    zh, en = yaml_meaning(said)
    return f"YAML语法有误：{zh}", f"broken YAML: {en}"


def yaml_meaning(said: str) -> tuple[str, str]:
    """The same without saying that it is YAML."""
    return _meaning(said, _YAML)


def json_fault(said: str, sign: str = "") -> tuple[str, str]:
    """A fault of JSON, likewise. ``sign`` is the character at which it was found: one that nobody sees is named."""
    zh, en = _meaning(said, _JSON)
    if is_hidden(sign):
        code = f"U+{ord(sign):04X}"
        zh, en = f"此处有看不见的字符{code}，请删去", f"the invisible character {code} stands here and must go"
    return f"JSON语法有误：{zh}", f"broken JSON: {en}"


def is_hidden(sign: str) -> bool:
    """Whether a character is one that nobody sees; not so white space of JSON, and the end of a text."""
    return sign not in _SEEN and unicodedata.category(sign) in ("Cc", "Cf")


def _meaning(said: str, known: dict[str, tuple[str, str]]) -> tuple[str, str]:
    for part, (zh, en) in known.items():
        if part in said:
            return zh, f"{en} ({said})"
    return said, said
