"""What a wrong command line is told in Chinese; in English the library's own words are good."""

from __future__ import annotations

import re
from typing import Any

import typer

from perflint.cli.language import language

_EXTRA = re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", re.DOTALL)


def show(error: Any) -> None:
    """Says on standard error what is wrong with the call, and how the command is used."""
    if language() == "en":
        error.show()
        return
    told = _told(error)
    if told is None:  # help that was asked for by giving no arguments, and faults of kinds unknown here
        error.show()
        return
    typer.echo(f"perflint: {told}", err=True)
    context = getattr(error, "ctx", None)
    if context is not None:
        usage = context.get_usage().partition(":")[2].strip()
        typer.echo(f"用法：{usage}\n说明：{context.command_path} {context.help_option_names[0]}", err=True)


def _told(error: Any) -> str | None:
    """The fault in Chinese; None where it is of no known kind."""
    kind, name = type(error).__name__, getattr(error, "option_name", "")
    if kind == "NoSuchOption":
        near = "、".join(error.possibilities or ())
        return f"没有选项“{name}”" + (f"，是否指 {near}？" if near else "")
    if kind == "BadOptionUsage":
        return f"选项 {name} 后缺少值"
    if kind == "MissingParameter":
        return f"缺少参数 {_named(error)}"
    if kind == "BadParameter":
        return f"{_named(error)} 的值不对，{_wanted(error.param)}"
    extra = _EXTRA.match(str(getattr(error, "message", "")))
    if kind == "UsageError" and extra is not None:
        return f"多余的参数：{extra[1]}"
    return None


def _named(error: Any) -> str:
    param = error.param
    if param is None:
        return ""
    written = [*param.opts, *param.secondary_opts] if param.param_type_name == "option" else [param.metavar]
    return " / ".join(written)


def _wanted(param: Any) -> str:
    """What a parameter takes."""
    kind = getattr(getattr(param, "type_descriptor", None), "annotation", None)
    if kind is int:
        least, most = getattr(param, "min", None), getattr(param, "max", None)
        return (
            "应为整数" + (f"，至少{least}" if least is not None else "") + (f"，至多{most}" if most is not None else "")
        )
    return "应为" + (str(param.metavar) if getattr(param, "metavar", None) else "说明中所列的值")
