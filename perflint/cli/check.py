"""`perflint check`: reads inputs, judges them as one corpus and prints what was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import Struct

from perflint.cli import gate
from perflint.cli.choices import (
    CONFIDENCES,
    FAIL_ON,
    Confidence,
    Config,
    Inputs,
    Lang,
    Names,
    Packs,
    PerDocument,
    Profile,
    Waivers,
    Year,
    one_of,
    selected,
    split,
)
from perflint.cli.failure import WrongUse, give_up
from perflint.cli.judging import judge, say_left_out
from perflint.cli.language import LANGUAGES, language
from perflint.cli.outputs import (
    chosen_format,
    refuse_clashes,
    refuse_missing_extras,
    write_binary,
    write_more,
    write_step_summary,
)

if TYPE_CHECKING:
    from perflint.config.settings import Settings
    from perflint.report import Report
    from perflint.reporters import View


COLORS = ("auto", "always", "never")
ENGINES = ("local", "spark")

More = Annotated[
    str | None, typer.Option(metavar="FILE", help="另以此格式写入文件。 Also write a file in this format.")
]


class Wanted(Struct, frozen=True):
    """What a call is to put out, and where; ``more`` are further files by format."""

    format: str
    output: str | None
    more: Mapping[str, str]
    statistics: bool
    color: str
    verbose: bool
    jobs: int = 1
    engine: str = "local"


def check(
    paths: Inputs,
    format: Annotated[
        str | None, typer.Option("--format", "-f", help="输出格式，默认text。 text, json, sarif …; default text.")
    ] = None,
    output: Annotated[str | None, typer.Option("--output", "-o", help="写入文件。 Write to a file.")] = None,
    statistics: Annotated[bool, typer.Option("--statistics", help="只按规则统计次数。 Only count per rule.")] = False,
    select: Names = None,
    ignore: Names = None,
    fail_on: Annotated[
        str | None, typer.Option("--fail-on", help="达到此级别即退出码1，默认error。 error, warning, info or never.")
    ] = None,
    min_confidence: Confidence = None,
    waivers: Waivers = None,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", metavar="FILE", help="基线文件，只报告新问题。 Only what is new.")
    ] = None,
    profile: Profile = None,
    year: Year = None,
    rules: Packs = None,
    config: Config = None,
    per_document: PerDocument = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="进程数。 Number of processes.")] = 1,
    engine: Annotated[
        str, typer.Option(help="local 本机，spark 集群。 Where to run: local, or spark (see docs/spark.md).")
    ] = "local",
    lang: Lang = None,
    color: Annotated[str, typer.Option(help="颜色。 Colours: auto, always or never.")] = "auto",
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="说明表式、年度和未作判断的规则。 Say why, and what did not apply.")
    ] = False,
    output_json: More = None,
    output_ndjson: More = None,
    output_sarif: More = None,
    output_junit: More = None,
    output_github: More = None,
    output_gitlab: More = None,
    output_csv: More = None,
    output_markdown: More = None,
    output_parquet: More = None,
) -> None:
    """检查文件，按项目编码列出问题。 Check files and list violations per project code."""
    spoken = language(lang)
    try:
        one_of("lang", lang, LANGUAGES)
        one_of("fail-on", fail_on, FAIL_ON)
        one_of("min-confidence", min_confidence, CONFIDENCES)
        one_of("color", color, COLORS)
        one_of("engine", engine, ENGINES)
        from perflint.reporters import BINARY, FORMATS

        one_of("format", format, [*FORMATS, *BINARY])
        settings = gate.settings_of(
            config,
            select=selected(select),
            ignore=split(ignore),
            fail_on=fail_on,
            min_confidence=min_confidence,
            waivers=tuple(waivers or ()),
            baseline=baseline,
            profile=profile,
            year=year,
            rules=tuple(rules or ()),
            per_document=per_document or None,
        )
        spoken = gate.spoken_language(lang, settings)
        more = {
            "json": output_json,
            "ndjson": output_ndjson,
            "sarif": output_sarif,
            "junit": output_junit,
            "github": output_github,
            "gitlab": output_gitlab,
            "csv": output_csv,
            "markdown": output_markdown,
            "parquet": output_parquet,
        }
        wanted = Wanted(
            chosen_format(format, output),
            output,
            {name: target for name, target in more.items() if target is not None},
            statistics,
            color,
            verbose,
            jobs,
            engine,
        )
        raise typer.Exit(_check(paths, settings, wanted, spoken))
    except WrongUse as error:
        give_up(error.message, spoken)


def _check(paths: Sequence[str], settings: Settings, wanted: Wanted, lang: str) -> int:
    """Judges and writes everything; returns the exit code. Raises WrongUse."""
    from perflint.cli.output import write
    from perflint.cli.screen import has_color, width
    from perflint.reporters import View

    if wanted.verbose:
        gate.say_settings(settings, lang)
    opened = gate.open_gate(settings)
    found = gate.inputs_of(paths, opened)
    refuse_clashes(wanted.output, wanted.more, [*found.sources, *opened.own_sources()])
    refuse_missing_extras([wanted.format, *wanted.more])
    for_people = wanted.format == "text"
    keep_sources = for_people and not wanted.statistics
    report = judge(
        found,
        opened.options,
        opened.rules,
        keep_sources=keep_sources,
        lang=lang,
        jobs=wanted.jobs,
        keep_documents=for_people,
        engine=wanted.engine,
    )
    say_left_out(found, lang, wanted.verbose)
    if found.sources:
        color = has_color(wanted.color, wanted.output)
        view = View(lang, width(wanted.output), color, wanted.verbose, opened.fail_on)
        rendered = _rendered(report, wanted.format, wanted.statistics, view)
        write_more(report, wanted.more, view)
        if rendered is None:
            write_binary(report, wanted.format, wanted.output or "", view)
        else:
            write(rendered, wanted.output, for_people=for_people)
        if wanted.format == "github":
            write_step_summary(report, view, lang)
    return report.exit_code(opened.fail_on)


def _rendered(report: Report, format: str, statistics: bool, view: View) -> Iterator[str] | None:
    """The text of the report, None for a format that is no text."""
    if not statistics:
        from perflint.reporters import BINARY, reporter

        return None if format in BINARY else reporter(format).render(report, view)
    from perflint.reporters.statistics import RENDERERS

    if format not in RENDERERS:
        raise WrongUse(
            f"--statistics 不能与 --format {format} 合用", f"--statistics does not go with --format {format}"
        )
    return RENDERERS[format](report, view)
