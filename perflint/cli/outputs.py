"""Several outputs of one call: what goes to standard output, further files, and the job summary on GitHub."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from perflint.cli.failure import WrongUse, say
from perflint.cli.output import STDOUT, refuse_overwriting, write, write_file
from perflint.reporters import BINARY
from perflint.violation import Message

if TYPE_CHECKING:
    from perflint.inputs import Source
    from perflint.report import Report
    from perflint.reporters import View

SUMMARY_LIMIT = 1_000_000  # GitHub drops a job summary of more than 1 MiB


def chosen_format(asked: str | None, output: str | None, environment: Mapping[str, str] = os.environ) -> str:
    """The format: the one asked for; Parquet by the output's name; annotations in the log on GitHub; else text.

    Raises WrongUse for a format that is no text and has no file to go to.
    """
    if asked in BINARY and output in (None, STDOUT):
        raise WrongUse(f"--format {asked} 需要 --output 文件", f"--format {asked} needs --output FILE")
    if asked is not None:
        return asked
    ending = Path(output or "").suffix.lower().removeprefix(".")
    if ending in BINARY:
        return ending
    on_github = environment.get("GITHUB_ACTIONS") == "true" and output in (None, STDOUT)
    return "github" if on_github else "text"


def refuse_clashes(output: str | None, more: Mapping[str, str], inputs: Iterable[Source]) -> None:
    """Raises WrongUse where two outputs are one file, or an output is an input."""
    sources = list(inputs)
    seen: set[str] = set()
    for target in (output, *more.values()):
        if target in (None, STDOUT):
            continue
        refuse_overwriting(target, sources)
        real = os.path.realpath(target)
        if real in seen:
            raise WrongUse(f"两种输出写入同一文件“{target}”", f"two outputs go to one file, {target!r}")
        seen.add(real)
    if STDOUT in more.values():
        raise WrongUse("--output-… 只能写入文件", "--output-… takes a file")


def write_more(report: Report, more: Mapping[str, str], view: View) -> None:
    """Writes the further outputs. Raises WrongUse."""
    from perflint.reporters import reporter

    for name, target in more.items():
        if name in BINARY:
            write_binary(report, name, target, view)
        else:
            write(reporter(name).render(report, view), target, for_people=False)


def refuse_missing_extras(formats: Iterable[str]) -> None:
    """Raises WrongUse where one of the formats needs a library that is not installed: before anything is judged."""
    from perflint.reporters import NeedsExtra, binary_reporter

    for name in formats:
        if name in BINARY:
            try:
                binary_reporter(name).require()
            except NeedsExtra as error:
                raise WrongUse(error.message.zh, error.message.en) from error


def write_binary(report: Report, format: str, output: str, view: View) -> None:
    """Writes a format that is no text to a file. Raises WrongUse."""
    from perflint.reporters import binary_reporter

    write_file(output, binary_reporter(format).render_bytes(report, view))


def write_step_summary(report: Report, view: View, lang: str, environment: Mapping[str, str] = os.environ) -> None:
    """Adds the whole report to the job summary, where GitHub offers one. That it cannot be written fails nothing."""
    path = environment.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    from perflint.reporters import reporter

    try:
        with Path(path).open("ab") as stream:
            stream.writelines(_cut(reporter("markdown").render(report, view), lang))
    except OSError as error:
        why = error.strerror or str(error)
        say(Message(f"不能写入作业摘要：{why}", f"the job summary cannot be written: {why}"), lang)


def _cut(pieces: Iterable[str], lang: str) -> Iterator[bytes]:
    """The pieces up to the limit, and that there were more."""
    used = 0
    for piece in pieces:
        data = piece.encode("utf-8", "replace")
        used += len(data)
        if used > SUMMARY_LIMIT:
            yield (
                "\n…（后面的内容过长，见完整输出）\n" if lang == "zh" else "\n… (cut: see the whole output)\n"
            ).encode()
            return
        yield data
