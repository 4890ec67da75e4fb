"""The program that the command line runs: its commands, and what holds for all of them."""

from __future__ import annotations

from typing import Annotated

import typer

from perflint._version import __version__
from perflint.cli.lazy import LazyGroup

app = typer.Typer(
    name="perflint",
    cls=LazyGroup,
    help="检查部门预算绩效目标。 Checks the performance targets of departmental budgets.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"perflint {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="显示版本号。 Show the version."),
    ] = False,
) -> None:
    """检查部门预算绩效目标。 Checks the performance targets of departmental budgets."""
