"""`perflint selftest`: breaks one fact at a time in a clean document and looks whether the right rule speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from perflint.cli import gate
from perflint.cli.choices import Config, Lang, Packs, Profile, Year
from perflint.cli.failure import WrongUse, give_up
from perflint.cli.language import LANGUAGES, language

if TYPE_CHECKING:
    from perflint.cli.gate import Gate
    from perflint.model import Document
    from perflint.selftest.run import Selftest

FORMATS = ("text", "json")


def selftest(
    path: Annotated[
        str | None, typer.Argument(metavar="PATH", help="没有问题的文件，默认用自带样例。 A clean document.")
    ] = None,
    format: Annotated[str, typer.Option("--format", "-f", help="输出格式。 text or json.")] = "text",
    rules: Packs = None,
    config: Config = None,
    profile: Profile = None,
    year: Year = None,
    lang: Lang = None,
) -> None:
    """逐一改坏一处内容，看相应规则是否发现。 Break one fact at a time and look whether its rule speaks."""
    from perflint.cli.choices import one_of
    from perflint.cli.output import write
    from perflint.cli.screen import width

    spoken = language(lang)
    try:
        one_of("lang", lang, LANGUAGES)
        one_of("format", format, FORMATS)
        settings = gate.settings_of(config, rules=tuple(rules or ()), profile=profile, year=year)
        spoken = gate.spoken_language(lang, settings)
        opened = gate.open_gate(settings, with_baseline=False)
        result = _run(path, opened, spoken)
        from perflint.reporters import View
        from perflint.selftest.present import as_json, as_text

        if format == "json":
            write(as_json(result), None, for_people=False)
        else:
            write(as_text(result, View(spoken, width(None)), opened.rules.rules), None, for_people=True)
        raise typer.Exit(0 if result.holds else 1)
    except WrongUse as error:
        give_up(error.message, spoken)


def _run(path: str | None, opened: Gate, lang: str) -> Selftest:
    """The selftest with a progress bar. Raises WrongUse."""
    from perflint.cli.failure import unknown
    from perflint.cli.progress import Progress
    from perflint.engine.setting import UnknownProfile
    from perflint.selftest.run import run

    options = replace(opened.options, waivers=())
    try:
        document = _document(path, opened) if path is not None else None
        with Progress(1, lang) as progress:
            progress.reading(0, "selftest")
            return run(document, opened.rules, options, progress.judged)
    except UnknownProfile as error:
        raise unknown("表式", "profile named", str(error), opened.rules.profiles) from error


def _document(path: str, opened: Gate) -> Document:
    """The document to break. Raises WrongUse where there is not one that holds projects."""
    from perflint.inputs import find_inputs, read_source

    found = find_inputs([path])
    if len(found.sources) != 1:
        reason = f"：{found.missing[0][1].zh}" if found.missing else "不是单个文件"
        en = f": {found.missing[0][1].en}" if found.missing else " is not one file"
        raise WrongUse(f"{path}{reason}", f"{path}{en}")
    document = read_source(found.sources[0], opened.rules.lexicon).document
    if not document.projects:
        raise WrongUse(f"{path}中没有读到项目", f"no project was read from {path}")
    return document
