"""The end of the text output: what was looked at, what was found, and what could not be looked at."""

from __future__ import annotations

from collections.abc import Iterator

from perflint.report import Report
from perflint.reporters import View
from perflint.reporters.counts import not_applicable
from perflint.reporters.display import paint, visible, wrap
from perflint.reporters.words import SEVERITY, STYLE, path_words
from perflint.violation import Severity

UNREADABLE = "STR001"


def summary_lines(report: Report, view: View) -> Iterator[str]:
    """Counts, then openly what was not read or not judged."""
    zh = view.lang == "zh"
    projects = sum(item.projects for item in report.inputs)
    rows = sum(item.indicators for item in report.inputs)
    files = len(report.inputs)
    looked = (
        f"检查了{files}个文件、{projects}个项目、{rows}条绩效指标："
        if zh
        else (
            f"Checked {files} {_many('input', files)}, {projects} {_many('project', projects)}, "
            f"{rows} {_many('indicator', rows)}: "
        )
    )
    counts = report.counts()
    if any(counts.values()):
        said = ("，" if zh else ", ").join(_count(severity, number, view) for severity, number in counts.items())
        concerned = report.projects_with_violations()
        if concerned:
            said += f"（涉及{concerned}个项目）" if zh else f" (in {concerned} {_many('project', concerned)})"
        said += "。" if zh else "."
    else:
        said = paint("没有发现问题。" if zh else "nothing to report.", "green", view.color)
    yield paint(looked, "bold", view.color) + said
    yield from _not_looked_at(report, view)


def _count(severity: Severity, number: int, view: View) -> str:
    word = SEVERITY[severity].text(view.lang)
    text = f"{word}{number}" if view.lang == "zh" else f"{number} {_many(word, number) if word != 'info' else word}"
    return paint(text, STYLE[severity], view.color and number > 0)


def _many(word: str, number: int) -> str:
    return word if number == 1 else word + "s"


def _not_looked_at(report: Report, view: View) -> Iterator[str]:
    zh = view.lang == "zh"
    unread = [path_words(report.inputs[index].path, view.lang) for index in _unread(report)]
    if unread:
        head = "未能读取（全部或部分），未读部分没有判断：" if zh else "Not read (wholly or in part), so not judged: "
        yield paint(head + ("、" if zh else ", ").join(map(visible, unread)), "red", view.color)
    if report.waived or report.known:
        waived, known = len(report.waived), report.known
        yield f"豁免{waived}，基线中已有{known}。" if zh else f"{waived} waived, {known} known from the baseline."
    rules = {item.rule for item in report.not_applicable}
    if rules and not view.verbose:
        yield (
            f"{len(rules)}条规则因文件中没有所需内容而未作判断（-v 列出原因）。"
            if zh
            else f"{len(rules)} {_many('rule', len(rules))} could not judge for want of what they need (-v says why)."
        )


def _unread(report: Report) -> list[int]:
    return sorted({violation.document for violation in report.violations if violation.rule == UNREADABLE})


def verbose_lines(report: Report, view: View) -> Iterator[str]:
    """With ``-v``: the profile and year of each input and why, and every rule that was not applicable."""
    if not view.verbose:
        return
    zh = view.lang == "zh"
    yield paint("== 判断依据" if zh else "== How inputs were judged", "bold", view.color)
    for item in report.inputs:
        yield f"  {visible(path_words(item.path, view.lang))}"
        if item.setting is None:
            continue
        setting = item.setting
        reasons = [(setting.profile.id, setting.profile_reason, "表式" if zh else "profile")]
        if setting.year is not None and setting.year_reason is not None:
            reasons.append((str(setting.year), setting.year_reason, "年度" if zh else "year"))
        for name, reason, label in reasons:
            yield f"    {label}: {name} ({visible(reason.text(view.lang))})"
        if setting.year is None:
            yield (
                "    年度：未知，与年度有关的规则未作判断"
                if zh
                else "    year: unknown, rules that need it did not judge"
            )
    if report.not_applicable:
        yield paint("== 未作判断的规则" if zh else "== Rules that were not applicable", "bold", view.color)
    for rule, reason, projects in not_applicable(report):
        where = f"{projects}个项目" if zh else f"{projects} {_many('project', projects)}"
        if not projects:
            where = "整个文件" if zh else "the document"
        text = f"{rule}  {where}  {reason.text(view.lang)}"
        for number, line in enumerate(wrap(visible(text), view.width - 10)):
            yield ("          " if number else "  ") + line
    yield ""
