"""What commands that judge have in common: configuration, rules, waivers and baseline, ready for use."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from perflint.cli.failure import WrongUse, say
from perflint.cli.language import LANGUAGES, language
from perflint.userfile import UserFileError
from perflint.violation import Message, Severity

if TYPE_CHECKING:
    from perflint.config.settings import Settings
    from perflint.engine.pack import RuleSet
    from perflint.inputs import Found, Source
    from perflint.options import Options


class Gate(Struct, frozen=True):
    """The settings of a call and what they mean: the rules with all packs, and the options for judging."""

    settings: Settings
    rules: RuleSet
    options: Options

    @property
    def fail_on(self) -> Severity | None:
        """The severity at which a call fails; None for never."""
        return None if self.settings.fail_on == "never" else Severity.of(self.settings.fail_on)

    def own_files(self) -> list[Path]:
        """The files that steer the call and are no inputs."""
        settings = self.settings
        baseline = [settings.baseline] if settings.baseline is not None else []
        return [*settings.files, *settings.waivers, *baseline]

    def own_sources(self) -> list[Source]:
        """The same, as what an output must not overwrite."""
        from perflint.inputs import Source

        return [Source(str(path), path) for path in self.own_files()]


def settings_of(config: Path | None, **given: Any) -> Settings:
    """The configuration with the options of the command line laid over it. Raises WrongUse."""
    from perflint.config.settings import DEFAULTS, with_options

    try:
        found = config
        if found is None:
            from perflint.config.find import find_config

            found = find_config(Path.cwd())
        settings = DEFAULTS
        if found is not None:
            from perflint.config.load import load_config

            settings = load_config(found)
    except UserFileError as error:
        raise WrongUse(error.message.zh, error.message.en) from error
    return with_options(settings, **given)


def spoken_language(asked: str | None, settings: Settings | None = None) -> str:
    """The language: ``--lang``, then the configuration, then the locale."""
    return language(asked if asked in LANGUAGES else settings.lang if settings is not None else None)


def open_gate(settings: Settings, with_baseline: bool = True) -> Gate:
    """Loads the rules and checks every name in the configuration; reads waivers and baseline. Raises WrongUse."""
    from perflint.cli.packs import load
    from perflint.config.use import check_names, options_of, rules_of
    from perflint.options import Options, version_key
    from perflint.pipeline.baseline import load_baseline
    from perflint.pipeline.waivers import load_waivers

    rules = load(settings.rules)
    pin = settings.rules_version
    if pin is not None and version_key(pin) > version_key(rules.version):
        zh = f"配置要求规则版本{pin}，此perflint的规则版本是{rules.version}"
        raise WrongUse(zh, f"the rules are pinned to version {pin}, this perflint has version {rules.version}")
    try:
        check_names(settings, rules)
        options = Options(**options_of(settings, rules))
        waivers = tuple(load_waivers(path, rules.rules) for path in settings.waivers)
        known = load_baseline(settings.baseline) if with_baseline and settings.baseline is not None else None
        return Gate(settings, rules_of(settings, rules), replace(options, waivers=waivers, baseline=known))
    except UserFileError as error:
        raise WrongUse(error.message.zh, error.message.en) from error


def inputs_of(paths: Sequence[str], gate: Gate) -> Found:
    """The inputs that paths name, without perflint's own files that lie among them."""
    from perflint.inputs import find_inputs, is_named

    found = find_inputs(paths, gate.rules.lexicon)
    own = {path.resolve() for path in gate.own_files()}
    packs = {path.resolve() for path in gate.settings.rules}

    def is_own(path: Path | None) -> bool:
        place = path.resolve() if path is not None else None
        return place is not None and (place in own or not packs.isdisjoint((place, *place.parents)))

    sources = tuple(source for source in found.sources if not is_own(source.path))
    data_sets = {source.name for source in sources if _is_dataset(source.path) and not is_named(source, paths)}
    kept = tuple(source for source in sources if source.name not in data_sets)
    return replace(found, sources=kept, left_aside=(*found.left_aside, *sorted(data_sets)))


def _is_dataset(path: Path | None) -> bool:
    """Whether a file in a folder is what `perflint corpus` has written."""
    if path is None or path.suffix.lower() != ".parquet":
        return False
    from perflint.scale.dataset import is_dataset

    return is_dataset(path)


def say_settings(settings: Settings, lang: str) -> None:
    """With ``-v``: which configuration holds."""
    files = ", ".join(str(path) for path in reversed(settings.files))
    message = (
        Message(f"配置：{files}", f"configuration: {files}") if files else Message("没有配置文件", "no configuration")
    )
    say(message, lang)
