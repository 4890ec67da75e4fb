"""Binary Word files: tables with merges, nested tables, fields, changes, hidden text, list numbers."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from perflint.grid import Block, Grid, Paragraph
from perflint.place import Cell
from perflint.readers import doc, docx
from perflint.readers.source import Unreadable

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
SEED = (FIXTURES / "seed31.doc").read_bytes()
PAGE = 512
TEXT_AT = 1_024


def change(code: int, operand: bytes) -> bytes:
    return struct.pack("<H", code) + operand


IN_CELL = change(0x2416, b"\1")
ROW_END = IN_CELL + change(0x2417, b"\1")
INNER = change(0x2416, b"\1") + change(0x6649, struct.pack("<I", 2))
INNER_CELL = INNER + change(0x244B, b"\1")
INNER_ROW_END = INNER + change(0x244B, b"\1") + change(0x244C, b"\1")


def definition(edges: list[int], flags: list[int] | None = None) -> bytes:
    """The definition of a row: cell edges, and merges of each cell."""
    count = len(edges) - 1
    cells = b"".join(struct.pack("<H18x", flag) for flag in flags or [0] * count)
    body = bytes([count]) + struct.pack(f"<{count + 1}h", *edges) + cells
    return change(0xD608, struct.pack("<H", len(body) + 1) + body)


def page(runs: list[tuple[int, int, bytes]], entry: int, styled: bool) -> bytes:
    """A page of properties: for each run its first and last offset and its properties."""
    out = bytearray(PAGE)
    out[PAGE - 1] = len(runs)
    offsets = [run[0] for run in runs] + [runs[-1][1]]
    struct.pack_into(f"<{len(offsets)}I", out, 0, *offsets)
    end = PAGE - 1
    for index, (_, _, properties) in enumerate(runs):
        block = struct.pack("<H", 0) + properties if styled else properties
        if styled:
            block += b"\0" * (len(block) % 2)
            block = bytes([0, len(block) // 2]) + block
        else:
            block = bytes([len(block)]) + block
        end = (end - len(block)) // 2 * 2
        out[end : end + len(block)] = block
        out[4 * len(offsets) + entry * index] = end // 2
    return bytes(out)


def streams(
    paragraphs: list[tuple[str, bytes]],
    characters: list[tuple[str, bytes]] | None = None,
    flags: int = 0x0200,
    version: int = 0xC1,
) -> dict[str, bytes]:
    """The streams of a Word file: paragraphs (with their marks) and stretches of characters with their properties."""
    text = "".join(part for part, _ in paragraphs)
    raw = text.encode("utf-16-le")
    offset, runs = TEXT_AT, []
    for part, properties in paragraphs:
        size = len(part.encode("utf-16-le"))
        runs.append((offset, offset + size, properties))
        offset += size
    marked = []
    for part, properties in characters or []:
        start = TEXT_AT + 2 * text.index(part)
        marked.append((start, start + 2 * len(part), properties))
    first_page = -(-(TEXT_AT + len(raw)) // PAGE)
    document = bytearray(first_page * PAGE)
    document[TEXT_AT : TEXT_AT + len(raw)] = raw
    document += page(runs, 13, True)
    if marked:
        document += page(marked, 1, False)
    plc = struct.pack("<IIHIH", 0, len(raw) // 2, 0, TEXT_AT, 0)
    table = b"\2" + struct.pack("<I", len(plc)) + plc
    spots = {0x1A2: (0, len(table))}
    for at, number in ((0x102, first_page), (0xFA, first_page + 1))[: 2 if marked else 1]:
        spots[at] = (len(table), 12)
        table += struct.pack("<III", TEXT_AT, offset, number)
    struct.pack_into("<HH", document, 0, 0xA5EC, version)
    struct.pack_into("<H", document, 0x0A, flags)
    struct.pack_into("<I", document, 0x4C, len(raw) // 2)
    for at, spot in spots.items():
        struct.pack_into("<II", document, at, *spot)
    return {"WordDocument": bytes(document), "1Table": table}


def found(parts: dict[str, bytes]) -> tuple[Block, ...]:
    return doc.read_streams(parts)[0]


def grid(parts: dict[str, bytes], index: int = 0) -> list[tuple[int, int, int, int, str]]:
    grids = [block for block in found(parts) if isinstance(block, Grid)]
    return [(c.row, c.column, c.row_span, c.column_span, c.text) for c in grids[index].cells]


def shape(blocks: tuple[Block, ...]) -> list[object]:
    return [
        (block.text, block.level)
        if isinstance(block, Paragraph)
        else [(c.row, c.column, c.row_span, c.column_span, c.paragraphs, c.place, c.places) for c in block.cells]
        for block in blocks
    ]


def test_the_seed_is_the_same_as_in_the_newer_format_places_too() -> None:
    assert shape(doc.blocks(SEED)) == shape(docx.blocks((FIXTURES / "seed31.docx").read_bytes()))


def test_cells_of_different_widths_stand_on_one_grid() -> None:
    parts = streams(
        [
            ("宽\x07", IN_CELL), ("\x07", ROW_END + definition([0, 2000])),
            ("a\x07", IN_CELL), ("b\x07", IN_CELL), ("\x07", ROW_END + definition([0, 995, 2005])),
        ]
    )  # fmt: skip
    assert grid(parts) == [(0, 0, 1, 2, "宽"), (1, 0, 1, 1, "a"), (1, 1, 1, 1, "b")]


def test_vertical_merges_hold_the_first_text() -> None:
    parts = streams(
        [
            ("产出\x07", IN_CELL), ("a\x07", IN_CELL), ("\x07", ROW_END + definition([0, 1000, 2000], [0x60, 0])),
            ("旧\x07", IN_CELL), ("b\x07", IN_CELL), ("\x07", ROW_END + definition([0, 1000, 2000], [0x20, 0])),
        ]
    )  # fmt: skip
    assert grid(parts) == [(0, 0, 2, 1, "产出"), (0, 1, 1, 1, "a"), (1, 1, 1, 1, "b")]


def test_horizontal_merges_hold_the_first_text() -> None:
    parts = streams(
        [
            ("a\x07", IN_CELL), ("旧\x07", IN_CELL), ("\x07", ROW_END + definition([0, 1000, 2000], [1, 2])),
            ("b\x07", IN_CELL), ("c\x07", IN_CELL), ("\x07", ROW_END + definition([0, 1000, 2000])),
        ]
    )  # fmt: skip
    assert grid(parts) == [(0, 0, 1, 2, "a"), (1, 0, 1, 1, "b"), (1, 1, 1, 1, "c")]


def test_a_table_in_a_cell_comes_after_the_table_around_it() -> None:
    parts = streams(
        [
            ("前\r", IN_CELL), ("内\r", INNER_CELL), ("\r", INNER_ROW_END + definition([0, 1000])),
            ("后\x07", IN_CELL), ("\x07", ROW_END + definition([0, 2000])), ("末\r", b""),
        ]
    )  # fmt: skip
    outer, inner = (block for block in found(parts) if isinstance(block, Grid))
    assert (outer.number, outer.parent, outer.cells[0].paragraphs) == (1, None, ("前", "后"))
    assert (inner.number, inner.parent, inner.cells[0].paragraphs) == (2, 1, ("内",))


def test_field_codes_and_control_characters_are_no_text() -> None:
    assert [
        b.text for b in found(streams([("见\x13 REF \x14第\x0b一页\x15\x01。\r", b"")])) if isinstance(b, Paragraph)
    ] == [
        "见第",
        "一页。",
    ]


def test_deleted_and_hidden_characters_are_left_out_and_changes_counted() -> None:
    parts = streams(
        [("≥9598%密\r", b"")],
        [("95", change(0x0800, b"\1")), ("98", change(0x0801, b"\1")), ("密", change(0x083C, b"\1"))],
    )
    blocks, problems = doc.read_streams(parts)
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["≥98%"]
    assert [(problem.kind, problem.value) for problem in problems] == [("tracked-changes", "2")]


def test_a_deleted_row_and_a_deleted_paragraph_mark_are_gone() -> None:
    row = ROW_END + definition([0, 1_000])
    parts = streams(
        [("甲\x07", IN_CELL), ("\x07", row), ("旧行\x07", IN_CELL), ("\x07", row), ("乙\x07", IN_CELL), ("\x07", row),
         ("前半\r", b""), ("后半\r", b"")],
        [("旧行\x07\x07", change(0x0800, b"\1")), ("乙\x07\x07前半", b""), ("\r后", change(0x0800, b"\1"))],
    )  # fmt: skip
    grid, *rest = found(parts)
    assert isinstance(grid, Grid)
    assert (grid.rows, [cell.text for cell in grid.cells]) == (2, ["甲", "乙"])
    assert [block.text for block in rest if isinstance(block, Paragraph)] == ["前半半"]


def test_embedded_objects_and_pictures_alone_in_a_cell_are_said_with_the_first_place() -> None:
    row = ROW_END + definition([0, 1_000, 2_000])
    parts = streams(
        [("\x01\r", b""), ("率\x07", IN_CELL), ("\x13 EMBED Equation.3 \x14\x01\x1595%\x07", IN_CELL), ("\x07", row),
         ("图\x01\x07", IN_CELL), ("\x01\x07", IN_CELL), ("\x07", row)]
    )  # fmt: skip
    (problem,) = doc.read_streams(parts)[1]
    assert "2个单元格" in problem.zh
    assert problem.place is not None
    assert problem.place.cell == Cell(table=1, row=1, column=2)


def test_signs_of_the_symbol_font_are_ordinary_signs() -> None:
    parts = streams([("(95%\uf0a3\r", b"")], [("(", change(0x6A09, struct.pack("<HH", 3, 0xF0B3)))])
    assert [block.text for block in found(parts) if isinstance(block, Paragraph)] == ["≥95%≤"]


def test_characters_beyond_the_basic_plane_are_whole() -> None:
    parts = streams([("𠮷≥95%\r", b"")])
    assert [block.text for block in found(parts) if isinstance(block, Paragraph)] == ["𠮷≥95%"]


def test_a_protected_file_an_old_one_and_a_torn_one_are_refused() -> None:
    for parts, reason in (
        (streams([("a\r", b"")], flags=0x0300), "password"),
        (streams([("a\r", b"")], version=0x68), "Word 95"),
        ({"WordDocument": b"\xec\xa5"}, "damaged"),
        ({}, "damaged"),
    ):
        with pytest.raises(Unreadable, match=reason):
            found(parts)


@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", SEED[:2_000], SEED[: len(SEED) // 2]])
def test_a_broken_file_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        doc.blocks(data)


def test_a_last_sector_cut_short_does_no_harm() -> None:
    ending = len(SEED.rstrip(b"\0"))
    assert ending % 512
    assert shape(doc.blocks(SEED[:ending])) == shape(doc.blocks(SEED))


def test_rows_without_a_definition_keep_every_text() -> None:
    parts = streams([("a\x07", IN_CELL), ("b\x07", IN_CELL), ("\x07", ROW_END), ("c\x07", IN_CELL), ("\x07", ROW_END)])
    assert [cell[4] for cell in grid(parts) if cell[4]] == ["a", "b", "c"]


def test_cells_without_width_keep_every_text() -> None:
    parts = streams([("a\x07", IN_CELL), ("b\x07", IN_CELL), ("\x07", ROW_END + definition([0, 0, 0]))])
    assert [cell[4] for cell in grid(parts)] == ["a", "b"]


def test_properties_too_large_for_a_page_are_found_in_the_data_stream() -> None:
    row = ROW_END + definition(list(range(0, 30_000, 1_000)))
    parts = streams([*[("x\x07", IN_CELL)] * 2, ("\x07", change(0x6646, struct.pack("<I", 4)))])
    parts["Data"] = b"\0" * 4 + struct.pack("<H", len(row)) + row
    assert grid(parts) == [(0, 0, 1, 1, "x"), (0, 1, 1, 1, "x")]


def test_list_numbers_are_shown() -> None:
    level = struct.pack("<iB", 1, 0) + bytes(19) + bytes([0, 0, 0, 0]) + struct.pack("<H2H", 2, 0, ord("."))
    lists = struct.pack("<hi", 1, 77) + bytes(22) + b"\1\0" + level
    uses = struct.pack("<Ii12x", 1, 77)
    parts = streams([("甲\r", change(0x460B, b"\1\0")), ("乙\r", change(0x460B, b"\1\0"))])
    document = bytearray(parts["WordDocument"])
    table = parts["1Table"]
    struct.pack_into("<IIII", document, 0x2E2, len(table), len(lists), len(table) + len(lists), len(uses))
    parts = {"WordDocument": bytes(document), "1Table": table + lists + uses}
    assert [block.text for block in found(parts) if isinstance(block, Paragraph)] == ["1.甲", "2.乙"]


def test_pieces_that_claim_more_characters_than_the_file_holds_are_refused() -> None:
    parts = streams([("a\r", b"")])
    size = len(parts["WordDocument"])
    pieces = 2_000
    starts = struct.pack(f"<{pieces + 1}I", *(number * size for number in range(pieces + 1)))
    plc = starts + struct.pack("<HIH", 0, 0x40000000, 0) * pieces
    document = bytearray(parts["WordDocument"])
    struct.pack_into("<II", document, 0x1A2, 0, len(plc) + 5)
    with pytest.raises(Unreadable, match="damaged"):
        found({"WordDocument": bytes(document), "1Table": b"\2" + struct.pack("<I", len(plc)) + plc})


def with_margins(stories: list[str]) -> dict[str, bytes]:
    """A document of one paragraph whose sections have these stories, six each; those before them are separators."""
    texts = ["\x03\r", *[""] * 5, *stories, ""]
    parts = streams([("正文\r", b""), *((text, b"") for text in texts if text)])
    ends = [sum(map(len, texts[:number])) for number in range(len(texts) + 1)]
    document, table = bytearray(parts["WordDocument"]), parts["1Table"]
    struct.pack_into("<I", document, 0x4C, 3)
    struct.pack_into("<I", document, 0x54, ends[-1])
    struct.pack_into("<II", document, 0xF2, len(table), 4 * len(ends))
    return {"WordDocument": bytes(document), "1Table": table + struct.pack(f"<{len(ends)}I", *ends)}


def margins(parts: dict[str, bytes]) -> list[list[str]]:
    return [[block.text for block in margin.blocks if isinstance(block, Paragraph)] for margin in doc._taken(parts)[2]]


def test_headers_and_footers_are_no_part_of_the_text_and_those_of_ordinary_pages_come_first() -> None:
    even, odd, foot, first = (f"{text}\r" for text in ("双页", "金额单位：元", "页脚", "首页"))
    parts = with_margins([even, odd, "", foot, first, ""])
    assert shape(found(parts)) == [("正文", 0)]
    assert margins(parts) == [["金额单位：元"], ["页脚"], ["首页"], ["双页"]]


def test_headers_whose_bounds_make_no_sense_are_read_as_one_text() -> None:
    parts = with_margins(["", "甲\r", "", "乙\r", "", ""])
    start, length = struct.unpack_from("<II", parts["WordDocument"], 0xF2)
    ends = struct.unpack_from(f"<{length // 4}I", parts["1Table"], start)
    parts["1Table"] = parts["1Table"][:start] + struct.pack(f"<{len(ends)}I", *reversed(ends))
    assert [text for lines in margins(parts) for text in lines][-2:] == ["甲", "乙"]
