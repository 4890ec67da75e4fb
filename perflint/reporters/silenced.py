"""What a report says of findings that were silenced: by which decision, by whom and until when."""

from __future__ import annotations

from collections.abc import Iterator

from perflint.report import Report, Waived
from perflint.reporters import View
from perflint.reporters.display import paint, visible, wrap
from perflint.reporters.words import field_words
from perflint.violation import Message

VERDICT = {
    "waived": Message("豁免", "waived"),
    "rejected": Message("驳回", "rejected"),
}
IN_COMMENT = Message("文件内注释", "a comment in the file")


def who(waived: Waived, lang: str) -> str:
    """Who decided; a comment in the document has no name."""
    return waived.by or IN_COMMENT.text(lang)


def decision(waived: Waived, lang: str) -> str:
    """The decision in words: 豁免：系统限制（王某，至2026-12-31）."""
    verdict = VERDICT[waived.verdict].text(lang)
    name = who(waived, lang)
    if lang == "zh":
        until = f"，至{waived.expires}" if waived.expires else ""
        return f"{verdict}：{waived.reason}（{name}{until}）"
    until = f", until {waived.expires}" if waived.expires else ""
    return f"{verdict}: {waived.reason} ({name}{until})"


def silenced_lines(report: Report, view: View) -> Iterator[str]:
    """The section of the text output that lists each silenced finding, and how many baseline entries are gone."""
    zh = view.lang == "zh"
    if report.waived:
        yield paint("== 已豁免或驳回" if zh else "== Silenced", "bold", view.color)
        for item in report.waived:
            violation = item.violation
            where = [violation.rule, violation.project or "", field_words(violation.field, view.lang)]
            said = "  ".join([*(part for part in where if part), decision(item, view.lang)])
            for number, line in enumerate(wrap(visible(said), view.width - 4)):
                yield ("    " if number else "  ") + line
        yield ""
    count = len(report.gone)
    if count:
        yield (
            f"基线中有{count}条已不存在；可用 perflint baseline --prune 清理。"
            if zh
            else f"{count} entries of the baseline are gone; perflint baseline --prune drops them."
        )
