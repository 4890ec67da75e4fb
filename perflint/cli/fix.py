"""`perflint fix`: mends what cannot change meaning; shows the difference, and writes only when told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from perflint.cli import gate
from perflint.cli.choices import Config, Files, Lang, Names, Packs, Profile, Waivers, Year, one_of, selected, split
from perflint.cli.failure import WrongUse, give_up, say
from perflint.cli.language import LANGUAGES, language
from perflint.violation import Message

if TYPE_CHECKING:
    from perflint.config.settings import Settings
    from perflint.fix.mend import Mended
    from perflint.inputs import Source


def fix(
    paths: Files,
    write: Annotated[bool, typer.Option("--write", "-w", help="写回文件。 Write the repairs into the files.")] = False,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="OUT", help="另存修正后的副本。 Write a mended copy.")
    ] = None,
    select: Names = None,
    ignore: Names = None,
    waivers: Waivers = None,
    profile: Profile = None,
    year: Year = None,
    rules: Packs = None,
    config: Config = None,
    lang: Lang = None,
) -> None:
    """修正不影响含义的笔误（空白、标点、全半角、错词、序号）。 Mend slips that cannot change meaning."""
    spoken = language(lang)
    try:
        one_of("lang", lang, LANGUAGES)
        if write and output is not None:
            raise WrongUse("--write 与 -o 只能用一个", "--write and -o exclude each other")
        settings = gate.settings_of(
            config,
            select=selected(select),
            ignore=split(ignore),
            waivers=tuple(waivers or ()),
            profile=profile,
            year=year,
            rules=tuple(rules or ()),
        )
        spoken = gate.spoken_language(lang, settings)
        raise typer.Exit(_fix(paths, settings, write, output, spoken))
    except WrongUse as error:
        give_up(error.message, spoken)


def _fix(paths: list[str], settings: Settings, write: bool, output: str | None, lang: str) -> int:
    """Mends every input; 1 where something waits to be mended, or an input could not be read. Raises WrongUse."""
    from perflint.cli.judging import say_left_out
    from perflint.cli.output import refuse_overwriting

    opened = gate.open_gate(settings, with_baseline=False)
    found = gate.inputs_of(paths, opened)
    say_left_out(found, lang, verbose=False)
    if output is not None and len(found.sources) > 1:
        raise WrongUse("-o 一次只处理一个文件", "-o takes one file at a time")
    if write and any(source.path is None for source in found.sources):
        raise WrongUse("标准输入不能写回，请用 -o", "standard input cannot be written to: use -o")
    refuse_overwriting(output, [*found.sources, *opened.own_sources()])
    codes = [_fix_one(source, opened, write, output, lang) for source in found.sources]
    return 2 if found.missing or not found.sources else max(codes)


def _fix_one(source: Source, opened: gate.Gate, write: bool, output: str | None, lang: str) -> int:
    from perflint.cli.output import write as put
    from perflint.cli.output import write_file
    from perflint.userfile import cannot_open

    try:
        data = source.read()
    except OSError as error:
        why = cannot_open(error)
        say(Message(f"{source.name}：文件打不开：{why.zh}", f"{source.name}: cannot be opened: {why.en}"), lang)
        return 1
    mended = _mended(source.name, data, opened)
    put((f"{line}\n" for line in _shown(data, mended, lang)), None, for_people=True)
    lost = output is not None and _holds_nothing(mended)
    if output is not None and not lost:
        write_file(output, [mended.data])
    elif write and mended.edits:
        write_file(str(source.path), [mended.data])
    _say_outcome(mended, written=write or output is not None, lang=lang)
    if lost:
        zh, en = f"没有可以修正的内容，未写入“{output}”", f"nothing that could be mended: {output!r} was not written"
        say(Message(f"{mended.name}：{zh}", f"{mended.name}: {en}"), lang)
    return int(mended.report.unreadable() or bool(mended.edits and not write and output is None))


def _holds_nothing(mended: Mended) -> bool:
    """Whether nothing of the input could be read: a copy of it would pass for a mended one."""
    document = mended.document
    department = document.department
    held = document.projects or department.goals or department.indicators
    return mended.report.unreadable() and not held


def _mended(name: str, data: bytes, opened: gate.Gate) -> Mended:
    from perflint.cli.judging import names_told
    from perflint.engine.setting import UnknownProfile
    from perflint.fix.mend import mend

    profile = opened.options.profile
    with names_told(opened.rules):
        if profile is not None and profile not in opened.rules.profiles:
            raise UnknownProfile(profile)
        return mend(name, data, opened.rules, opened.options)


def _shown(data: bytes, mended: Mended, lang: str) -> Iterator[str]:
    """The difference, then what was not mended and what a person has to decide on."""
    from perflint.fix.show import difference, not_made, suggestion

    yield from difference(data, mended, lang)
    if mended.kept:
        yield Message("未作的修正：", "repairs not made:").text(lang)
        yield from (f"  {not_made(mended.document, item, lang)}" for item in mended.kept)
    suggestions = mended.suggestions()
    if suggestions:
        yield Message("需要人工确定的建议：", "suggestions that a person must decide on:").text(lang)
        yield from (f"  {suggestion(item, lang)}" for item in suggestions)


def _say_outcome(mended: Mended, written: bool, lang: str) -> None:
    for problem in mended.document.problems:
        if problem.kind == "unreadable":
            say(Message(f"{mended.name}：{problem.zh}", f"{mended.name}: {problem.en}"), lang)
    if mended.edits or mended.kept or not mended.report.unreadable():
        say(_outcome(mended, written), lang)


def _outcome(mended: Mended, written: bool) -> Message:
    """How much was or could be mended, and how much could not."""
    count, kept = len(mended.edits), len(mended.kept)
    zh, en = [], []
    if count:
        zh.append(f"已修正{count}处" if written else f"可修正{count}处（--write 写入）")
        en.append(f"{count} mended" if written else f"{count} could be mended (--write writes)")
    if kept:
        zh.append(f"{kept}处不能修正，见“未作的修正”")
        en.append(f"{kept} not mended, see “repairs not made”")
    if not count and not kept:
        zh, en = ["没有需要修正的"], ["nothing to mend"]
    return Message(f"{mended.name}：{'，'.join(zh)}", f"{mended.name}: {', '.join(en)}")
