"""`perflint corpus`: judges all inputs as one corpus and keeps what was found as a data set that people can query."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from perflint.cli import gate
from perflint.cli.choices import (
    CONFIDENCES,
    Confidence,
    Config,
    Files,
    Lang,
    Names,
    Packs,
    Profile,
    Waivers,
    Year,
    one_of,
    selected,
    split,
)
from perflint.cli.failure import WrongUse, give_up, say
from perflint.cli.judging import check_profile, names_told, say_left_out
from perflint.cli.language import LANGUAGES, language
from perflint.cli.progress import Progress
from perflint.violation import Message

if TYPE_CHECKING:
    from perflint.cli.gate import Gate
    from perflint.config.settings import Settings
    from perflint.inputs import Found
    from perflint.report import Report
    from perflint.scale.corpus import CorpusRun
    from perflint.scale.workfile import WorkFile

WORK = ".work"
"""What the name of the work file has behind that of the output."""
ENDING = ".parquet"
"""What the name of a data set ends in."""


def corpus(
    paths: Files,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="数据集文件。 The data set, such as corpus.parquet.")
    ],
    select: Names = None,
    ignore: Names = None,
    min_confidence: Confidence = None,
    waivers: Waivers = None,
    profile: Profile = None,
    year: Year = None,
    rules: Packs = None,
    config: Config = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="进程数。 Number of processes.")] = 1,
    lang: Lang = None,
) -> None:
    """检查全部文件，结果存为可查询的数据集（Parquet）。 Judge all files as one corpus; keep a data set to query.

    例 Example: perflint corpus 2026/ -o corpus.parquet --jobs 4

    中断后用同一命令接着做。 Interrupted, the same command goes on where it stopped.
    """
    spoken = language(lang)
    try:
        one_of("lang", lang, LANGUAGES)
        one_of("min-confidence", min_confidence, CONFIDENCES)
        settings = gate.settings_of(
            config,
            select=selected(select),
            ignore=split(ignore),
            min_confidence=min_confidence,
            waivers=tuple(waivers or ()),
            profile=profile,
            year=year,
            rules=tuple(rules or ()),
            per_document=False,  # to meet is what a corpus is for
        )
        spoken = gate.spoken_language(lang, settings)
        raise typer.Exit(_corpus(paths, settings, output, jobs, spoken))
    except WrongUse as error:
        give_up(error.message, spoken)


def _corpus(paths: Sequence[str], settings: Settings, output: Path, jobs: int, lang: str) -> int:
    """Judges and writes; returns the exit code: 1 where an input could not be read. Raises WrongUse."""
    from perflint.cli.output import STDOUT, refuse_overwriting

    if str(output) == STDOUT:
        raise WrongUse("数据集只能写入文件（-o）", "a data set is written to a file (-o)")
    _require()
    opened = gate.open_gate(settings, with_baseline=False)
    found = gate.inputs_of(paths, opened)
    found = replace(found, sources=tuple({source.name: source for source in found.sources}.values()))  # each once
    refuse_overwriting(str(output), [*found.sources, *opened.own_sources()])
    say_left_out(found, lang, verbose=False)
    if not found.sources:
        return 2
    output = _target(output)
    work = _work_file(output, opened, lang)
    done = False
    try:
        report = _judge_and_write(found, opened, output, work, jobs, lang)
        done = True
    except KeyboardInterrupt:
        say(Message("已中断；同一命令可接着做", "interrupted; the same command goes on from here"), lang)
        return 130
    finally:
        work.close(done or not work.finished)
    unread = report.unreadable()
    if unread:
        zh = "有文件未能读取（STR001），见数据集"
        say(Message(zh, "an input could not be read (STR001): see the data set"), lang)
    return 2 if report.missing else int(unread)


def _require() -> None:
    from perflint.reporters import NeedsExtra
    from perflint.reporters.parquet import require

    try:
        require()
    except NeedsExtra as error:
        raise WrongUse(error.message.zh, error.message.en) from error


def _target(output: Path) -> Path:
    """Where the data set will lie, links followed. Raises WrongUse where no file can be put there."""
    from perflint.cli.output import is_special

    def refused(zh: str, en: str) -> WrongUse:
        return WrongUse(f"不能写入“{output}”：{zh}", f"cannot write {str(output)!r}: {en}")

    target = Path(os.path.realpath(output)) if output.is_symlink() else output
    if target.is_dir():
        raise refused("这是一个文件夹", "it is a folder")
    if is_special(target):
        raise refused("这是设备或管道，数据集只能写入文件", "it is a device or a pipe, and a data set needs a file")
    if not target.parent.is_dir():
        raise refused("文件夹不存在", "no such folder")
    if output.suffix.lower() != ENDING:
        raise refused(
            f"数据集是Parquet文件，请以 {ENDING} 结尾", f"a data set is a Parquet file: end its name in {ENDING}"
        )
    return target


def _work_file(output: Path, opened: Gate, lang: str) -> WorkFile:
    """The work file beside the output. Raises WrongUse."""
    from perflint.scale.workfile import WorkFile, WorkFileError

    path = output.with_name(output.name + WORK)
    try:
        work = WorkFile(path, opened.rules, opened.options)
    except WorkFileError as error:
        raise WrongUse(error.message.zh, error.message.en) from error
    if work.began_anew is not None:
        zh = f"“{path}”是以前的工作文件，{work.began_anew.zh}，重新开始"
        en = f"{str(path)!r} is of an earlier run, {work.began_anew.en}: begun anew"
        say(Message(zh, en), lang)
    return work


def _judge_and_write(found: Found, opened: Gate, output: Path, work: WorkFile, jobs: int, lang: str) -> Report:
    from perflint.cli.output import cannot_write
    from perflint.scale.corpus import CorpusRun
    from perflint.scale.workfile import WorkFileError

    rules, options = opened.rules, opened.options
    try:
        with names_told(rules):
            check_profile(options, rules)
            run = CorpusRun(found.sources, rules, options, work, jobs)
            if run.finished:
                count = len(run.finished)
                say(Message(f"接着上次：已完成{count}个", f"going on: {count} inputs are finished"), lang)
            _judge(run, lang)
            report = run.report(missing=[name for name, _ in found.missing])
            rows = _write(run, report, output)
    except WorkFileError as error:
        raise WrongUse(error.message.zh, error.message.en) from error
    except OSError as error:
        raise cannot_write(f"“{output}”", repr(str(output)), error) from error
    projects = sum(item.projects for item in report.inputs)
    counts = (len(report.inputs), projects, len(report.violations), rows)
    zh = "{}：{}个文件，{}个项目，{}个问题，共{}行".format(output, *counts)
    say(Message(zh, "{}: {} inputs, {} projects, {} violations, {} rows".format(output, *counts)), lang)
    return report


def _judge(run: CorpusRun, lang: str) -> None:
    """Judges all inputs, with a progress bar on a terminal."""
    from perflint.inputs import size_of

    sizes = [0 if index in run.finished else size_of(source) or 1 for index, source in enumerate(run.sources)]
    with Progress(len(run.sources), lang, sizes=sizes) as progress:
        run.judging.watch = progress.judged
        progress.reading(0, run.sources[0].name)
        for done in run.judge():
            progress.finished(done.projects if done.anew else 0)
            if done.index + 1 < len(run.sources):
                progress.reading(done.index + 1, run.sources[done.index + 1].name)


def _write(run: CorpusRun, report: Report, output: Path) -> int:
    """Writes the data set whole or not at all: beside it first, then renamed. Raises OSError and WorkFileError."""
    from perflint.cli.output import replacing
    from perflint.scale.dataset import write

    with replacing(output) as beside:
        return write(beside, run.rows(report), report.rules_version)
