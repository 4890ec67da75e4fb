"""`perflint completion`: the script by which a shell completes commands, options and the names of rules."""

from __future__ import annotations

import importlib
import os
from typing import Annotated, Any

import typer

from perflint.cli.failure import give_up, unknown
from perflint.cli.language import language

SHELLS = ("bash", "zsh", "fish", "powershell")
VARIABLE = "_PERFLINT_COMPLETE"


def completion(
    shell: Annotated[str, typer.Argument(metavar="SHELL", help="bash, zsh, fish or powershell. 命令行种类。")],
) -> None:
    """输出命令行补全脚本。 Print the completion script for a shell."""
    if shell not in SHELLS:
        give_up(unknown("命令行种类", "shell", shell, SHELLS).message, language())
    typer.echo(_machinery().get_completion_script(prog_name="perflint", complete_var=VARIABLE, shell=shell))


def prepare() -> None:
    """Makes the shells known, where a shell asks for completions."""
    if VARIABLE in os.environ:
        _machinery().completion_init()


def _machinery() -> Any:
    """The module of typer that holds what its own completion options call; it re-exports without saying so."""
    return importlib.import_module("typer.completion")


def rule_names(incomplete: str) -> list[tuple[str, str]]:
    """Ids, families and slugs of the shipped rules that begin so; of a list with commas the last name is completed."""
    from perflint.api import shipped_rules

    lang = language()
    before, comma, last = incomplete.rpartition(",")
    rules = shipped_rules().rules
    named = {rule[:3]: "" for rule in rules}
    for rule in rules.values():
        named[rule.id] = rule.name
        named[rule.name] = rule.id if lang == "en" else rule.why.zh
    return [(before + comma + name, about) for name, about in named.items() if name.lower().startswith(last.lower())]
