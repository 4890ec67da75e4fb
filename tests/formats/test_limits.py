# ruff: noqa: E501 - hostile files read best when each stays a line
"""Hostile files end in STR001, at once and with little memory, through the command itself; every limit has its test."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from perflint import limits
from perflint.grid import Block, Grid
from perflint.readers import docx, html, pdf_worker, xlsx
from perflint.readers.source import Unreadable

TESTS = Path(__file__).resolve().parents[1]
SECONDS, BYTES = 10.0, 300_000_000
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/package/2006"
LOL = '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def package(main: str, kind: str, body: str | Iterable[bytes], **more: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        override = f'<Override PartName="/{main}" ContentType="application/vnd.x.{kind}.main+xml"/>'
        file.writestr("[Content_Types].xml", f'<Types xmlns="{P}/content-types">{override}</Types>')
        link = f'<Relationship Id="r1" Type="{R}/officeDocument" Target="{main}"/>'
        file.writestr("_rels/.rels", f'<Relationships xmlns="{P}/relationships">{link}</Relationships>')
        with file.open(main, "w") as part:
            for piece in [body.encode()] if isinstance(body, str) else body:
                part.write(piece)
        for name, text in more.items():
            file.writestr(name.replace("__", "/").replace("·", "."), text)
    return out.getvalue()


def word(body: str | Iterable[bytes]) -> bytes:
    if isinstance(body, str) and not body.startswith("<!"):
        body = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return package("word/document.xml", "wordprocessingml", body)


def book(sheet: str) -> bytes:
    links = f'<Relationship Id="r1" Type="{R}/worksheet" Target="worksheets/sheet1.xml"/>'
    return package(
        "xl/workbook.xml",
        "spreadsheetml",
        f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        xl___rels__workbook·xml·rels=f'<Relationships xmlns="{P}/relationships">{links}</Relationships>',
        xl__worksheets__sheet1·xml=f'<worksheet xmlns="{S}">{sheet}</worksheet>',
    )


def table(cell: str, columns: int = 1) -> str:
    return f"<w:tbl><w:tblGrid>{'<w:gridCol/>' * columns}</w:tblGrid><w:tr>{cell}</w:tr></w:tbl>"


def nested(times: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * times + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * times


HOSTILE: dict[str, Callable[[], bytes]] = {
    "a file from outside.docx": lambda: word(f'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a xmlns="{W}">&x;</a>'),
    "a billion laughs.docx": lambda: word(f"{LOL}]><l>&i;</l>"),
    "a packed bomb.docx": lambda: word(b" " * 1_000_000 for _ in range(300)),
    "3,000 nested tables.docx": lambda: word(nested(3_000)),
    "a span of two billion.docx": lambda: word(table('<w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr><w:p/></w:tc>')),
    "one endless table.docx": lambda: word("<w:tbl>" + "<w:tr><w:tc><w:p/></w:tc></w:tr>" * 1_500_000 + "</w:tbl>"),
    "a merge of everything.xlsx": lambda: book('<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
    "one far cell.xlsx": lambda: book('<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
    "an endless row of nothing.xlsx": lambda: book("<sheetData>" + "<x/>" * 3_000_000 + "</sheetData>"),
    "wide and tall spans.html": lambda: b"<table>" + b"<tr><td colspan=1000000000 rowspan=1000000000>x" * 200 + b"</table>",
    "deep blocks.html": lambda: b"<div>" * 100_000 + b"x",
    "an alias bomb.yaml": lambda: b"a: &a [x,x]\nb: &b [*a,*a]\nprojects: [*b]\n",
    "deep brackets.json": lambda: b'{"projects": ' + b"[" * 500_000,
    "one endless field.csv": lambda: b'a,b,"' + b"x" * 5_000_000,
    "a hollow Word file.doc": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le") + bytes(900),
    "a torn PDF.pdf": lambda: b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]>>endobj\nstartxref\n9\n%%EOF",
}  # fmt: skip


# A process of its own looks on: what it starts inherits the peak memory of what started it.
WATCHER = """
import json, subprocess, sys
code = subprocess.call(sys.argv[1:])
try:
    import resource
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps([code, used.ru_utime + used.ru_stime, used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)]))
except ImportError:
    print(json.dumps([code, 0, 0]))  # Windows does not tell
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_at_once_and_with_little_memory(name: str, tmp_path: Path) -> None:
    path, out = tmp_path / name, tmp_path / "out.json"
    path.write_bytes(HOSTILE[name]())
    command = [sys.executable, "-m", "perflint", "check", str(path), "--format", "json", "-o", str(out)]
    watcher = [sys.executable, "-c", WATCHER, *command]
    watched = subprocess.run(watcher, capture_output=True, text=True, encoding="utf-8", check=True, cwd=TESTS.parent)
    code, seconds, peak = json.loads(watched.stdout.splitlines()[-1])
    assert code == 1, watched.stderr
    assert "Traceback" not in watched.stderr
    assert "STR001" in {violation["rule"] for violation in json.loads(out.read_text(encoding="utf-8"))["violations"]}
    assert peak < BYTES
    assert seconds < SECONDS  # of the processor, start-up too: a loaded machine is no hang


