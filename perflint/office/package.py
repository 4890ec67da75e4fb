"""A zip package of parts: .docx, .xlsx and their kin.

Nothing is ever written to disk, and no member's name is used as a path. Sizes are counted while reading.
"""

from __future__ import annotations

import copy
import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import IO

from msgspec import Struct

from perflint import limits
from perflint.office.errors import BadPackage
from perflint.office.fresh import EPOCH, within_limits
from perflint.office.xml import parse

_CHUNK = 1 << 16
_RELATION_NAMESPACES = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/",
)


class Relation(Struct, frozen=True):
    """A link from one part to another. ``kind`` is the last word of its type; ``target`` a part name, or an outside
    address where ``external``."""

    id: str
    kind: str
    target: str
    external: bool = False


class Package:
    """A package opened from its bytes. Raises BadPackage for what is broken or goes beyond the limits."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError) as fault:
            raise BadPackage("文件损坏，不是完整的压缩包", f"broken file, not a whole zip package ({fault})") from None
        entries = self._zip.infolist()
        if len(entries) > limits.MEMBERS:
            raise BadPackage(
                f"压缩包内文件过多（{len(entries)}个，上限{limits.MEMBERS}个）",
                f"too many members in the package ({len(entries)}, limit {limits.MEMBERS})",
            )
        declared = sum(entry.file_size for entry in entries)
        if declared > limits.DECLARED_BYTES:
            raise BadPackage(
                f"压缩包展开后过大（{declared // 1_000_000} MB，上限{limits.DECLARED_BYTES // 1_000_000} MB）",
                f"too large when unpacked ({declared // 1_000_000} MB, limit {limits.DECLARED_BYTES // 1_000_000} MB)",
            )
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            self._entries.setdefault(_key(entry.filename), entry)

    def names(self) -> tuple[str, ...]:
        """Names of all parts, in the package's order, as written."""
        return tuple(entry.filename for entry in self._entries.values())

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._entries

    def open(self, name: str) -> IO[bytes]:
        """A part as a stream that counts what it yields. Raises BadPackage, also while it is read."""
        entry = self._entries.get(_key(name))
        if entry is None:
            raise BadPackage(f"压缩包缺少部件{name}", f"the package lacks the part {name}")
        if limits.packed_too_closely(entry.file_size, entry.compress_size):
            raise BadPackage(
                f"部件{name}的压缩比超过{limits.RATIO}，疑似压缩炸弹",
                f"part {name} is packed more than {limits.RATIO} to 1: refused as a zip bomb",
            )
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise BadPackage(
                f"部件{name}的压缩方式不是Office文档所用的",
                f"part {name} is packed in a way that Office documents are not",
            )
        if entry.flag_bits & 0x1:
            raise BadPackage("压缩包已加密，请先去除密码", "the package is encrypted: remove the password first")
        try:
            return io.BufferedReader(_Counted(self._zip.open(entry), name), _CHUNK)  # type: ignore[type-var]
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError) as fault:
            raise BadPackage(f"部件{name}损坏", f"part {name} is broken ({fault})") from None

    def read(self, name: str) -> bytes:
        """A whole part. Raises BadPackage."""
        with self.open(name) as stream:
            return stream.read()

    def read_small(self, name: str) -> bytes:
        """A whole part that is small in every honest file. Raises BadPackage."""
        entry = self._entries.get(_key(name))
        if entry is not None and entry.file_size > limits.SMALL_PART_BYTES:
            size = limits.SMALL_PART_BYTES // 1_000_000
            raise BadPackage(f"部件{name}过大（上限{size} MB）", f"part {name} is too large (limit {size} MB)")
        with self.open(name) as stream:
            data = stream.read(limits.SMALL_PART_BYTES + 1)
        if len(data) > limits.SMALL_PART_BYTES:
            size = limits.SMALL_PART_BYTES // 1_000_000
            raise BadPackage(f"部件{name}过大（上限{size} MB）", f"part {name} is too large (limit {size} MB)")
        return data

    def relations(self, part: str = "") -> tuple[Relation, ...]:
        """The relations of ``part``, of the package itself for ``""``. Without a relations part: none."""
        folder, base = posixpath.split(part)
        name = posixpath.join(folder, "_rels", f"{base}.rels")
        return tuple(self._relations(name, folder)) if name in self else ()

    def _relations(self, name: str, folder: str) -> Iterator[Relation]:
        for item in parse(self.read_small(name), name):
            external = item.get("TargetMode") == "External"
            target = item.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            yield Relation(item.get("Id", ""), _kind(item.get("Type", "")), target, external)

    def related(self, kind: str, part: str = "") -> str | None:
        """The first part that ``part`` is related to by ``kind`` (``officeDocument``, ``styles`` …), or None."""
        return next((link.target for link in self.relations(part) if link.kind == kind and not link.external), None)

    def content_type(self, part: str) -> str:
        """The content type of a part, ``""`` where none is declared."""
        default = ""
        for item in parse(self.read_small("[Content_Types].xml"), "[Content_Types].xml"):
            if _key(item.get("PartName", "").lstrip("/")) == _key(part):
                return str(item.get("ContentType", ""))
            if part.lower().endswith("." + item.get("Extension", "\0").lower()):
                default = item.get("ContentType", "")
        return default

    def patched(self, parts: Mapping[str, bytes]) -> bytes:
        """The package with some parts replaced or added; every other part keeps its bytes, order and date."""
        replaced = {_key(name): data for name, data in parts.items()}
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for key, entry in self._entries.items():
                data = replaced.pop(key, None)
                data = self.read(entry.filename) if data is None else data
                # a copy: writing moves the entry's offset
                target.writestr(copy.copy(entry), data, entry.compress_type)
            for name, data in parts.items():
                if _key(name) in replaced:
                    target.writestr(zipfile.ZipInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED)
        return within_limits(out.getvalue())


class _Counted(io.RawIOBase):
    """A stream that ends in BadPackage when it yields more than a part may hold, or breaks."""

    def __init__(self, source: IO[bytes], name: str) -> None:
        self._source = source
        self._name = name
        self._left = limits.PART_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        try:
            data = self._source.read(len(buffer))
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as fault:
            raise BadPackage(f"部件{self._name}损坏", f"part {self._name} is broken ({fault})") from None
        self._left -= len(data)
        if self._left < 0:
            size = limits.PART_BYTES // 1_000_000
            raise BadPackage(
                f"部件{self._name}过大（上限{size} MB）", f"part {self._name} is too large (limit {size} MB)"
            )
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._source.close()
        super().close()


def _key(name: str) -> str:
    """Part names are equal whatever their case; some writers use backslashes."""
    return name.replace("\\", "/").lower()


def _kind(address: str) -> str:
    for namespace in _RELATION_NAMESPACES:
        if address.startswith(namespace):
            return address[len(namespace) :]
    return address.rpartition("/")[2]
