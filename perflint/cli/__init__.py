"""The command line: wiring and nothing else. Whatever a command needs is imported inside it."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Annotated

import typer

from perflint._version import __version__

app = typer.Typer(
    name="perflint",
    help="检查部门预算绩效目标。 Checks the performance targets of departmental budgets.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

WRONG_USE = 2


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


@app.command()
def check(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="文件或文件夹。 Files or folders.")],
) -> None:
    """检查文件，按项目编码列出问题。 Check files and list violations per project code."""
    for path in paths:
        if path.exists():
            typer.echo(f"{path}: 此版本尚不能读取，未作检查 / this version cannot read it yet: not checked", err=True)
        else:
            typer.echo(f"{path}: 路径不存在 / no such path", err=True)
    raise typer.Exit(WRONG_USE)


def main() -> None:
    """Entry point of the command `perflint`."""
    # A console that cannot show a character (GBK on older Windows) gets a replacement, never a traceback.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    app()
