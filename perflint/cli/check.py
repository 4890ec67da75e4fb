"""`perflint check`: reads inputs, judges them as one corpus and prints what was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import Struct
from msgspec.structs import replace

from perflint.cli import gate
from perflint.cli.completion import rule_names
from perflint.cli.failure import WrongUse, give_up, say, unknown
from perflint.cli.language import LANGUAGES, language
from perflint.cli.outputs import chosen_format, refuse_clashes, write_more, write_step_summary
from perflint.cli.progress import Progress
from perflint.userfile import UserFileError
from perflint.violation import Message

if TYPE_CHECKING:
    from perflint.api import Judging, Options
    from perflint.config.settings import Settings
    from perflint.engine.pack import RuleSet
    from perflint.inputs import Found, Source
    from perflint.report import Report
    from perflint.reporters import View


FAIL_ON = ("error", "warning", "info", "never")
CONFIDENCES = ("low", "medium", "high")
COLORS = ("auto", "always", "never")
ENGINES = ("local", "spark")

Names = Annotated[
    list[str] | None,
    typer.Option(
        metavar="RULE,…",
        help="规则编号、前缀或名称。 Rule ids, prefixes or slugs; repeatable.",
        autocompletion=rule_names,
    ),
]


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
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH", help="文件、文件夹或通配符。 Files, folders, globs; - is stdin."),
    ],
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
    min_confidence: Annotated[
        str | None, typer.Option("--min-confidence", help="最低可信度。 low (default), medium or high.")
    ] = None,
    waivers: Annotated[
        list[Path] | None, typer.Option("--waivers", metavar="FILE", help="豁免文件。 Waivers files; repeatable.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", metavar="FILE", help="基线文件，只报告新问题。 Only what is new.")
    ] = None,
    profile: Annotated[str | None, typer.Option(help="表式，如 hebei-2022。 The form, such as hebei-2022.")] = None,
    year: Annotated[int | None, typer.Option(min=1990, max=2100, help="预算年度。 The budget year.")] = None,
    rules: Annotated[
        list[Path] | None, typer.Option("--rules", metavar="DIR", help="自有规则包。 Own rule packs; repeatable.")
    ] = None,
    config: Annotated[Path | None, gate.CONFIG_OPTION] = None,
    per_document: Annotated[
        bool, typer.Option("--per-document", help="各文件单独判断。 Judge every input alone.")
    ] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="进程数。 Number of processes.")] = 1,
    engine: Annotated[
        str, typer.Option(help="local 本机，spark 集群。 Where to run: local, or spark (see docs/spark.md).")
    ] = "local",
    lang: Annotated[str | None, typer.Option(help="语言 zh 或 en。 Language, zh or en.")] = None,
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
) -> None:
    """检查文件，按项目编码列出问题。 Check files and list violations per project code."""
    spoken = language(lang)
    try:
        one_of("lang", lang, LANGUAGES)
        one_of("fail-on", fail_on, FAIL_ON)
        one_of("min-confidence", min_confidence, CONFIDENCES)
        one_of("color", color, COLORS)
        one_of("engine", engine, ENGINES)
        from perflint.reporters import FORMATS

        one_of("format", format, FORMATS)
        settings = gate.settings_of(
            config,
            select=split(select),
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
        write(rendered, wanted.output, for_people=for_people)
        if wanted.format == "github":
            write_step_summary(report, view, lang)
    return report.exit_code(opened.fail_on)


def one_of(option: str, given: str | None, known: Sequence[str] | dict[str, str]) -> None:
    """Raises WrongUse, with the nearest name, for a value that an option does not take."""
    if given is not None and given not in known:
        raise unknown(f" --{option} 的取值", f"value of --{option}", given, known)


def split(names: Sequence[str] | None) -> tuple[str, ...]:
    """Names given one by one or with commas between them."""
    return tuple(name.strip() for text in names or () for name in text.split(",") if name.strip())


def load(packs: Sequence[Path], with_examples: bool = True) -> RuleSet:
    """The shipped rules with further packs laid over them. Raises WrongUse where a pack is missing or wrong.

    A pack is wrong, too, where one of its own rules does not hold an example (``with_examples``).
    """
    from perflint.api import rules_with
    from perflint.engine.pack import PackError

    for pack in packs:
        if not pack.exists():
            raise WrongUse(f"规则包不存在：{pack}", f"no such rule pack: {pack}")
    try:
        rules = rules_with(packs)
        if packs and with_examples:
            _refuse_examples(rules)
        return rules
    except PackError as error:
        zh = f"规则包有误，没有加载：{error.message.zh}"
        raise WrongUse(zh, f"a rule pack is wrong and was not loaded: {error.message.en}") from error


def _refuse_examples(rules: RuleSet) -> None:
    """Raises WrongUse where an example of a pack's own rule does not hold; one that a later layer changed may not."""
    from perflint import examples

    own = [rule.id for rule in rules.rules.values() if not rule.origin.startswith("rules/")]
    unchanged = [rule for rule in own if len(rules.decisions.get(rule, ())) < 2]
    for failure in examples.run(rules, only=unchanged) if unchanged else ():
        message = failure.message
        zh = f"规则包有误，没有加载：{message.zh}"
        raise WrongUse(zh, f"a rule pack is wrong and was not loaded: {message.en}")


