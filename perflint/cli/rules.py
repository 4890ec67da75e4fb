"""`perflint rules`: the catalogue, one rule in full, its layers, a starting file, pages, and the examples."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from perflint.cli import gate
from perflint.cli.choices import Config, Lang, Packs
from perflint.cli.failure import WrongUse, give_up, say, unknown
from perflint.cli.language import LANGUAGES, language
from perflint.cli.lazy import Group
from perflint.violation import Message

if TYPE_CHECKING:
    from perflint.rule import Rule

STARTER = Path(__file__).parent / "starter" / "rule.yaml"

app = typer.Typer(
    cls=Group,
    help="规则目录。 The rule catalogue.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)

Format = Annotated[str, typer.Option("--format", "-f", help="输出格式。 text or json.")]
FORMATS = ("text", "json")


@app.command("list")
def list_rules(packs: Packs = None, format: Format = "text", lang: Lang = None) -> None:
    """列出全部规则。 List all rules."""
    from perflint.cli.choices import one_of
    from perflint.cli.output import write
    from perflint.cli.packs import load
    from perflint.cli.screen import width

    spoken = language(lang)
    try:
        one_of("lang", lang, LANGUAGES)
        one_of("format", format, FORMATS)
        from perflint.reporters import View, catalogue

        rule_set = load(packs or ())
        view = View(spoken, width(None))
        render = catalogue.list_json if format == "json" else catalogue.list_text
        write(render(rule_set.rules.values(), view), None, for_people=format == "text")
    except WrongUse as error:
        give_up(error.message, spoken)


@app.command("show")
def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="规则编号或名称。 Rule id or slug.")],
    packs: Packs = None,
    format: Format = "text",
    lang: Lang = None,
) -> None:
    """显示一条规则的全部内容。 Show one rule in full."""
    from perflint.cli.choices import one_of
    from perflint.cli.output import write
    from perflint.cli.packs import load
    from perflint.cli.screen import width

    spoken = language(lang)
    try:
        one_of("lang", lang, LANGUAGES)
        one_of("format", format, FORMATS)
        from perflint.checks.described import described
        from perflint.reporters import View, catalogue

        rule = _named(name, load(packs or ()).rules)
        if format == "json":
            pieces = catalogue.show_json(rule)
        else:
            kind = described(rule.check.kind).text(spoken)
            pieces = catalogue.show_text(rule, kind, View(spoken, width(None)))
        write(pieces, None, for_people=format == "text")
    except WrongUse as error:
        give_up(error.message, spoken)


@app.command("why")
def why(
    name: Annotated[str, typer.Argument(metavar="ID", help="规则编号或名称。 Rule id or slug.")],
    packs: Packs = None,
    config: Config = None,
    format: Format = "text",
    lang: Lang = None,
) -> None:
    """说明各层规则包和配置对一条规则的决定。 Say which layer decided what about a rule."""
    from perflint.cli.choices import one_of
    from perflint.cli.output import write
    from perflint.cli.screen import width

    spoken = language(lang)
    try:
        one_of("lang", lang, LANGUAGES)
        one_of("format", format, FORMATS)
        settings = gate.settings_of(config, rules=tuple(packs or ()))
        spoken = gate.spoken_language(lang, settings)
        opened = gate.open_gate(settings, with_baseline=False)
        from perflint.reporters import View
        from perflint.reporters.decisions import why_json, why_text

        rule = _named(name, opened.rules.rules)
        ignored = _ignored_by(rule.id, opened)
        render = why_json if format == "json" else why_text
        write(render(rule, opened.rules, ignored, View(spoken, width(None))), None, for_people=format == "text")
    except WrongUse as error:
        give_up(error.message, spoken)


def _ignored_by(rule: str, opened: gate.Gate) -> str:
    """The setting by which a rule is not used at all, or ``""``."""
    from perflint.options import chosen_rules

    if rule in chosen_rules(opened.rules, opened.options) or opened.rules.rules[rule].off:
        return ""
    settings = opened.settings
    found = [settings.origins[key] for key in ("select", "ignore", "rules_version") if key in settings.origins]
    return ", ".join(found)


def _named(name: str, rules: Mapping[str, Rule]) -> Rule:
    """The rule with that id or slug. Raises WrongUse."""
    named = {**rules, **{rule.name: rule for rule in rules.values()}}
    rule = named.get(name) or named.get(name.upper())
    if rule is None:
        raise unknown("规则", "rule named", name, named)
    return rule


@app.command("new")
def new(
    name: Annotated[str, typer.Argument(metavar="ID", help="规则编号，如 OWN001。 Rule id, such as OWN001.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="写入的文件。 The file to write.")],
    packs: Packs = None,
    lang: Lang = None,
) -> None:
    """写一个自有规则的起始文件，不覆盖已有文件。 Write a starting file for a rule of your own."""
    from perflint.cli.output import write_file
    from perflint.cli.packs import load

    spoken = language(lang)
    try:
        if re.fullmatch(r"[A-Z]{3}\d{3}", name) is None:
            zh = f"规则编号应为三个大写字母加三位数字，如OWN001，不能是“{name}”"
            raise WrongUse(zh, f"a rule id is three capital letters and three digits, such as OWN001, not {name!r}")
        if name in load(packs or ()).rules:
            raise WrongUse(f"已有规则{name}，请换编号", f"there is a rule {name} already: take another id")
        if output.exists():
            raise WrongUse(f"已有{output}，没有改动", f"{output} exists, nothing was changed")
        text = STARTER.read_text(encoding="utf-8").replace("@ID@", name).replace("@NAME@", name.lower())
        write_file(str(output), [text.encode()])
        say(Message(f"已写入{output}", f"wrote {output}"), spoken)
    except WrongUse as error:
        give_up(error.message, spoken)


@app.command("docs")
def docs(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="写入的文件夹。 The folder to write.")],
    packs: Packs = None,
    lang: Lang = None,
) -> None:
    """把规则说明写成 Markdown，中英文各一份。 Write the rules' documentation as Markdown, in both languages."""
    from perflint.cli.output import cannot_write, write_file
    from perflint.cli.packs import load

    spoken = language(lang)
    try:
        rules = load(packs or ()).rules
        from perflint.reporters.rule_pages import pages

        for name, text in pages(rules).items():
            target = output / name
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise cannot_write(f"“{output}”", repr(str(output)), error) from error
            write_file(str(target), [text.encode()])
        say(Message(f"已写入{output}", f"wrote {output}"), spoken)
    except WrongUse as error:
        give_up(error.message, spoken)


