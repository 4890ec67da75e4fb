"""Commands that are imported when they are called: what the others need does not slow the one that runs."""

from __future__ import annotations

import importlib
from typing import Any

import typer
from typer.core import TyperGroup, TyperOption

# name → module and attribute; the attribute is a function, or a Typer with commands of its own
COMMANDS = {
    "check": "perflint.cli.check:check",
    "baseline": "perflint.cli.baseline:baseline",
    "report": "perflint.cli.report:report",
    "convert": "perflint.cli.convert:convert",
    "rules": "perflint.cli.rules:app",
    "init": "perflint.cli.init:init",
    "config": "perflint.cli.config:app",
    "schema": "perflint.cli.schema:schema",
    "completion": "perflint.cli.completion:completion",
}


class QuietOption(TyperOption):
    """An option that costs nothing where it is not given: Typer makes a pydantic validator for each of them, 1 ms."""

    def process_value(self, ctx: Any, value: Any) -> Any:
        """The value that the command gets."""
        if value is None and not self.required and self.callback is None:
            return () if self.multiple else None
        return super().process_value(ctx, value)


class LazyGroup(TyperGroup):
    """A group whose commands stand in ``COMMANDS``."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names, in the order of the table."""
        return [*COMMANDS, *super().list_commands(ctx)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, imported now, or None."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, attribute = COMMANDS[cmd_name].split(":")
        found = getattr(importlib.import_module(module), attribute)
        if not isinstance(found, typer.Typer):
            single = typer.Typer(add_completion=False, rich_markup_mode=None)
            single.command(cmd_name)(found)
            found = single
        command = typer.main.get_command(found)
        command.name = cmd_name
        for param in command.params:
            if type(param) is TyperOption:
                param.__class__ = QuietOption
        return command
