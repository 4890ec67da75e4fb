"""How commands say that they cannot go on: one line on standard error and an exit code."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import NoReturn

import typer

from perflint.violation import Message

WRONG_USE = 2
FAULT = 3


class WrongUse(Exception):
    """A command was called in a way that it cannot serve, or a file that it needs is wrong (exit code 2)."""

    def __init__(self, zh: str, en: str) -> None:
        self.message = Message(zh, en)
        super().__init__(en)


def say(message: Message, lang: str) -> None:
    """One line for a person, on standard error."""
    typer.echo(f"perflint: {message.text(lang)}", err=True)


def give_up(message: Message, lang: str, code: int = WRONG_USE) -> NoReturn:
    """Says why and ends with an exit code."""
    say(message, lang)
    raise typer.Exit(code)


def unknown(zh: str, en: str, name: str, known: Iterable[str]) -> WrongUse:
    """A name that does not exist, with the nearest one that does. ``zh`` and ``en`` say what it should name."""
    names = {item.lower(): item for item in known}
    near = difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.5)
    if near:
        nearest = names[near[0]]
        return WrongUse(f"没有{zh}“{name}”，是否指“{nearest}”？", f"no {en} {name!r}, did you mean {nearest!r}?")
    listed = list(names.values()) if len(names) <= 12 else []
    return WrongUse(
        f"没有{zh}“{name}”" + (f"，可用的有：{'、'.join(listed)}" if listed else ""),
        f"no {en} {name!r}" + (f"; there are {', '.join(listed)}" if listed else ""),
    )
