"""`perflint diff`: what changed between two documents or two years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from perflint.cli import gate
from perflint.cli.choices import Config, Lang, Packs, Profile, one_of
from perflint.cli.failure import WrongUse, give_up, say
from perflint.cli.language import LANGUAGES, language
from perflint.violation import Message

if TYPE_CHECKING:
    from perflint.config.settings import Settings
    from perflint.diff.side import Side


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="原文件。 The document as it was.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="新文件。 The document as it is.")],
    format: Annotated[str, typer.Option("--format", "-f", help="格式。 table, json or markdown.")] = "table",
    output: Annotated[str | None, typer.Option("--output", "-o", help="写入文件。 Write to a file.")] = None,
    profile: Profile = None,
    rules: Packs = None,
    config: Config = None,
    lang: Lang = None,
) -> None:
    """比较两个文件或两个年度：预算、目标、指标和问题的变化。 What changed between two documents or two years."""
    spoken = language(lang)
    try:
        one_of("lang", lang, LANGUAGES)
        from perflint.diff.show import FORMATS

        one_of("format", format, [*FORMATS])
        settings = gate.settings_of(config, profile=profile, rules=tuple(rules or ()))
        spoken = gate.spoken_language(lang, settings)
        raise typer.Exit(_diff(old, new, settings, format, output, spoken))
    except WrongUse as error:
        give_up(error.message, spoken)


def _diff(old: str, new: str, settings: Settings, format: str, output: str | None, lang: str) -> int:
    """Writes the comparison; 1 where the documents differ or a part of one could not be read. Raises WrongUse."""
    from perflint.cli.output import refuse_overwriting, write
    from perflint.diff.compare import compare
    from perflint.diff.show import render
    from perflint.inputs import find_inputs

    opened = gate.open_gate(settings, with_baseline=False)
    found = find_inputs([old, new])
    refuse_overwriting(output, [*found.sources, *opened.own_sources()])
    sides = [side_of(name, opened, lang) for name in (old, new)]
    comparison = compare(*sides)
    write(render(comparison, format, lang), output, for_people=format == "table")
    _say_not_compared(comparison.not_compared, lang)
    return int(bool(comparison.changes) or any(side.report.unreadable() for side in sides))


def _say_not_compared(fields: tuple[str, ...], lang: str) -> None:
    from perflint.reporters.words import field_words

    if fields:
        zh, en = ("、".join(field_words(field, spoken) for field in fields) for spoken in ("zh", "en"))
        say(Message(f"只有一个文件有这些栏目，没有比较：{zh}", f"not compared, for one form lacks them: {en}"), lang)


def side_of(name: str, opened: gate.Gate, lang: str) -> Side:
    """A document read and judged by itself. Raises WrongUse where it is not there or holds no targets."""
    from perflint.cli.judging import judge
    from perflint.diff.side import Side
    from perflint.inputs import find_inputs

    found = find_inputs([name])
    if len(found.sources) != 1:
        zh, en = (
            (found.missing[0][1].zh, found.missing[0][1].en) if found.missing else ("应为一个文件", "one file, please")
        )
        raise WrongUse(f"{name}：{zh}", f"{name}: {en}")
    report = judge(found, opened.options, opened.rules, keep_sources=False)
    for violation in report.violations:
        if violation.rule == "STR001":
            say(Message(f"{name}：{violation.message.zh}", f"{name}: {violation.message.en}"), lang)
    document = report.inputs[0].document
    if document is None or (report.unreadable() and not document.projects):
        raise WrongUse(f"{name}：没有可以比较的内容", f"{name}: nothing that could be compared")
    return Side(report, opened.rules)
