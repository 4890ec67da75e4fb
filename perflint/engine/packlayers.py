"""Which packs a call takes, in order: a pack that builds on another one stands above it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from perflint.engine.packfolder import PackError, pack_files
from perflint.engine.packsource import PackSource, read_source
from perflint.violation import Message

MAX_CHAIN = 10


class Layer(Struct, frozen=True):
    """One pack: its name and its files."""

    name: str
    sources: tuple[PackSource, ...]


def stack(packs: Iterable[Path], home: Path | None = None) -> list[Layer]:
    """The layers that packs make, lowest first, each once. Raises PackError.

    ``home`` is the folder that paths in these packs start at, where their files are copies of what stands there.
    """
    found: dict[Path, Layer] = {}
    for pack in packs:
        _add(pack, (), found, home)
    return list(found.values())


def _add(pack: Path, chain: tuple[Path, ...], found: dict[Path, Layer], home: Path | None = None) -> None:
    here = pack.resolve()
    if here in found:
        return
    layer, below = _read(pack, home)
    if below is not None:
        source, base = below
        path = ("pack", "extends")
        round_trip = [*chain, here]
        if base.resolve() in round_trip or len(round_trip) >= MAX_CHAIN:
            names = " → ".join(item.name for item in [*round_trip, base.resolve()])
            zh = f"规则包互相以对方为基础，或层数过多：{names}；请去掉其中一个 extends"
            raise source.error(
                path, zh, f"packs build on each other in a circle, or too deep: {names}; drop one extends"
            )
        if not base.exists():
            zh, en = (
                f"没有“{base}”这个规则包；路径从本文件所在的文件夹算起",
                f"no pack {str(base)!r}; paths start at this file's folder",
            )
            raise source.error(path, zh, en)
        if not pack_files(base):
            zh, en = f"“{base}”里没有规则文件（*.yaml）", f"{str(base)!r} holds no rule file (*.yaml)"
            raise source.error(path, zh, en)
        _add(base, (*chain, here), found)
    found[here] = layer


def _read(pack: Path, home: Path | None) -> tuple[Layer, tuple[PackSource, Path] | None]:
    """The pack, and the file and path by which it names the one that it builds on."""
    if not pack.exists():
        raise PackError(str(pack), Message("没有这个规则包", "no such rule pack"))
    files = pack_files(pack)
    if not files:
        raise PackError(str(pack), Message("没有规则文件（*.yaml）", "holds no rule file (*.yaml)"))
    # Only the files know the pack's name, and they bear it from the start.
    sources = [read_source(path, str(path), pack.name) for path in files]
    about = [(source, path) for source, path in zip(sources, files, strict=True) if source.content["pack"]]
    if len(about) > 1:
        first, second = about[0][0], about[1][0]
        zh, en = f"{first.shown}已有 pack，一个规则包只写一次", f"{first.shown} holds pack already: once in a pack"
        raise second.error(("pack",), zh, en)
    if not about:
        return Layer(pack.name, tuple(sources)), None
    source, path = about[0]
    name, base = source.content["pack"]["name"], source.content["pack"]["extends"]
    named = tuple(PackSource(item.shown, name, item.root, item.content) for item in sources)
    below = (source, (home or path.parent) / base) if base else None
    return Layer(name, named), below