def judge(
    found: Found,
    options: Options,
    rules: RuleSet,
    keep_sources: bool,
    data: list[bytes] | None = None,
    lang: str = "zh",
    jobs: int = 1,
    keep_documents: bool = True,
    engine: str = "local",
) -> Report:
    """Reads and judges all inputs as one corpus. Raises WrongUse for names that do not exist.

    The bytes of the inputs go to ``data``, where it is given; a progress bar speaks ``lang``.
    """
    from perflint.api import Judging, UnknownRule
    from perflint.engine.setting import UnknownProfile
    from perflint.inputs import read_source
    from perflint.reporters.frame import MAX_SOURCE

    texts: list[str | None] = []
    room = MAX_SOURCE if keep_sources else 0
    try:
        if options.profile is not None and options.profile not in rules.profiles:
            raise UnknownProfile(options.profile)
        with Progress(len(found.sources), lang) as progress:
            judging = Judging(rules, options, progress.judged, keep_documents)
            if engine == "spark":
                texts = _judge_on_spark(judging, found.sources, room)
            elif jobs > 1 and len(found.sources) > 1:
                texts = _judge_in_processes(judging, found.sources, jobs, progress, room)
            else:
                for index, source in enumerate(found.sources):
                    progress.reading(index, source.name)
                    read = read_source(source, rules.lexicon)
                    judging.add(index, source.name, read.document, read.sha256)
                    texts.append(_text(read.data, room))
                    if data is not None:
                        data.append(read.data)
                    room -= len(read.data) if texts[-1] is not None else 0
    except UnknownRule as error:
        names = [*rules.rules, *(rule.name for rule in rules.rules.values())]
        raise unknown("规则", "rule named", error.name, names) from error
    except UnknownProfile as error:
        raise unknown("表式", "profile named", str(error), rules.profiles) from error
    try:
        report = judging.report(missing=[name for name, _ in found.missing])
    except UserFileError as error:  # a waivers file that is bound to another input
        raise WrongUse(error.message.zh, error.message.en) from error
    if not keep_sources:
        return report
    inputs = (replace(item, source=text) for item, text in zip(report.inputs, texts, strict=True))
    return replace(report, inputs=tuple(inputs))


def _judge_in_processes(
    judging: Judging, sources: Sequence[Source], jobs: int, progress: Progress, room: int
) -> list[str | None]:
    """Has all inputs judged by ``jobs`` processes; returns their texts for code frames, while there is room."""
    from perflint.scale.workers import judge_all

    texts: list[str | None] = []
    parts = judge_all(sources, judging.rules, judging.options, judging.keep_documents, jobs)
    for source, part in zip(sources, parts, strict=True):
        progress.reading(part.index, source.name)
        judging.take(part)
        data = _bytes(source) if room > 0 else b""
        texts.append(_text(data, room) if data else None)
        room -= len(data)
    return texts


def _judge_on_spark(judging: Judging, sources: Sequence[Source], room: int) -> list[str | None]:
    """The same on Spark. Raises WrongUse where there is no Spark, or the run failed."""
    from perflint.scale.spark import SparkFailed, judge_on_spark

    try:
        judge_on_spark(judging, sources, people=judging.keep_documents)
    except SparkFailed as error:
        raise WrongUse(error.message.zh, error.message.en) from error
    texts: list[str | None] = []
    for source in sources:
        data = _bytes(source) if room > 0 else b""
        texts.append(_text(data, room) if data else None)
        room -= len(data) if texts[-1] is not None else 0
    return texts


def _bytes(source: Source) -> bytes:
    """The bytes of a file; none where it cannot be read (which its violations say), and none of standard input."""
    try:
        return source.path.read_bytes() if source.path is not None else b""
    except OSError:
        return b""


def _text(data: bytes, room: int) -> str | None:
    """The text of an input for code frames, where it is text and not longer than ``room`` bytes."""
    from perflint.readers.decode import decode
    from perflint.readers.source import Unreadable

    if len(data) > room:
        return None
    try:
        return decode(data)
    except Unreadable:
        return None


def _rendered(report: Report, format: str, statistics: bool, view: View) -> Iterator[str]:
    if not statistics:
        from perflint.reporters import reporter

        return reporter(format).render(report, view)
    from perflint.reporters.statistics import RENDERERS

    if format not in RENDERERS:
        raise WrongUse(
            f"--statistics 不能与 --format {format} 合用", f"--statistics does not go with --format {format}"
        )
    return RENDERERS[format](report, view)


def say_left_out(found: Found, lang: str, verbose: bool) -> None:
    """Paths that were not there, and files in folders that are of no kind that perflint reads."""
    for name, reason in found.missing:
        say(Message(f"{name}：{reason.zh}", f"{name}: {reason.en}"), lang)
    count = len(found.left_aside)
    if count:
        zh = f"文件夹中另有{count}个文件不是可读取的类型，没有检查" + ("" if verbose else "（-v 列出）")
        en = f"{count} more files in the folders are of no kind that perflint reads" + (
            "" if verbose else " (-v lists them)"
        )
        say(Message(zh, en), lang)
    for name in found.left_aside if verbose else ():
        say(Message(name, name), lang)
