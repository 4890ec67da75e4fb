"""The command line: wiring and nothing else, one module a command. Whatever a command needs is imported inside it."""

from __future__ import annotations

import errno
import io
import os
import sys

from perflint._cycles import look_no_more, look_seldom
from perflint.cli.streams import replace_closed


def main() -> None:
    """Entry point of the command `perflint`."""
    look_seldom()
    replace_closed()
    import typer

    from perflint.cli.completion import prepare
    from perflint.cli.failure import FAULT
    from perflint.cli.program import app

    # A console that cannot show a character (GBK on older Windows) gets a replacement, never a traceback.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    prepare()
    try:
        app()
    except Exception as error:  # a fault of perflint itself: said in one line, with its own exit code
        if os.environ.get("PERFLINT_DEBUG"):
            raise
        _say_if_changed(error)
        _say_if_closed(error)
        name = type(error).__name__
        typer.echo(
            f"perflint: 程序内部错误，请报告（PERFLINT_DEBUG=1 显示详情） / internal fault, please report it "
            f"(PERFLINT_DEBUG=1 shows details): {name}: {error}",
            err=True,
        )
        sys.exit(FAULT)
    finally:
        look_no_more()


def _say_if_changed(error: Exception) -> None:
    """Ends the command where the error is no fault but an input that somebody wrote to meanwhile."""
    from perflint.cli.failure import WRONG_USE
    from perflint.readers.lines import InputChanged

    if isinstance(error, InputChanged):
        import typer

        zh, en = "检查期间此文件被改动，请重新检查", "this file was changed while it was checked: check it again"
        typer.echo(f"perflint: {error.path}: {zh} / {en}", err=True)
        sys.exit(WRONG_USE)


def _say_if_closed(error: Exception) -> None:
    """Ends the command where the error is no fault but standard output that is closed."""
    if isinstance(error, OSError) and error.errno == errno.EBADF:
        from perflint.cli.failure import WRONG_USE, say
        from perflint.cli.language import language
        from perflint.cli.output import cannot_write

        say(cannot_write("标准输出", "standard output", error).message, language())
        sys.exit(WRONG_USE)
