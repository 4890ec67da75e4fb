"""Reading and judging the inputs of a command: in this process, in several, or on Spark."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from perflint.cli.failure import WrongUse, say, unknown
from perflint.cli.progress import Progress
from perflint.userfile import UserFileError
from perflint.violation import Message

if TYPE_CHECKING:
    from perflint.engine.pack import RuleSet
    from perflint.inputs import Found, Read, Source
    from perflint.judging import Judging
    from perflint.options import Options
    from perflint.part import Part
    from perflint.report import Report

_SHOWN = 3  # names in one line on standard error


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
    from perflint.inputs import size_of
    from perflint.judging import Judging
    from perflint.reporters.frame import MAX_SOURCE
    from perflint.scale.spill import Spill

    texts = _Texts(MAX_SOURCE if keep_sources else 0)
    with names_told(rules):
        check_profile(options, rules)
        with Progress(len(found.sources), lang, sizes=[size_of(source) or 1 for source in found.sources]) as progress:
            judging = Judging(rules, options, progress.judged, keep_documents, Spill(options.per_document))
            if engine == "spark":
                _judge_on_spark(judging, found.sources, texts)
            elif jobs > 1 and _can_share_out(found.sources, rules):
                _judge_in_processes(judging, found.sources, jobs, progress, texts)
            else:
                _judge_here(judging, found.sources, progress, texts, data)
        report = judging.report(missing=[name for name, _ in found.missing])
    if not keep_sources:
        return report
    inputs = (replace(item, source=text) for item, text in zip(report.inputs, texts.kept, strict=True))
    return replace(report, inputs=tuple(inputs))


@contextmanager
def names_told(rules: RuleSet) -> Iterator[None]:
    """Makes WrongUse of names that do not exist, of a waivers file bound to another input, and of a full disk."""
    from perflint.engine.setting import UnknownProfile
    from perflint.options import UnknownRule
    from perflint.scale.spill import StoreFailed

    try:
        yield
    except UnknownRule as error:
        names = [*rules.rules, *(rule.name for rule in rules.rules.values())]
        raise unknown("规则", "rule named", error.name, names) from error
    except UnknownProfile as error:
        raise unknown("表式", "profile named", str(error), rules.profiles) from error
    except (StoreFailed, UserFileError) as error:
        raise WrongUse(error.message.zh, error.message.en) from error


def check_profile(options: Options, rules: RuleSet) -> None:
    """Raises UnknownProfile where the caller names a profile that no pack defines."""
    from perflint.engine.setting import UnknownProfile

    if options.profile is not None and options.profile not in rules.profiles:
        raise UnknownProfile(options.profile)


class _Texts:
    """The texts of inputs for code frames, while there is ``room`` for their bytes; None for those without one."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.kept: list[str | None] = []

    def add(self, source: Source, data: bytes = b"") -> None:
        """Keeps the text of an input, read once more where its bytes are not at hand."""
        data = data or (_bytes(source) if self.room > 0 else b"")
        text = _text(data, self.room) if data else None
        self.room -= len(data) if text is not None else 0
        self.kept.append(text)


def _judge_here(
    judging: Judging, sources: Sequence[Source], progress: Progress, texts: _Texts, data: list[bytes] | None
) -> None:
    """Has all inputs judged by this process, one after the other. Their bytes go to ``data``, where it is given."""
    let_go = len(sources) > 1 and not judging.keep_documents
    for index, source in enumerate(sources):
        progress.reading(index, source.name)
        read: list[Read] = []
        whole = partial(_judged_whole, judging, index, source, let_go, read)
        for part in _parts(judging, index, source, whole, shared=data is None):
            judging.take(part)
        progress.finished(judging.inputs[-1].projects)
        given = read[0].data if read else b""
        texts.add(source, given)
        if data is not None:
            data.append(given or _bytes(source))


def _judged_whole(judging: Judging, index: int, source: Source, let_go: bool, read: list[Read]) -> Part:
    """An input read and judged at once; what was read goes to ``read``, and with ``let_go`` no part hangs on it."""
    from perflint.inputs import read_source
    from perflint.scale.places import ReadAgain, portable, with_places

    read.append(read_source(source, judging.rules.lexicon))
    part = judging.judge(index, source.name, read[0].document, read[0].sha256)
    if let_go and source.path is not None:
        part = with_places(portable(part), ReadAgain(source, read[0].sha256, judging.rules.lexicon))
    return part


def _parts(judging: Judging, index: int, source: Source, whole: Callable[[], Part], shared: bool) -> Iterable[Part]:
    """The parts of an input; ``shared``: of a large one those of its shares."""
    from perflint.inputs import LARGE_BYTES, is_large

    if not is_large(source):
        return (whole(),)
    from perflint.scale.shares import here, opening_of, parts_of  # not needed by small ones

    opening = opening_of(source, judging.rules.lexicon, LARGE_BYTES) if shared else None
    return parts_of(judging, index, source, opening, here(judging), whole)


def _can_share_out(sources: Sequence[Source], rules: RuleSet) -> bool:
    """Whether several processes have something to do: several inputs, or one that can be judged in shares."""
    from perflint.scale.shares import SHARED_BYTES, opening_of

    return len(sources) > 1 or any(opening_of(source, rules.lexicon, SHARED_BYTES) is not None for source in sources)


def _judge_in_processes(
    judging: Judging, sources: Sequence[Source], jobs: int, progress: Progress, texts: _Texts
) -> None:
    """Has all inputs judged by ``jobs`` processes."""
    from perflint.scale.workers import Setup, judge_parts

    setup = Setup(judging.rules, judging.options, judging.keep_documents)
    for part in judge_parts(sources, setup, jobs, progress.judged):
        judging.take(part)
        if part.index < len(texts.kept):  # a further part of one input
            continue
        progress.reading(part.index, part.input.path)
        progress.finished(part.input.projects)
        texts.add(sources[part.index])


def _judge_on_spark(judging: Judging, sources: Sequence[Source], texts: _Texts) -> None:
    """The same on Spark. Raises WrongUse where there is no Spark, or the run failed."""
    from perflint.scale.spark import SparkFailed, judge_on_spark

    try:
        judge_on_spark(judging, sources, people=judging.keep_documents)
    except SparkFailed as error:
        raise WrongUse(error.message.zh, error.message.en) from error
    for source in sources:
        texts.add(source)


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
    """Paths that were not there, files that were named more than once, and files in folders that are not read."""
    for name, reason in found.missing:
        say(Message(f"{name}：{reason.zh}", f"{name}: {reason.en}"), lang)
    if found.repeated:
        zh, en = _listed(found.repeated, "、"), _listed(found.repeated, ", ")
        say(Message(f"重复指定的文件只检查一次：{zh}", f"named more than once, judged once: {en}"), lang)
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


def _listed(names: Sequence[str], between: str) -> str:
    """The first few names."""
    return between.join(names[:_SHOWN]) + (f" … ({len(names)})" if len(names) > _SHOWN else "")
