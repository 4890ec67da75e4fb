"""The documentation of rules as Markdown, made from what the packs say: a page for each family and language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING
from typing import Any

from perflint.checks import all_kinds
from perflint.checks.base import parameters
from perflint.checks.described import described
from perflint.checks.expression import VARIABLES
from perflint.reporters.catalogue import facts, sections, title
from perflint.rule import Rule
from perflint.violation import Message

NOTE = Message(
    "本页由规则文件生成，请勿手改：改 `rules/` 后运行 `perflint rules docs -o docs/rules`。",
    "Made from the rule files: do not edit. Change `rules/` and run `perflint rules docs -o docs/rules`.",
)
FAMILIES = {
    "STR": Message("结构与完整性", "structure and completeness"),
    "SUP": Message("豁免与忽略", "silenced findings"),
    "COD": Message("项目编码", "project codes"),
    "SUM": Message("资金", "money"),
    "PLN": Message("资金支出计划", "the spend plan"),
    "CLS": Message("指标分类", "indicator classes"),
    "VAL": Message("指标值", "indicator values"),
    "DUP": Message("重复", "duplicates"),
    "TXT": Message("文字", "wording"),
    "COH": Message("各栏之间是否相符", "coherence between fields"),
    "DOC": Message("整个文件的习惯", "habits of the whole document"),
}
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_CODE = re.compile(r"``(.+?)``")
LANGUAGES = ("zh", "en")


def pages(rules: Mapping[str, Rule]) -> dict[str, str]:
    """Path → Markdown: rules by family in both languages, and the check kinds that own rules may use."""
    kinds = {name: described(name) for name in all_kinds()}
    families: dict[str, list[Rule]] = {}
    for rule in sorted(rules.values(), key=lambda item: item.id):
        families.setdefault(rule.id[:3], []).append(rule)
    order = sorted(families, key=lambda name: (list(FAMILIES).index(name) if name in FAMILIES else len(FAMILIES), name))
    made = {"kinds.md": _joined(_kinds())}
    for lang in LANGUAGES:
        made[f"{lang}/README.md"] = _joined(_index([(name, families[name]) for name in order], lang))
        for name in order:
            made[f"{lang}/{name}.md"] = _joined(_family(name, families[name], kinds, lang))
    return made


def _joined(blocks: Iterator[str]) -> str:
    return "\n\n".join(blocks) + "\n"


def _family_title(name: str, lang: str) -> str:
    return f"{name} {FAMILIES[name].text(lang)}" if name in FAMILIES else name


def _index(families: Sequence[tuple[str, list[Rule]]], lang: str) -> Iterator[str]:
    zh = lang == "zh"
    yield "# 规则" if zh else "# Rules"
    yield NOTE.text(lang)
    other = "[English](../en/README.md)" if zh else "[中文](../zh/README.md)"
    yield f"{other} · " + ("[自有规则](../own-rules.zh-CN.md)" if zh else "[Rules of your own](../own-rules.md)")
    for name, rules in families:
        yield f"## {_family_title(name, lang)}"
        head = "| 规则 | 名称 | 级别 | 说明 |" if zh else "| rule | name | severity | says |"
        lines = [head, "|---|---|---|---|"]
        for rule in rules:
            said = _cell(title(rule, lang))
            lines.append(
                f"| [{rule.id}]({name}.md#{rule.id.lower()}) | {rule.name} | {facts(rule, lang)[0]} | {said} |"
            )
        yield "\n".join(lines)


def _family(name: str, rules: Sequence[Rule], kinds: Mapping[str, Message], lang: str) -> Iterator[str]:
    zh = lang == "zh"
    yield f"# {_family_title(name, lang)}"
    yield NOTE.text(lang)
    yield f"[{'全部规则' if zh else 'all rules'}](README.md) · " + (
        f"[English](../en/{name}.md)" if zh else f"[中文](../zh/{name}.md)"
    )
    for rule in rules:
        yield f'<a id="{rule.id.lower()}"></a>\n\n## {rule.id} {rule.name}'
        yield " · ".join(facts(rule, lang))
        for heading, lines in sections(rule, kinds[rule.check.kind].text(lang), lang, with_line=False):
            if lines:
                yield f"**{_text(heading)}**"
                yield _block(lines)


def _kinds() -> Iterator[str]:
    yield "# 检查方式 Check kinds"
    yield f"{NOTE.zh} {NOTE.en}"
    yield "[自有规则](own-rules.zh-CN.md) · [Rules of your own](own-rules.md)"
    for name, kind in sorted(all_kinds().items()):
        yield f"## {name}"
        said = described(name)
        yield _text(said.zh)
        yield _text(" ".join(said.en.split()))
        lines = [f"- `{param}`: {_type(hint)}{_default(given)}" for param, (hint, given) in parameters(kind).items()]
        if lines:
            yield "参数 Parameters:\n\n" + "\n".join(lines)
        yield f"判断 Judges: {', '.join(sorted(kind.scopes))}"
        if kind.placeholders:
            yield "占位符 Placeholders: " + ", ".join(f"`{{{word}}}`" for word in sorted(kind.placeholders))
        if kind.cases:
            yield "情形 Cases: " + ", ".join(f"`{case}`" for case in sorted(kind.cases))
        if name == "cel":
            yield _variables()


def _variables() -> str:
    lines = ["| 名称 name | 类型 type | 说明 | what it is |", "|---|---|---|---|"]
    types = {"STRING": "string", "LIST": "list", "DYN": "number or null"}
    lines += [f"| `{name}` | {types[kind]} | {said.zh} | {said.en} |" for name, (kind, said) in VARIABLES.items()]
    return "\n".join(lines)


def _type(hint: Any) -> str:
    shown = hint.__name__ if isinstance(hint, type) else str(hint)
    return _text(shown.replace("collections.abc.", "").replace("typing.", ""))


def _default(given: Any) -> str:
    return "" if given is MISSING else f", default `{given!r}`"


def _block(lines: Sequence[str]) -> str:
    """Paragraphs as paragraphs, list items as a list."""
    items = [f"- {_item(line[2:])}" if line.startswith("- ") else _text(line) for line in lines]
    parts = [items[0]]
    for line, item in zip(lines[1:], items[1:], strict=True):
        parts.append(("\n" if line.startswith("- ") and parts[-1].startswith(("- ", "\n- ")) else "\n\n") + item)
    return "".join(parts)


def _item(line: str) -> str:
    """A list item; an example stands as code, with the places where the rule speaks after it."""
    if not line.startswith("{"):
        return _text(line)
    example, arrow, places = line.partition("  → ")
    fence = "``" if "`" in example else "`"
    return f"{fence}{example}{fence}" + (f" → {_text(places)}" if arrow else "")


def _text(line: str) -> str:
    """Text with what Markdown would take for marks escaped; ``…`` of docstrings becomes code."""
    parts = _CODE.split(line)
    return "".join(f"`{part}`" if number % 2 else _SPECIAL.sub(r"\\\1", part) for number, part in enumerate(parts))


def _cell(line: str) -> str:
    return _text(line.replace("\n", " "))
