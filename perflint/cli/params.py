"""Options and arguments that cost nothing where there is nothing to convert.

Typer makes a validator for every parameter, given or not, and loads pydantic for the first one: a quarter of what a
`check` of a booklet costs. What is not given, what is to stay text, and a default are taken as they are.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from typer.core import TyperArgument, TyperCommand, TyperOption

from perflint.cli.failure import give_up
from perflint.cli.language import language
from perflint.violation import Message

_NOTHING = object()
_FILES = ("FILE", "OUT", "OLD")


def plain_value(param: TyperOption | TyperArgument, value: Any) -> Any:
    """The value where it needs no converting; else a mark that it does."""
    many = param.nargs != 1 or getattr(param, "multiple", False)
    if value is None:
        return _NOTHING if param.required else () if many else None
    wanted = param.type_descriptor.annotation
    if many:
        is_plain = bool(value) and all(type(item) is str for item in value)
        if is_plain and wanted == list[Path]:
            return [Path(item) for item in value]
        return list(value) if is_plain and wanted == list[str] else _NOTHING
    if wanted is Path and type(value) is str:  # whether it is there and can be read is for the command to say
        return Path(value)
    return value if type(value) is wanted and wanted in (str, int, bool) else _NOTHING


def _names_one_file(param: Any) -> bool:
    """Whether an option takes one file, to write or to read."""
    takes_one = isinstance(param, TyperOption) and not param.multiple
    return takes_one and (param.metavar in _FILES or param.opts[0].startswith("--output"))


class QuietOption(TyperOption):
    """An option that is converted only where it must be."""

    def process_value(self, ctx: Any, value: Any) -> Any:
        """The value that the command gets."""
        plain = plain_value(self, value)
        if plain is _NOTHING:
            return super().process_value(ctx, value)
        return self.callback(ctx, self, plain) if self.callback is not None else plain


class QuietArgument(TyperArgument):
    """An argument that is converted only where it must be."""

    def process_value(self, ctx: Any, value: Any) -> Any:
        """The value that the command gets."""
        plain = plain_value(self, value)
        if plain is _NOTHING:
            return super().process_value(ctx, value)
        return self.callback(ctx, self, plain) if self.callback is not None else plain


def quiet(param: Any) -> Any:
    """The parameter, as one that is converted only where it must be."""
    if type(param) is TyperOption:
        param.__class__ = QuietOption
    elif type(param) is TyperArgument:
        param.__class__ = QuietArgument
    return param


class QuietCommand(TyperCommand):
    """A command whose option `--help` is a quiet one, and which names each file once."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Takes the arguments. Of an option given twice the last counts, but a file would be left out in silence."""
        _, _, order = self.make_parser(ctx).parse_args(args=[*args])
        for param in order if not ctx.resilient_parsing else ():
            if order.count(param) > 1 and _names_one_file(param):
                name = " / ".join(param.opts)
                give_up(Message(f"选项 {name} 只能写一次", f"{name} may be given once"), language())
        return super().parse_args(ctx, args)

    def get_help_option(self, ctx: Any) -> Any:
        """The option, or None where the command has none."""
        return quiet(super().get_help_option(ctx))
