"""Options that several commands take, and values that an option does not know."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from perflint.cli.completion import rule_names
from perflint.cli.failure import WrongUse, unknown

FAIL_ON = ("error", "warning", "info", "never")
CONFIDENCES = ("low", "medium", "high")

Names = Annotated[
    list[str] | None,
    typer.Option(
        metavar="RULE,…",
        help="规则编号、前缀或名称。 Rule ids, prefixes or slugs; repeatable.",
        autocompletion=rule_names,
    ),
]
Inputs = Annotated[
    list[str], typer.Argument(metavar="PATH", help="文件、文件夹或通配符。 Files, folders, globs; - is stdin.")
]
Files = Annotated[list[str], typer.Argument(metavar="PATH", help="文件、文件夹或通配符。 Files, folders, globs.")]
Confidence = Annotated[str | None, typer.Option("--min-confidence", help="最低可信度。 low (default), medium or high.")]
Waivers = Annotated[
    list[Path] | None, typer.Option("--waivers", metavar="FILE", help="豁免文件。 Waivers files; repeatable.")
]
Profile = Annotated[str | None, typer.Option(help="表式，如 hebei-2022。 The form, such as hebei-2022.")]
Year = Annotated[int | None, typer.Option(min=1990, max=2100, help="预算年度。 The budget year.")]
Packs = Annotated[
    list[Path] | None, typer.Option("--rules", metavar="DIR", help="自有规则包。 Own rule packs; repeatable.")
]
Config = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="配置文件。 The configuration, instead of the nearest."),
]
PerDocument = Annotated[bool, typer.Option("--per-document", help="各文件单独判断。 Judge every input alone.")]
Lang = Annotated[str | None, typer.Option(help="语言 zh 或 en。 Language, zh or en.")]


def one_of(option: str, given: str | None, known: Sequence[str] | dict[str, str]) -> None:
    """Raises WrongUse, with the nearest name, for a value that an option does not take."""
    if given is not None and given not in known:
        raise unknown(f" --{option} 的取值", f"value of --{option}", given, known)


def split(names: Sequence[str] | None) -> tuple[str, ...]:
    """Names given one by one or with commas between them."""
    return tuple(name.strip() for text in names or () for name in text.split(",") if name.strip())


def selected(names: Sequence[str] | None) -> tuple[str, ...]:
    """What ``--select`` names. Raises WrongUse where it is given and names nothing: all rules would run."""
    found = split(names)
    if names and not found:
        raise WrongUse(
            "--select 后没有规则；要用全部规则，请去掉此选项", "--select names no rule; leave it out to use all"
        )
    return found
