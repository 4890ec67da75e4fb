"""`perflint report`: gives documents back with every violation at its cell, for reviewers."""

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
    Inputs,
    Lang,
    Names,
    Packs,
    PerDocument,
    Profile,
    Year,
    one_of,
    selected,
    split,
)
from perflint.cli.failure import WrongUse, give_up, say
from perflint.cli.judging import judge, say_left_out
from perflint.cli.language import LANGUAGES, language
from perflint.violation import Message

if TYPE_CHECKING:
    from perflint.diff.side import Side
    from perflint.inputs import Found, Source
    from perflint.pipeline.waiver import WaiverFile
    from perflint.report import Report
    from perflint.reporters.material import Decision, Material
    from perflint.violation import Violation

UNREADABLE = "STR001"
_SAME_ENDING = {".htm": ".html", ".markdown": ".md"}


def report(
    paths: Inputs,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="OUT", help="输出文件或文件夹。 The file or folder to write.")
    ],
    kind: Annotated[str, typer.Option("--kind", help="报告种类。 The kind of report.")] = "annotated",
    decisions: Annotated[
        Path | None, typer.Option("--decisions", metavar="FILE", help="审核意见。 Reviewers' verdicts, from a report.")
    ] = None,
    since: Annotated[
        Path | None,
        typer.Option(
            "--since", metavar="JSON", help="上一轮的JSON结果，标出新增问题。 An earlier result: what is new."
        ),
    ] = None,
    last_year: Annotated[
        str | None,
        typer.Option("--last-year", metavar="OLD", help="上年文件，并列显示。 Last year's document, beside."),
    ] = None,
    shading: Annotated[
        bool,
        typer.Option("--shading", help="Word文件中给有问题的单元格加底色。 Shade cells with findings in Word files."),
    ] = False,
    select: Names = None,
    ignore: Names = None,
    min_confidence: Confidence = None,
    profile: Profile = None,
    year: Year = None,
    rules: Packs = None,
    config: Config = None,
    per_document: PerDocument = False,
    lang: Lang = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="列出未检查的文件。 List files left aside.")] = False,
) -> None:
    """生成带批注的审核报告。 Make an annotated report: the ending of OUT picks the format, a folder holds many."""
    spoken = language(lang)
    try:
        from perflint.reporters.material import KINDS

        one_of("lang", lang, LANGUAGES)
        one_of("min-confidence", min_confidence, CONFIDENCES)
        one_of("kind", kind, list(dict.fromkeys(name for name, _ in KINDS)))
        ending = _ending(output, kind)
        _refuse_last_year(last_year, kind, ending)
        settings = gate.settings_of(
            config,
            select=selected(select),
            ignore=split(ignore),
            min_confidence=min_confidence,
            profile=profile,
            year=year,
            rules=tuple(rules or ()),
            per_document=per_document or None,
        )
        if decisions is not None:
            settings = replace(settings, waivers=(*settings.waivers, _existing(decisions)))
        spoken = gate.spoken_language(lang, settings)
        earlier = _earlier(since)
        opened = gate.open_gate(settings, with_baseline=False)
        found = _without(gate.inputs_of(paths, opened), since, last_year)
        _refuse(output, ending, paths, [*found.sources, *opened.own_sources(), *_old_source(last_year)])
        say_left_out(found, spoken, verbose)
        code = 2
        if found.sources:
            before = _last_year(last_year, found, opened, spoken)
            material = _material(found, opened, earlier, spoken, shading)
            if before is not None:
                material = _beside(material, before, opened, spoken)
            _write(material, kind, ending, output)
            code = _exit_code(material)
    except WrongUse as error:
        give_up(error.message, spoken)
    raise typer.Exit(code)


def _ending(output: str, kind: str) -> str:
    """The ending that picks the format; a folder is asked for by a path that ends with / or has no ending."""
    from perflint.reporters.material import FOLDER, KINDS, endings

    suffix = Path(output).suffix.lower()
    is_folder = output.endswith(("/", os.sep)) or os.path.isdir(output) or not suffix  # noqa: PTH112
    ending = FOLDER if is_folder else _SAME_ENDING.get(suffix, suffix)
    if (kind, ending) not in KINDS:
        known = " ".join("FOLDER/" if item == FOLDER else item for item in endings(kind))
        raise WrongUse(
            f"--kind {kind} 不能写成“{output}”，可以写：{known}",
            f"--kind {kind} cannot be written as {output!r}, only {known}",
        )
    return ending


def _refuse(output: str, ending: str, paths: Sequence[str], sources: Sequence[Source]) -> None:
    """Raises WrongUse where the output would replace an input or lie among the inputs."""
    from perflint.cli.folder import refuse_input_folder
    from perflint.cli.output import refuse_overwriting
    from perflint.reporters.material import FOLDER

    if ending == FOLDER:
        refuse_input_folder(output, paths, sources)
    else:
        refuse_overwriting(output, sources)


def _existing(path: Path) -> Path:
    if not os.path.exists(path):  # noqa: PTH110  false, unlike Path.exists, for any name that the system refuses
        raise WrongUse(f"审核意见文件不存在：{path}", f"no such file of verdicts: {path}")
    return path


def _without(found: Found, since: Path | None, last_year: str | None) -> Found:
    """The inputs without the earlier result and last year's document, which may lie among them."""
    own = {Path(name).resolve() for name in (since, last_year) if name is not None and name != "-"}
    kept = tuple(source for source in found.sources if source.path is None or source.path.resolve() not in own)
    return replace(found, sources=kept)


