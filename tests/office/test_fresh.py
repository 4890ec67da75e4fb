"""New Office packages are made from texts alone."""

from __future__ import annotations

from perflint.office.fresh import packed, relations
from perflint.office.package import Package

BOOK = "xl/workbook.xml"
PARTS = {"_rels/.rels": relations(("officeDocument", BOOK)), BOOK: "<workbook>指标</workbook>"}


def test_the_same_texts_give_the_same_bytes_whole_or_piece_by_piece() -> None:
    assert packed(PARTS) == packed({name: iter((text[:9], text[9:])) for name, text in PARTS.items()})


def test_what_was_packed_is_a_package_that_can_be_read() -> None:
    package = Package(packed(PARTS))
    assert package.read(BOOK).decode() == "<workbook>指标</workbook>"
    assert [relation.target for relation in package.relations("")] == [BOOK]


def test_a_part_of_one_repeated_text_is_read_back_and_not_refused_as_a_zip_bomb() -> None:
    text = f"<workbook>{'目标' * 400_000}</workbook>"
    assert Package(packed({**PARTS, BOOK: text})).read(BOOK).decode() == text
    assert Package(Package(packed(PARTS)).patched({BOOK: text.encode()})).read(BOOK).decode() == text


def test_other_parts_stay_packed_beside_one_that_is_not() -> None:
    other = "".join(map(str, range(20_000)))
    data = packed({**PARTS, BOOK: "目标" * 400_000, "other.xml": other})
    assert len(data) < len("目标".encode()) * 400_000 + len(other)
