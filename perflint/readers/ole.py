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

    A last sector that is cut short, as WPS writes it, is filled up. Raises Unreadable on a damaged file.
    """
    if not data.startswith(MAGIC):
        return None
    import olefile

    whole = data.ljust(max(-(-len(data) // _SECTOR) * _SECTOR, _SHORTEST), b"\0")
    try:
        with olefile.OleFileIO(io.BytesIO(whole)) as ole:
            for name in names:
                if ole.exists(name):
                    return bytes(ole.openstream(name).read())
            if ole.exists("EncryptedPackage"):
                raise Unreadable(
                    "文件有密码保护，请先去掉密码", "the file is protected by a password: remove it first", None
                )
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable(
            "文件已损坏，无法读取其中的数据流", "the file is damaged: its streams cannot be read", None
        ) from error
    return None
