"""The command line: wiring and nothing else, one module a command. Whatever a command needs is imported inside it."""

from __future__ import annotations

import gc
import io
import os
import sys
from typing import Annotated

import typer

from perflint._version import __version__
from perflint.cli.failure import FAULT
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


def main() -> None:
    """Entry point of the command `perflint`."""
    # A call makes many values that live to its end and hardly any cycles: to look for those takes a tenth of its time.
    gc.set_threshold(100_000, 20, 100)
    # A console that cannot show a character (GBK on older Windows) gets a replacement, never a traceback.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app()
    except Exception as error:  # a fault of perflint itself: said in one line, with its own exit code
        if os.environ.get("PERFLINT_DEBUG"):
            raise
        name = type(error).__name__
        typer.echo(
            f"perflint: 程序内部错误，请报告（PERFLINT_DEBUG=1 显示详情） / internal fault, please report it "
            f"(PERFLINT_DEBUG=1 shows details): {name}: {error}",
            err=True,
        )
        sys.exit(FAULT)
