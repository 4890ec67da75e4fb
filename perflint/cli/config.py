"""`perflint config show`: every setting that holds here, and where it was set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from perflint.cli import gate
from perflint.cli.choices import Config, Lang
from perflint.cli.failure import WrongUse, give_up
from perflint.cli.language import LANGUAGES, language
from perflint.cli.lazy import Group
from perflint.violation import Message

if TYPE_CHECKING:
    from perflint.config.settings import Settings

app = typer.Typer(
    cls=Group,
    help="配置。 The configuration.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)

FORMAT = 1
FORMATS = ("text", "json")


@app.callback()
def group() -> None:
    """配置。 The configuration."""


@app.command("show")
def show(
    config: Config = None,
    format: Annotated[str, typer.Option("--format", "-f", help="输出格式。 text or json.")] = "text",
    lang: Lang = None,
) -> None:
    """显示各项设置及其出处。 Show each setting and where it comes from."""
    spoken = language(lang)
    try:
        from perflint.cli.choices import one_of
        from perflint.cli.output import write

        one_of("lang", lang, LANGUAGES)
        one_of("format", format, FORMATS)
        settings = gate.settings_of(config)
        spoken = gate.spoken_language(lang, settings)
        gate.open_gate(settings)  # refuses names that do not exist, and files that are not there
        pieces = _json(settings) if format == "json" else _text(settings, spoken)
        write(pieces, None, for_people=format == "text")
    except WrongUse as error:
        give_up(error.message, spoken)


def _text(settings: Settings, lang: str) -> Iterator[str]:
    from tabulate import tabulate

    from perflint.config.keys import KEYS
    from perflint.reporters.display import visible
    from perflint.reporters.record import dump

    zh = lang == "zh"
    files = "、".join(str(path) for path in settings.files) or "没有配置文件，全部为默认值"
    names = ", ".join(str(path) for path in settings.files) or "no configuration, all are defaults"
    yield (f"配置：{visible(files)}" if zh else f"Configuration: {visible(names)}") + "\n\n"
    rows = [
        (
            name,
            visible(dump(_plain(getattr(settings, name)))),
            visible(_origin(settings, name, lang)),
            key.about.text(lang),
        )
        for name, key in KEYS.items()
    ]
    headers = ("设置", "值", "出处", "含义") if zh else ("setting", "value", "set in", "meaning")
    yield tabulate(rows, headers, tablefmt="simple", disable_numparse=True) + "\n"


def _origin(settings: Settings, name: str, lang: str) -> str:
    return settings.origins.get(name) or Message("默认", "default").text(lang)


def _json(settings: Settings) -> Iterator[str]:
    from perflint.config.settings import NAMES
    from perflint.reporters.record import dump

    said = {
        name: {"value": _plain(getattr(settings, name)), "origin": settings.origins.get(name, "default")}
        for name in NAMES
    }
    yield dump({"format": FORMAT, "files": [str(path) for path in settings.files], "settings": said}) + "\n"


def _plain(value: Any) -> Any:
    """A setting as plain values."""
    from perflint.config.settings import Part

    if isinstance(value, Path):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Part):
        parts = {"profile": value.profile, "year": value.year, "ignore": list(value.ignore), "severity": value.severity}
        return {name: _plain(part) for name, part in parts.items() if part}
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    return value