# --- limits that no other test names ---------------------------------------------------------------------------------


def grids(blocks: tuple[Block, ...]) -> list[Grid]:
    return [block for block in blocks if isinstance(block, Grid)]


def test_a_list_of_contents_beyond_what_is_looked_at_still_tells_the_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    from perflint.api import shipped_rules
    from perflint.readers.sniff import sniff

    monkeypatch.setattr(limits, "SNIFFED_PART_BYTES", 10)
    assert sniff("a", word("<w:p/>"), shipped_rules().lexicon) == "docx"


def test_a_word_cell_spans_no_more_columns_than_word_has() -> None:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>'
    below = "".join(f"<w:tc><w:p><w:r><w:t>{n}</w:t></w:r></w:p></w:tc>" for n in range(limits.WORD_SPAN))
    (grid,) = grids(docx.blocks(word(table(f"{cell}</w:tr><w:tr>{below}"))))
    assert (grid.columns, grid.cells[0].column_span) == (limits.WORD_SPAN, limits.WORD_SPAN)


def test_a_page_s_cell_spans_no_more_columns_than_a_browser_gives_it() -> None:
    below = "".join(f"<td>{n}" for n in range(limits.HTML_SPAN + 1))
    (grid,) = grids(html.blocks(f"<table><tr><td colspan=999999>甲<td>乙<tr>{below}</table>".encode()))
    assert grid.cells[0].column_span == limits.HTML_SPAN


def test_a_page_s_table_of_too_many_columns_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "HTML_COLUMNS", 10)
    with pytest.raises(Unreadable, match="spans"):
        html.blocks(b"<table><tr>" + b"<td>x" * 11 + b"</table>")


def test_a_table_may_claim_only_some_places_for_each_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    page = b"<table>" + b"<tr><td colspan=50>x<td>y" * 20 + b"</table>"
    assert grids(html.blocks(page))
    monkeypatch.setattr(limits, "SLOTS_PER_CELL", 1)
    monkeypatch.setattr(limits, "SLOTS_MORE", 10)
    with pytest.raises(Unreadable, match="spans"):
        html.blocks(page)


def test_elements_nested_deeper_than_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    page = b"<div>" * 20 + b"x" + b"</div>" * 20
    assert html.blocks(page)
    monkeypatch.setattr(limits, "MARKUP_DEPTH", 10)
    with pytest.raises(Unreadable, match="nested"):
        html.blocks(page)


def test_a_cell_of_too_many_pieces_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = "<r><t>x</t></r>" * 20
    sheet = f'<sheetData><row r="1"><c r="A1" t="inlineStr"><is>{runs}</is></c></row></sheetData>'
    assert xlsx.blocks(book(sheet))
    monkeypatch.setattr(limits, "CELL_ELEMENTS", 10)
    with pytest.raises(Unreadable, match="cell"):
        xlsx.blocks(book(sheet))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_the_process_that_reads_a_pdf_is_held_to_its_memory() -> None:
    script = (
        "from perflint import limits; from perflint.readers import pdf_worker; import resource;"
        "pdf_worker._limit_memory(); print(resource.getrlimit(resource.RLIMIT_AS)[0])"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=TESTS.parent)
    assert int(found.stdout) == limits.PDF_MEMORY_BYTES
    assert pdf_worker.main is not None


def test_every_limit_has_a_test() -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py"))
    names = [name for name in vars(limits) if re.fullmatch("[A-Z][A-Z_]+", name)]
    assert len(names) > 20
    assert [name for name in names if f"limits.{name}" not in tests and f'"{name}"' not in tests] == []
