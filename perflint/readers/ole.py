"""OLE compound files (.doc, .xls, .wps, .et): their streams, read tolerantly."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Final

from perflint.readers.source import Unreadable

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SECTOR = 512
_SHORTEST = 1_536


def stream_of(data: bytes, names: Iterable[str]) -> bytes | None:
    """The first stream of ``names`` that the file holds, None when ``data`` is no OLE file or holds none of them.

    Raises Unreadable on a damaged or protected file.
    """
    return next(iter(streams_of(data, names).values()), None) if data.startswith(MAGIC) else None


def streams_of(data: bytes, names: Iterable[str]) -> dict[str, bytes]:
    """Those streams of ``names`` that the file holds, in the order of ``names``.

    A last sector that is cut short, as WPS writes it, is filled up. Raises Unreadable on a damaged or protected file.
    """
    import olefile

    padded = data.ljust(max(-(-len(data) // _SECTOR) * _SECTOR, _SHORTEST), b"\0")
    try:
        with olefile.OleFileIO(io.BytesIO(padded)) as ole:
            if ole.exists("EncryptedPackage"):
                raise Unreadable("文件有密码保护，请先去掉密码", "the file is protected by a password: remove it first")
            return {name: bytes(ole.openstream(name).read()) for name in names if ole.exists(name)}
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable(
            "文件已损坏，无法读取其中的数据流", "the file is damaged: its streams cannot be read"
        ) from error
