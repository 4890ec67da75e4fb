"""`perflint lsp`: the language server, over standard input and output."""

from __future__ import annotations

from typing import Annotated

import typer

from perflint.cli import gate
from perflint.cli.choices import Config, Lang, Packs, Profile, Year
from perflint.cli.failure import WrongUse, give_up
from perflint.cli.language import LANGUAGES, language


def lsp(
    profile: Profile = None,
    year: Year = None,
    rules: Packs = None,
    config: Config = None,
    lang: Lang = None,
    stdio: Annotated[bool, typer.Option("--stdio", hidden=True, help="编辑器常加的参数。 What editors add.")] = False,
) -> None:
    """编辑器的语言服务（需要附加组件 lsp）。 The language server for editors (extra lsp)."""
    spoken = language(lang)
    try:
        from perflint.cli.choices import one_of

        one_of("lang", lang, LANGUAGES)
        settings = gate.settings_of(config, profile=profile, year=year, rules=tuple(rules or ()))
        spoken = gate.spoken_language(lang, settings)
        opened = gate.open_gate(settings, with_baseline=False)
        if profile is not None:
            one_of("profile", profile, list(opened.rules.profiles))
        _serve(opened, spoken)
    except WrongUse as error:
        give_up(error.message, spoken)


def _serve(opened: gate.Gate, lang: str) -> None:
    try:
        from perflint.lsp.server import make_server
    except ModuleNotFoundError as error:
        if error.name not in ("pygls", "lsprotocol"):
            raise
        zh = "需要附加组件 lsp：pip install 'perflint-targets[lsp]'"
        raise WrongUse(zh, "this needs the extra lsp: pip install 'perflint-targets[lsp]'") from error
    make_server(opened.rules, opened.options, lang).start_io()
