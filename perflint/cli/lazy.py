"""Commands that are imported when they are called: what the others need does not slow the one that runs."""

from __future__ import annotations

import importlib
from typing import Any

import typer
from typer.core import TyperGroup

from perflint.cli.params import QuietCommand, quiet

# name → module and attribute; the attribute is a function, or a Typer with commands of its own
COMMANDS = {
    "check": "perflint.cli.check:check",
    "baseline": "perflint.cli.baseline:baseline",
    "report": "perflint.cli.report:report",
    "fix": "perflint.cli.fix:fix",
    "diff": "perflint.cli.diff:diff",
    "lsp": "perflint.cli.lsp:lsp",
    "convert": "perflint.cli.convert:convert",
    "rules": "perflint.cli.rules:app",
    "selftest": "perflint.cli.selftest:selftest",
    "init": "perflint.cli.init:init",
    "config": "perflint.cli.config:app",
    "schema": "perflint.cli.schema:schema",
    "completion": "perflint.cli.completion:completion",
}


class LazyGroup(TyperGroup):
    """A group whose commands stand in ``COMMANDS``."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names, in the order of the table."""
        return [*COMMANDS, *super().list_commands(ctx)]

    def get_help_option(self, ctx: Any) -> Any:
        """The option `--help`."""
        return quiet(super().get_help_option(ctx))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, imported now, or None."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, attribute = COMMANDS[cmd_name].split(":")
        found = getattr(importlib.import_module(module), attribute)
        if not isinstance(found, typer.Typer):
            single = typer.Typer(add_completion=False, rich_markup_mode=None)
            single.command(cmd_name, cls=QuietCommand)(found)
            found = single
        command = typer.main.get_command(found)
        command.name = cmd_name
        for param in command.params:
            quiet(param)
        return command
