"""The result of a selftest for machines and for people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from perflint.reporters import View
from perflint.reporters.display import visible, wrap
from perflint.reporters.words import field_words
from perflint.selftest.base import Spot
from perflint.selftest.run import Outcome, Selftest

FORMAT = 1


def as_json(result: Selftest) -> Iterator[str]:
    """The result as one JSON object."""
    mutations = [
        {
            "mutation": item.name,
            "rule": item.rule,
            "project": item.project,
            "field": item.field,
            "caught": item.caught,
            "unasked": [{"rule": spot.rule, "field": spot.field} for spot in item.unasked],
        }
        for item in result.outcomes
    ]
    summary = {
        "mutations": len(mutations),
        "caught": len(mutations) - result.missed,
        "missed": result.missed,
        "unasked": result.unasked,
    }
    yield json.dumps({"format": FORMAT, "mutations": mutations, "summary": summary}, ensure_ascii=False, indent=1)
    yield "\n"


def as_text(result: Selftest, view: View, known: Mapping[str, Any]) -> Iterator[str]:
    """The table of mutations, what was missed and what was said unasked; ``known`` are the rules by id."""
    from tabulate import tabulate

    zh = view.lang == "zh"
    headers = ("规则", "名称", "改动", "位置", "结果") if zh else ("rule", "name", "what was broken", "where", "result")
    rows = [
        (item.rule, known[item.rule].name, "", _where(item, view.lang), _verdict(item, zh)) for item in result.outcomes
    ]
    used = sum(max((len(row[column]) for row in rows), default=0) for column in (0, 1)) + 40
    room = max(view.width - used, 26)
    cells = [
        (*row[:2], "\n".join(wrap(visible(_about(item, view.lang)), room)), *row[3:])
        for row, item in zip(rows, result.outcomes, strict=True)
    ]
    yield tabulate(cells, headers, tablefmt="simple", disable_numparse=True) + "\n\n"
    yield from _laws(result, zh)
    yield from _notes(result, zh)
    count, missed, unasked = len(result.outcomes), result.missed, result.unasked
    yield (
        f"共{count}处改动：发现{count - missed}，漏过{missed}，多报错误{unasked}\n"
        if zh
        else f"{count} facts broken: {count - missed} caught, {missed} missed, {unasked} unasked errors\n"
    )


def _about(item: Outcome, lang: str) -> str:
    return item.about.text(lang)


def _where(item: Outcome, lang: str) -> str:
    where = visible(field_words(item.field, lang)) if item.field else ("整个文件" if lang == "zh" else "the document")
    if item.sample:
        return where + ("（样例）" if lang == "zh" else " (sample)")
    return where


def _verdict(item: Outcome, zh: bool) -> str:
    verdict = ("发现" if zh else "caught") if item.caught else ("漏过" if zh else "MISSED")
    if not item.unasked:
        return verdict
    return verdict + ("，多报：" if zh else ", unasked: ") + ", ".join(_spot(spot) for spot in item.unasked)


def _spot(spot: Spot) -> str:
    return visible(f"{spot.rule} {spot.field}".strip())


def _laws(result: Selftest, zh: bool) -> Iterator[str]:
    for item in result.laws:
        verdict = ("问题不变" if zh else "the same violations") if not item.broken else ""
        if item.broken:
            verdict = ("有变化：" if zh else "changed: ") + "; ".join(_spot(spot) for spot in item.broken[:5])
        yield f"{item.law.about.text('zh' if zh else 'en')}{'：' if zh else ': '}{verdict}\n"


def _notes(result: Selftest, zh: bool) -> Iterator[str]:
    lang = "zh" if zh else "en"
    if result.errors:
        yield (
            f"文件本身有{result.errors}处错误；自检应当用没有错误的文件，否则改动可能与原有问题混在一起\n"
            if zh
            else f"the document itself has {result.errors} errors; with a clean one no fault of its own can interfere\n"
        )
    for rule, reason in result.unreachable.items():
        yield f"{rule}{'不在此列：' if zh else ' is not tried: '}{reason.text(lang)}\n"
    if result.uncovered:
        listed = ", ".join(result.uncovered)
        yield (
            f"没有改动检验的自有规则：{listed}（其示例由 perflint rules test 运行）\n"
            if zh
            else f"own rules that nothing here tries: {listed} (perflint rules test runs their examples)\n"
        )
