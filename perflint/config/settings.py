"""The settings of a call as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import fields, replace

from perflint.userfile import UserFile
from perflint.violation import Message
from perflint.yamltree import Node

DEFAULT = Message("默认", "default")


class Part(Struct, frozen=True):
    """Settings for some inputs or projects only. ``root`` is the folder that a path pattern is relative to."""

    profile: str | None = None
    year: int | None = None
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    root: Path = Path()


class Named(Struct, frozen=True):
    """A name of a rule or profile that a file mentions, and where: names are looked up once the rules are loaded."""

    what: str
    name: str
    file: UserFile
    node: Node


class Settings(Struct, frozen=True):
    """All settings; see ``config.keys`` for what they mean. ``origins`` tells where each that is not the default was
    set (``perflint.yaml:3``, ``--year``), ``files`` the configuration files read, ``mentioned`` the names in them.
    """

    profile: str | None = None
    year: int | None = None
    lang: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str = "error"
    min_confidence: str = "low"
    rules: tuple[Path, ...] = ()
    waivers: tuple[Path, ...] = ()
    baseline: Path | None = None
    per_document: bool = False
    rules_version: str | None = None
    severity: Mapping[str, str] = field(default_factory=dict)
    per_path: Mapping[str, Part] = field(default_factory=dict)
    per_project: Mapping[str, Part] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)
    files: tuple[Path, ...] = ()
    mentioned: tuple[Named, ...] = ()


DEFAULTS = Settings()
NAMES = tuple(item.name for item in fields(Settings) if item.name not in ("origins", "files", "mentioned"))


def with_options(settings: Settings, **given: Any) -> Settings:
    """The settings with those laid over them that the command line gives; None and empty tuples were not given."""
    said = {name: value for name, value in given.items() if value not in (None, ())}
    origins = {**settings.origins, **{name: "--" + name.replace("_", "-") for name in said}}
    return replace(settings, **said, origins=origins)