def _refuse_last_year(last_year: str | None, kind: str, ending: str) -> None:
    """Raises WrongUse where last year's document is given for a format that cannot show it."""
    from perflint.reporters.material import FOLDER

    if last_year is not None and (kind, ending) not in {("annotated", ".html"), ("annotated", FOLDER)}:
        written = f"--kind {kind} {ending}" if kind != "annotated" else ending
        raise WrongUse(
            f"--last-year 只能用于网页报告（-o 文件.html 或 -o 文件夹/），不支持 {written}",
            f"--last-year is supported in web pages alone (-o FILE.html or -o FOLDER/), not in {written}",
        )


def _old_source(last_year: str | None) -> list[Source]:
    """Last year's document, as what an output must not overwrite."""
    from perflint.inputs import Source

    return [] if last_year in (None, "-") else [Source(str(last_year), Path(str(last_year)))]


def _last_year(last_year: str | None, found: Found, opened: gate.Gate, lang: str) -> Side | None:
    """Last year's document read and judged; its year is its own, and no waiver is about it. Raises WrongUse."""
    if last_year is None:
        return None
    from perflint.cli.diff import side_of

    if len(found.sources) != 1:
        count = len(found.sources)
        raise WrongUse(
            f"--last-year 一次只对比一个文件，这里有{count}个",
            f"--last-year goes with one document, here are {count}",
        )
    return side_of(last_year, replace(opened, options=replace(opened.options, year=None, waivers=())), lang)


def _beside(material: Material, before: Side, opened: gate.Gate, lang: str) -> Material:
    """The material with last year's document beside it; without it where the new one could not be read."""
    from perflint.diff.beside import history
    from perflint.diff.compare import compare
    from perflint.diff.side import Side

    read = material.report.inputs[0]
    if read.document is None or read.setting is None or (material.report.unreadable() and not read.projects):
        say(Message(f"{read.path}：没有可以对比的内容", f"{read.path}: nothing that could be compared"), lang)
        return material
    sides = [Side(_unwaived(report), opened.rules) for report in (before.report, material.report)]
    return replace(material, history=history(compare(*sides)))


def _unwaived(report: Report) -> Report:
    """The report with what was silenced among its violations: a waiver solves nothing."""
    return replace(report, violations=(*report.violations, *(item.violation for item in report.waived)), waived=())


def _earlier(path: Path | None) -> frozenset[str] | None:
    """The fingerprints in an earlier JSON result. Raises WrongUse where the file is none."""
    if path is None:
        return None
    from perflint.reporters.earlier import NotAResult, fingerprints
    from perflint.userfile import cannot_open

    try:
        return fingerprints(path.read_bytes())
    except OSError as error:
        why = cannot_open(error)
        raise WrongUse(f"{path}：文件打不开：{why.zh}", f"{path}: cannot be opened: {why.en}") from error
    except NotAResult as error:
        raise WrongUse(f"{path}：{error.message.zh}", f"{path}: {error.message.en}") from error


def _material(found: Found, opened: gate.Gate, earlier: frozenset[str] | None, lang: str, shading: bool) -> Material:
    """Reads and judges all inputs as one corpus and keeps their bytes. Raises WrongUse."""
    from perflint.options import chosen_rules
    from perflint.reporters.material import Material

    data: list[bytes] = []
    judged = judge(found, opened.options, opened.rules, keep_sources=False, data=data, lang=lang)
    return Material(
        report=judged,
        lexicon=opened.rules.lexicon,
        lang=lang,
        data=tuple(data),
        decisions=_decided(judged, opened.options.waivers),
        earlier=earlier,
        chosen=chosen_rules(opened.rules, opened.options),
        shading=shading,
    )


def _decided(report: Report, files: Sequence[WaiverFile]) -> dict[str, Decision]:
    """Verdicts by the fingerprints of the findings they are about, to be shown beside them."""
    from perflint.reporters.material import Decision

    by_rule: dict[str, list[Violation]] = {}
    for violation in report.violations:
        by_rule.setdefault(violation.rule, []).append(violation)
    found: dict[str, Decision] = {}
    for entry in (entry for file in files for entry in file.entries):
        expires = entry.expires.isoformat() if entry.expires else None
        said = Decision(entry.verdict, entry.reason, entry.by, expires)
        if entry.fingerprint:
            found[entry.fingerprint] = said
            continue
        for violation in by_rule.get(entry.rule, ()):
            if entry.project in ("", violation.project):
                found.setdefault(violation.fingerprint, said)
    return found


def _write(material: Material, kind: str, ending: str, output: str) -> None:
    from perflint.cli.folder import write_folder
    from perflint.cli.output import write_file
    from perflint.reporters.material import FOLDER, CannotReport, kind_of

    try:
        files = kind_of(kind, ending).files(material)
        if ending == FOLDER:
            write_folder(output, files)
        else:
            # Made whole before anything is written: a kind that cannot be made leaves no file.
            (made,) = list(files)
            write_file(output, [made[1]])
    except CannotReport as error:
        raise WrongUse(error.message.zh, error.message.en) from error


def _exit_code(material: Material) -> int:
    if material.report.missing:
        return 2
    return int(any(violation.rule == UNREADABLE for violation in material.report.violations))
