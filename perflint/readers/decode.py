"""Bytes to text: byte order mark, else UTF-8, else GB18030, each strictly. Nothing is guessed and nothing replaced."""

from __future__ import annotations

import codecs

from perflint.readers.source import Text, Unreadable

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Text in GB18030 hardly ever holds three characters in a row of bytes that are UTF-8 by chance.
_CHANCE = 3


def encoding_of(data: bytes) -> tuple[bytes, str]:
    """The byte order mark and the encoding of bytes that ``decode`` takes: a changed text can be written back."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return mark, encoding
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return b"", "gb18030"
    return b"", "utf-8"


def decode(data: bytes) -> str:
    """The text of ``data`` without its byte order mark; raises Unreadable with the place of the first bad byte."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        sound = data[: error.start].decode("utf-8")
        if sum(character >= "\u0800" for character in sound) >= _CHANCE:
            raise _broken("UTF-8", sound) from None
    return _strict(data, "gb18030")


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _broken(encoding.upper(), data[: error.start].decode(encoding, "replace")) from None


def _broken(encoding: str, sound: str) -> Unreadable:
    place = Text(sound).place(len(sound), len(sound))
    return Unreadable(
        f"此处的字节不是有效的{encoding}文本（文件应为UTF-8或GB18030编码）",
        f"bytes that are no valid {encoding} text (a file is UTF-8 or GB18030)",
        place,
    )