@app.command("test")
def run_examples(packs: Packs = None, lang: Lang = None) -> None:
    """运行规则文件中的正反例。 Run the examples inside the rule files."""
    from perflint import examples
    from perflint.cli.packs import load

    spoken = language(lang)
    try:
        rule_set = load(packs or (), with_examples=False)
    except WrongUse as error:
        give_up(error.message, spoken)
    found = examples.run(rule_set)
    # What a layer above changed may no longer do as the examples below say: told, but no fault of the rule.
    changed = {name: said[-1].origin for name, said in rule_set.decisions.items() if len(said) > 1}
    forms = [said[-1].origin for said in rule_set.profile_decisions.values()]
    if forms:  # another form: examples of shipped rules may mean something else in it
        shipped = [rule for rule in rule_set.rules.values() if rule.origin.startswith("rules/")]
        changed = {**{rule.id: forms[-1] for rule in shipped}, **changed}
    failures = [failure for failure in found if failure.rule not in changed]
    for failure in found:
        note = Message("", "")
        if failure.rule in changed:
            place = changed[failure.rule]
            zh = f"（规则或表式已由{place}改变，不计）"
            note = Message(zh, f" (the rule or form was changed at {place}: not counted)")
        typer.echo(failure.message.text(spoken) + note.text(spoken))
    count = examples.count(rule_set)
    zh = f"运行了{len(rule_set.rules)}条规则的{count}个示例，{len(failures)}个不成立"
    en = f"{count} examples of {len(rule_set.rules)} rules run, {len(failures)} do not hold"
    typer.echo(Message(zh, en).text(spoken))
    raise typer.Exit(1 if failures else 0)
