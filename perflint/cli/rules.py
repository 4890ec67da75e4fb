"""`perflint rules`: the catalogue, one rule in full, and the examples inside the rule files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from perflint.cli.failure import WrongUse, give_up, unknown
from perflint.cli.language import LANGUAGES, language
from perflint.violation import Message

app = typer.Typer(
    help="规则目录。 The rule catalogue.", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)

Packs = Annotated[
    list[Path] | None, typer.Option("--rules", metavar="DIR", help="自有规则包。 Own rule packs; repeatable.")
]
Language = Annotated[str | None, typer.Option(help="语言 zh 或 en。 Language, zh or en.")]
Format = Annotated[str, typer.Option("--format", "-f", help="输出格式。 text or json.")]
FORMATS = ("text", "json")


@app.command("list")
def list_rules(packs: Packs = None, format: Format = "text", lang: Language = None) -> None:
    """列出全部规则。 List all rules."""
    from perflint.cli.check import load, one_of
    from perflint.cli.output import write
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
    lang: Language = None,
) -> None:
    """显示一条规则的全部内容。 Show one rule in full."""
    from perflint.cli.check import load, one_of
    from perflint.cli.output import write
    from perflint.cli.screen import width

    spoken = language(lang)
    try:
        one_of("lang", lang, LANGUAGES)
        one_of("format", format, FORMATS)
        from perflint.checks import kinds
        from perflint.reporters import View, catalogue

        rules = load(packs or ()).rules
        named = {**rules, **{rule.name: rule for rule in rules.values()}}
        rule = named.get(name) or named.get(name.upper())
        if rule is None:
            raise unknown("规则", "rule named", name, named)
        kind = kinds()[rule.check.kind]
        if format == "json":
            pieces = catalogue.show_json(rule)
        else:
            pieces = catalogue.show_text(rule, kind.__doc__ or "", View(spoken, width(None)))
        write(pieces, None, for_people=format == "text")
    except WrongUse as error:
        give_up(error.message, spoken)


@app.command("test")
def run_examples(packs: Packs = None, lang: Language = None) -> None:
    """运行规则文件中的正反例。 Run the examples inside the rule files."""
    from perflint import examples
    from perflint.cli.check import load

    spoken = language(lang)
    try:
        rule_set = load(packs or ())
    except WrongUse as error:
        give_up(error.message, spoken)
    failures = examples.run(rule_set)
    for failure in failures:
        typer.echo(str(failure))
    count = examples.count(rule_set)
    zh = f"运行了{len(rule_set.rules)}条规则的{count}个示例，{len(failures)}个不成立"
    en = f"{count} examples of {len(rule_set.rules)} rules run, {len(failures)} do not hold"
    typer.echo(Message(zh, en).text(spoken))
    raise typer.Exit(1 if failures else 0)
