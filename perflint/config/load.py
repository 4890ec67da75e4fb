"""Reads a configuration and those that it extends; what is not understood is refused with its place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from perflint import userfile
from perflint.config.find import TOML_NAME
from perflint.config.keys import EXTENDS, KEYS, SEVERITIES, Key
from perflint.config.patterns import fault_of
from perflint.config.settings import DEFAULTS, Named, Part, Settings
from perflint.config.toml_tree import read_toml
from perflint.userfile import UserFile
from perflint.violation import Message
from perflint.yamltree import Node

MAX_CHAIN = 10
YEARS = range(1990, 2101)
_FILE = Message("配置", "the configuration")
# What a later configuration adds to instead of replacing it.
_MERGED = ("severity", "per_path", "per_project")


def load_config(path: Path | None) -> Settings:
    """The settings of a configuration file, with what it extends below them; the defaults where there is no file.

    Raises UserFileError.
    """
    settings = DEFAULTS
    for file in reversed(_chain(path) if path else []):
        settings = _laid_over(settings, file)
    return settings


def _chain(path: Path) -> list[UserFile]:
    """The file and those that it extends, nearest first."""
    chain: list[UserFile] = []
    seen: set[Path] = set()
    while True:
        file = _read(path)
        chain.append(file)
        seen.add(path.resolve())
        said = file.root.value.get(EXTENDS.name) if isinstance(file.root.value, dict) else None
        if said is None:
            return chain
        name = file.text(said[1], EXTENDS.about)
        path = Path(file.path).parent / name
        if not name or not path.is_file():
            raise file.error(said[1], f"没有“{name}”这个配置文件", f"no such configuration: {name!r}")
        if path.resolve() in seen or len(chain) >= MAX_CHAIN:
            raise file.error(said[1], "extends 循环或过长", "extends goes round in a circle, or on for too long")


def _read(path: Path) -> UserFile:
    if path.name == TOML_NAME:
        return read_toml(path)
    return userfile.parse(str(path), userfile.read_text(path))


def _laid_over(below: Settings, file: UserFile) -> Settings:
    said = file.mapping(file.root, [EXTENDS.name, *KEYS], _FILE)
    values: dict[str, Any] = {}
    origins = dict(below.origins)
    mentioned = list(below.mentioned)
    for name, node in said.items():
        if name == EXTENDS.name or node.value is None:
            continue
        value = _value(file, node, KEYS[name], mentioned)
        values[name] = {**getattr(below, name), **value} if name in _MERGED else value
        origins[name] = f"{file.path}:{file.root.value[name][0].line}"
    files = (*below.files, Path(file.path))
    return replace(below, **values, origins=origins, files=files, mentioned=tuple(mentioned))


def _value(file: UserFile, node: Node, key: Key, mentioned: list[Named]) -> Any:
    what = Message(f"{key.name}", f"{key.name}")
    match key.kind:
        case "text":
            mentioned.append(Named(key.name, file.text(node, what), file, node))
            return file.text(node, what)
        case "year":
            return _year(file, node)
        case "word":
            return file.one_of(node, key.words, what)
        case "names":
            return _names(file, node, what, mentioned)
        case "path":
            return _path(file, node, what)
        case "paths":
            return tuple(_path(file, item, what) for item in _list(node))
        case "flag":
            if not isinstance(node.value, bool):
                raise file.error(node, f"{key.name} 应为 true 或 false", f"{key.name} must be true or false")
            return node.value
        case "version":
            return _version(file, node)
        case "severities":
            return _severities(file, node, what, mentioned)
        case "parts":
            parts = _patterns(file, node, key, what)
            return {name: _part(file, inner, key, mentioned) for name, inner in parts.items()}


def _list(node: Node) -> list[Node]:
    """A list; one value alone is a list of one."""
    return list(node.value) if isinstance(node.value, list) else [node]


def _year(file: UserFile, node: Node) -> int:
    given = node.value
    if isinstance(given, str) and given.isdecimal():
        given = int(given)
    if isinstance(given, bool) or not isinstance(given, int) or given not in YEARS:
        raise file.error(node, f"年度不能是“{node.value}”", f"{node.value!r} is no year")
    return given


def _names(file: UserFile, node: Node, what: Message, mentioned: list[Named]) -> tuple[str, ...]:
    found = []
    for item in _list(node):
        for name in file.text(item, what).split(","):
            mentioned.append(Named("rules", name.strip(), file, item))
            found.append(name.strip())
    if what.en == "select" and not found:
        raise file.error(
            node, "select 中没有规则；要用全部规则，请删去此键", "select names no rule: without it all are used"
        )
    return tuple(found)


def _path(file: UserFile, node: Node, what: Message) -> Path:
    name = file.text(node, what)
    if not name:
        raise file.error(node, f"{what.zh} 应为路径", f"{what.en} must be a path")
    return Path(file.path).parent / name


def _version(file: UserFile, node: Node) -> str:
    given = file.text(node, Message("rules_version", "rules_version"))
    if not all(part.isdecimal() for part in given.split(".")):
        raise file.error(node, f"规则版本不能是“{given}”", f"{given!r} is no version of the rules")
    return given


def _severities(file: UserFile, node: Node, what: Message, mentioned: list[Named]) -> Mapping[str, str]:
    found = {}
    for name, inner in file.mapping(node, (), what).items():
        key = node.value[name][0]
        mentioned.append(Named("severity", name, file, key))
        # YAML 1.1 readers take a bare off for false; so do people who know them
        given = "off" if inner.value is False else file.one_of(inner, SEVERITIES, what)
        found[name] = given
    return found


def _patterns(file: UserFile, node: Node, key: Key, what: Message) -> dict[str, Node]:
    """The parts by their patterns."""
    parts = file.mapping(node, (), what)
    for pattern in parts:
        fault = fault_of(pattern, of_paths=key.name == "per_path")
        if fault is not None:
            raise file.error(node.value[pattern][0], f"{key.name}：{fault.zh}", f"{key.name}: {fault.en}")
    return parts


def _part(file: UserFile, node: Node, key: Key, mentioned: list[Named]) -> Part:
    said = file.mapping(node, key.within, Message(key.name, key.name))
    values = {
        name: _value(file, inner, KEYS[name], mentioned) for name, inner in said.items() if inner.value is not None
    }
    return Part(**values, root=Path(file.path).parent)
