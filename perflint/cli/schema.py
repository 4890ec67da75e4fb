"""`perflint schema`: the JSON Schemas of what perflint reads and writes."""

from __future__ import annotations

from typing import Annotated

import typer

from perflint.cli.choices import Lang, Packs
from perflint.cli.failure import WrongUse, give_up, unknown
from perflint.cli.language import LANGUAGES, language


def schema(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="targets, rules, config, result, waivers or baseline. 名称。")
    ],
    output: Annotated[str | None, typer.Option("--output", "-o", help="写入文件。 Write to a file.")] = None,
    rules: Packs = None,
    lang: Lang = None,
) -> None:
    """输出 JSON Schema，供编辑器补全和检查。 Print a JSON Schema, by which editors complete and check."""
    import json

    from perflint.cli.choices import one_of
    from perflint.cli.output import write
    from perflint.cli.packs import load
    from perflint.schemas import NAMES, schema_of

    spoken = language(lang)
    try:
        one_of("lang", lang, LANGUAGES)
        if name not in NAMES:
            raise unknown("模式", "schema", name, NAMES)
        found = schema_of(name, load(rules or ()))
        write([json.dumps(found, ensure_ascii=False, indent=2) + "\n"], output, for_people=False)
    except WrongUse as error:
        give_up(error.message, spoken)
