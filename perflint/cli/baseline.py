"""`perflint baseline`: records the violations of today, so that a gate fails on new ones only."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from perflint.cli import gate
from perflint.cli.choices import Config, Files, Lang, Packs, Profile, Waivers, Year
from perflint.cli.failure import WrongUse, give_up, say
from perflint.cli.language import LANGUAGES, language
from perflint.userfile import UserFileError
from perflint.violation import Message

if TYPE_CHECKING:
    from perflint.config.settings import Settings


def baseline(
    paths: Files,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="基线文件。 The baseline file.")
    ] = None,
    prune: Annotated[
        bool, typer.Option("--prune", help="只删去已不存在的条目。 Only drop the entries that are gone.")
    ] = False,
    profile: Profile = None,
    year: Year = None,
    rules: Packs = None,
    waivers: Waivers = None,
    config: Config = None,
    lang: Lang = None,
) -> None:
    """记录现有问题，此后只报告新问题。 Record today's violations; add to a file that exists."""
    spoken = language(lang)
    try:
        from perflint.cli.choices import one_of

        one_of("lang", lang, LANGUAGES)
        settings = gate.settings_of(
            config,
            profile=profile,
            year=year,
            rules=tuple(rules or ()),
            waivers=tuple(waivers or ()),
        )
        spoken = gate.spoken_language(lang, settings)
        target = output if output is not None else settings.baseline
        if target is None:
            raise WrongUse("没有写明基线文件（-o）", "the baseline file is not named (-o)")
        raise typer.Exit(_record(paths, settings, target, prune, spoken))
    except WrongUse as error:
        give_up(error.message, spoken)


def _record(paths: list[str], settings: Settings, target: Path, prune: bool, lang: str) -> int:
    """Writes the file; returns 1 where an input could not be read. Raises WrongUse."""
    from perflint.cli.judging import judge, say_left_out
    from perflint.cli.output import refuse_overwriting, write
    from perflint.pipeline.baseline import in_order, known_of, load_baseline, render

    opened = gate.open_gate(replace(settings, baseline=target), with_baseline=False)
    found = gate.inputs_of(paths, opened)
    refuse_overwriting(str(target), found.sources)
    try:
        before = load_baseline(target) if target.exists() else ()
    except UserFileError as error:
        raise WrongUse(error.message.zh, error.message.en) from error
    asked = replace(opened.options, baseline=before)
    report = judge(found, asked, opened.rules, keep_sources=False, lang=lang)
    say_left_out(found, lang, verbose=False)
    if not found.sources:
        return 2
    gone = {item.fingerprint for item in report.gone} if prune else set()
    added = () if prune and before else known_of(report.violations, opened.rules.rules)
    kept = [item for item in before if item.fingerprint not in gone]
    write(render(in_order([*kept, *added]), opened.rules.version), str(target), for_people=False)
    unread = report.unreadable()
    _say_recorded(len(kept), len(added), len(gone), len(report.gone) - len(gone), unread, lang)
    return 2 if report.missing else int(unread)


def _say_recorded(kept: int, added: int, dropped: int, gone: int, unread: bool, lang: str) -> None:
    zh = f"基线共{kept + added}条，新增{added}条，删去{dropped}条"
    en = f"{kept + added} entries in the baseline, {added} added, {dropped} dropped"
    if gone:
        zh += f"；另有{gone}条已不存在，可用 --prune 删去"
        en += f"; {gone} are gone, --prune drops them"
    say(Message(zh, en), lang)
    if unread:
        say(Message("有文件未能读取，不列入基线", "an input could not be read: it does not enter the baseline"), lang)
