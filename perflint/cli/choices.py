"""Options that several commands take, and values that an option does not know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from perflint.cli.completion import rule_names
from perflint.cli.failure import unknown

FAIL_ON = ("error", "warning", "info", "never")
CONFIDENCES = ("low", "medium", "high")

Names = Annotated[
    list[str] | None,
    typer.Option(
        metavar="RULE,…",
        help="规则编号、前缀或名称。 Rule ids, prefixes or slugs; repeatable.",
        autocompletion=rule_names,
    ),
]


def one_of(option: str, given: str | None, known: Sequence[str] | dict[str, str]) -> None:
    """Raises WrongUse, with the nearest name, for a value that an option does not take."""
    if given is not None and given not in known:
        raise unknown(f" --{option} 的取值", f"value of --{option}", given, known)


def split(names: Sequence[str] | None) -> tuple[str, ...]:
    """Names given one by one or with commas between them."""
    return tuple(name.strip() for text in names or () for name in text.split(",") if name.strip())
