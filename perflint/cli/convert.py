"""`perflint convert`: any readable input as targets.yaml, .json, .ndjson …"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from perflint.cli.choices import Lang
from perflint.cli.failure import WrongUse, give_up, say
from perflint.cli.language import LANGUAGES, language
from perflint.cli.progress import Progress
from perflint.violation import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from perflint.model import Document
    from perflint.place import Place

_LOSSES = ("unreadable", "unknown-field", "duplicate-key", "lost-digits")


def convert(
    source: Annotated[str, typer.Argument(metavar="IN", help="输入文件；- 为标准输入。 The input; - is stdin.")],
    output: Annotated[str, typer.Option("--output", "-o", metavar="OUT", help="输出文件。 The file to write.")],
    places: Annotated[
        bool, typer.Option("--places", help="在YAML中注明各值的出处。 Say in the YAML where each value stood.")
    ] = False,
    lang: Lang = None,
) -> None:
    """转换为 YAML、JSON、NDJSON 等。 Convert to YAML, JSON, NDJSON …: the ending of OUT picks the format."""
    spoken = language(lang)
    try:
        from perflint.cli.choices import one_of

        one_of("lang", lang, LANGUAGES)
        raise typer.Exit(_convert(source, output, places, spoken))
    except WrongUse as error:
        give_up(error.message, spoken)


def _convert(name: str, output: str, places: bool, lang: str) -> int:
    """Writes the file; returns 1 where something of the input is not in it. Raises WrongUse."""
    from perflint.cli.output import refuse_overwriting, write_file
    from perflint.cli.packs import load
    from perflint.inputs import find_inputs
    from perflint.readers import read
    from perflint.userfile import cannot_open
    from perflint.writers import WRITERS, CannotWrite, UnknownFormat, write

    lexicon = load(()).lexicon
    found = find_inputs([name])
    if not found.sources:
        _, reason = found.missing[0]
        raise WrongUse(f"{name}：{reason.zh}", f"{name}: {reason.en}")
    if len(found.sources) > 1:
        raise WrongUse("一次只转换一个文件", "one file is converted at a time")
    refuse_overwriting(output, found.sources)
    try:
        data = found.sources[0].read()
    except OSError as error:
        why = cannot_open(error)
        raise WrongUse(f"{name}：文件打不开：{why.zh}", f"{name}: cannot be opened: {why.en}") from error
    with Progress(1, lang) as progress:
        progress.reading(0, found.sources[0].name)
        document = read(found.sources[0].name, data, lexicon)
    losses = _say_problems(name, document, lang)
    if losses and not (document.projects or document.department.indicators or document.department.goals):
        return 1
    try:
        content = write(document, Path(output).suffix, _spoken_places(lang) if places else None)
    except UnknownFormat as error:
        known = ", ".join(WRITERS)
        raise WrongUse(
            f"不能写“{error.ending}”文件，可以写：{known}", f"cannot write {error.ending!r} files, only {known}"
        ) from error
    except CannotWrite as error:
        raise WrongUse(error.zh, error.en) from error
    write_file(output, [content])
    return int(losses)


def _spoken_places(lang: str) -> Callable[[Place], str]:
    """Places in words that a clerk understands, as comments hold them."""
    from perflint.reporters.display import visible
    from perflint.reporters.words import place_words

    return lambda place: visible(place_words(place, lang))


def _say_problems(name: str, document: Document, lang: str) -> bool:
    """Says what the reader could not take, with its place; returns whether the output lacks any of it."""
    from perflint.reporters.display import visible
    from perflint.reporters.words import place_words

    for problem in document.problems:
        place = place_words(problem.place, lang) if problem.place else ""
        zh, en = (f"{name}: {place}: {text}" if place else f"{name}: {text}" for text in (problem.zh, problem.en))
        say(Message(visible(zh), visible(en)), lang)
    return any(problem.kind in _LOSSES for problem in document.problems)
