"""Reading and judging the inputs of a command: in this process, in several, or on Spark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from perflint.cli.failure import WrongUse, say, unknown
from perflint.cli.progress import Progress, sizes_of
from perflint.userfile import UserFileError
from perflint.violation import Message

if TYPE_CHECKING:
    from perflint.engine.pack import RuleSet
    from perflint.inputs import Found, Source
    from perflint.judging import Judging
    from perflint.options import Options
    from perflint.report import Report


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
    from perflint.engine.setting import UnknownProfile
    from perflint.inputs import read_source
    from perflint.judging import Judging
    from perflint.options import UnknownRule
    from perflint.reporters.frame import MAX_SOURCE
    from perflint.scale.places import ReadAgain, portable, with_places
    from perflint.scale.spill import Spill, StoreFailed

    texts: list[str | None] = []
    room = MAX_SOURCE if keep_sources else 0
    try:
        if options.profile is not None and options.profile not in rules.profiles:
            raise UnknownProfile(options.profile)
        with Progress(len(found.sources), lang, sizes=sizes_of(found.sources)) as progress:
            judging = Judging(rules, options, progress.judged, keep_documents, Spill(options.per_document))
            several = len(found.sources) > 1 and not keep_documents  # then their texts are let go
            if engine == "spark":
                texts = _judge_on_spark(judging, found.sources, room)
            elif jobs > 1 and _can_share_out(found.sources, rules):
                texts = _judge_in_processes(judging, found.sources, jobs, progress, room)
            else:
                for index, source in enumerate(found.sources):
                    progress.reading(index, source.name)
                    if data is None and _judge_in_shares(judging, index, source):
                        progress.finished(judging.inputs[-1].projects)
                        texts.append(_text(_bytes(source), room) if room > 0 else None)
                        room -= len(texts[-1] or "")
                        continue
                    read = read_source(source, rules.lexicon)
                    part = judging.judge(index, source.name, read.document, read.sha256)
                    if several and source.path is not None:
                        part = with_places(portable(part), ReadAgain(source, read.sha256, rules.lexicon))
                    judging.take(part)
                    progress.finished(part.input.projects)
                    whole = read.data or (_bytes(source) if room > 0 or data is not None else b"")  # of a large file
                    texts.append(_text(whole, room))
                    if data is not None:
                        data.append(whole)
                    room -= len(whole) if texts[-1] is not None else 0
    except UnknownRule as error:
        names = [*rules.rules, *(rule.name for rule in rules.rules.values())]
        raise unknown("规则", "rule named", error.name, names) from error
    except UnknownProfile as error:
        raise unknown("表式", "profile named", str(error), rules.profiles) from error
    except StoreFailed as error:
        raise WrongUse(error.message.zh, error.message.en) from error
    try:
        report = judging.report(missing=[name for name, _ in found.missing])
    except (UserFileError, StoreFailed) as error:  # UserFileError: a waivers file that is bound to another input
        raise WrongUse(error.message.zh, error.message.en) from error
    if not keep_sources:
        return report
    inputs = (replace(item, source=text) for item, text in zip(report.inputs, texts, strict=True))
    return replace(report, inputs=tuple(inputs))


def _can_share_out(sources: Sequence[Source], rules: RuleSet) -> bool:
    """Whether several processes have something to do: several inputs, or one that can be judged in shares."""
    from perflint.scale.shares import SHARED_BYTES, opening_of

    return len(sources) > 1 or any(opening_of(source, rules.lexicon, SHARED_BYTES) is not None for source in sources)


def _judge_in_shares(judging: Judging, index: int, source: Source) -> bool:
    """Whether an input is a large file that is judged without holding it; its parts are taken."""
    from perflint.inputs import LARGE_BYTES, is_large

    if not is_large(source):
        return False
    from perflint.scale.shares import here, judge_in_shares, opening_of

    opening = opening_of(source, judging.rules.lexicon, LARGE_BYTES)
    came = False
    for part in judge_in_shares(judging, index, source, opening, here(judging)) if opening is not None else ():
        judging.take(part)
        came = True
    return came


def _judge_in_processes(
    judging: Judging, sources: Sequence[Source], jobs: int, progress: Progress, room: int
) -> list[str | None]:
    """Has all inputs judged by ``jobs`` processes; returns their texts for code frames, while there is room."""
    from perflint.scale.workers import Setup, judge_parts

    texts: list[str | None] = []
    setup = Setup(judging.rules, judging.options, judging.keep_documents)
    for part in judge_parts(sources, setup, jobs, progress.judged):
        judging.take(part)
        if part.index < len(texts):  # a further part of one input
            continue
        progress.reading(part.index, part.input.path)
        progress.finished(part.input.projects)
        data = _bytes(sources[part.index]) if room > 0 else b""
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


def say_left_out(found: Found, lang: str, verbose: bool) -> None:
    """Paths that were not there, and files in folders that are not read."""
    for name, reason in found.missing:
        say(Message(f"{name}：{reason.zh}", f"{name}: {reason.en}"), lang)
    count = len(found.left_aside)
    if count:
        zh = f"文件夹中另有{count}个文件不是可读取的类型，或是没有绩效目标的.md，没有检查" + (
            "" if verbose else "（-v 列出）"
        )
        en = f"{count} more files in the folders are of no kind that perflint reads, or .md without targets" + (
            "" if verbose else " (-v lists them)"
        )
        say(Message(zh, en), lang)
    for name in found.left_aside if verbose else ():
        say(Message(name, name), lang)
