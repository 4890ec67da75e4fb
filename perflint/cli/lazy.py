"""Commands that are imported when they are called: what the others need does not slow the one that runs."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from perflint.cli.failure import give_up, unknown
from perflint.cli.language import language
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
    "corpus": "perflint.cli.corpus:corpus",
    "rules": "perflint.cli.rules:app",
    "selftest": "perflint.cli.selftest:selftest",
    "init": "perflint.cli.init:init",
    "config": "perflint.cli.config:app",
    "schema": "perflint.cli.schema:schema",
    "completion": "perflint.cli.completion:completion",
}


class Group(TyperGroup):
    """A group that says which command may be meant where there is none of a name."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the first argument names."""
        if args and not args[0].startswith("-") and args[0] not in self.list_commands(ctx):
            wrong = unknown("命令", "command", args[0], self.list_commands(ctx))
            give_up(wrong.message, language())
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, or None."""
        command = super().get_command(ctx, cmd_name)
        if type(command) is TyperCommand:
            command.__class__ = QuietCommand
        for param in command.params if command is not None else ():
            quiet(param)
        return command


class LazyGroup(Group):
    """A group whose commands stand in ``COMMANDS``."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Runs a command; what is wrong with its call is told in the user's language."""
        try:
            code = super().main(args, prog_name, complete_var, False, windows_expand_args, **extra)
        except TyperException as error:
            from perflint.cli.usage import show

            show(error)
            code = error.exit_code
        if not standalone_mode:
            return code
        sys.exit(code)

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
