"""Bytes become text strictly: nothing is guessed, nothing replaced, and the first bad byte has a place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perflint.readers.decode import decode
from perflint.readers.source import Text, Unreadable


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_the_encodings_of_the_field_are_read(encoding: str) -> None:
    text = "项目：𠮷 ≥95%\n购置"
    assert decode(text.encode(encoding)) == text


def test_gb2312_is_really_gb18030() -> None:
    assert decode("朱镕基".encode("gbk")) == "朱镕基"


def test_utf8_with_a_broken_byte_is_not_read_as_something_else() -> None:
    data = "项目名称\n购置经费".encode()
    with pytest.raises(Unreadable) as caught:
        decode(data[:16] + b"\xff" + data[17:])
    assert "UTF-8" in caught.value.en
    assert caught.value.place is not None
    assert (caught.value.place.line, caught.value.place.column) == (2, 2)


def test_bytes_of_no_encoding_have_a_place() -> None:
    with pytest.raises(Unreadable) as caught:
        decode(b"ab\ncd\xff\xff")
    assert caught.value.place is not None
    assert (caught.value.place.line, caught.value.place.column) == (2, 3)


@given(st.binary(max_size=60))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text = decode(data)
    except Unreadable as error:
        text = error.zh
    assert text or not data.strip(b"\xef\xbb\xbf\xff\xfe")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), st.integers(0, 40))
def test_lines_and_columns_count_what_an_editor_counts(text: str, at: int) -> None:
    at = min(at, len(text))
    line, column = Text(text).position(at)
    before = text[:at].replace("\r\n", "\n")
    if text[at - 1 : at + 1] != "\r\n":
        before = before.replace("\r", "\n")
        assert line == before.count("\n") + 1
        assert column == len(before) - before.rfind("\n")
