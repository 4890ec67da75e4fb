# ruff: noqa: E501 - markup reads best when a row stays a line
"""Small Word documents, remarks made by hand, and what a comment embraces in the file that comes back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from perflint.api import ReadInput, check_inputs, shipped_rules
from perflint.model import Document
from perflint.options import Options
from perflint.place import Cell, Place
from perflint.readers import docx as reader
from perflint.report import Report
from perflint.reporters import docx
from perflint.reporters.material import Decision, Material
from perflint.reporters.remarks import Remark
from perflint.reporters.word.annotate import annotate
from perflint.violation import Location, Message, Severity, Violation

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    f'xmlns:w="{W[1:-1]}" xmlns:r="{REL}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
)
START = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def made_package(body: str, links: str = "", **parts: bytes) -> bytes:
    """A small .docx around the XML of a body."""
    space = "http://schemas.openxmlformats.org/package/2006"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    content: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{START}<Types xmlns="{space}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'{START}<Relationships xmlns="{space}/relationships"><Relationship Id="a" Type="{REL}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"{START}<w:document {NAMES}><w:body>{body}<w:sectPr/></w:body></w:document>",
        "word/_rels/document.xml.rels": f'{START}<Relationships xmlns="{space}/relationships">{links}</Relationships>',
        **{f"word/{name}.xml": data for name, data in parts.items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, data in content.items():
            target.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data)
    return out.getvalue()


def made_remark(
    place: Place | None, *lines: str, severity: Severity = Severity.ERROR, field: str = "", position: int = -1
) -> Remark:
    finding = Violation(
        "VAL002", "unit-missing", severity, "measurability", "high", Message("缺单位", "no unit"), field, "",
        Location("a.docx", place or Place()),
    )  # fmt: skip
    return Remark(severity, lines or ("VAL002 错误 缺单位",), position, field, place, finding)


def at(
    table: int, row: int, column: int, paragraph: int | None = 1, start: int | None = None, stop: int | None = None
) -> Place:
    cell = Cell(table=table, row=row, column=column, paragraph=paragraph)
    return Place(column=start, end_column=stop, cell=cell)


def embraced(data: bytes) -> list[tuple[str, str]]:
    """(first line of the comment, text that it embraces) of each comment; paragraphs end with ¶."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
        part = next(name for name in package.namelist() if name.startswith("word/comments"))
        comments = etree.fromstring(package.read(part))
    said = {item.get(f"{W}id"): "".join(text.text or "" for text in item[0].iter(f"{W}t")) for item in comments}
    running: dict[str, list[str]] = {}
    done: list[tuple[str, str]] = []
    for event, item in etree.iterwalk(body, events=("start", "end")):
        if event == "end":
            if item.tag == f"{W}p":
                for text in running.values():
                    text.append("¶")
        elif item.tag == f"{W}commentRangeStart":
            running[item.get(f"{W}id")] = []
        elif item.tag == f"{W}commentRangeEnd":
            done.append((said[item.get(f"{W}id")], "".join(running.pop(item.get(f"{W}id")))))
        elif item.tag == f"{W}t":
            for text in running.values():
                text.append(item.text or "")
    assert not running
    return done


def judged(data: bytes, name: str = "a.docx", **options: Any) -> Report:
    return check_inputs([ReadInput(name, data)], Options(**options))


def annotated_file(data: bytes, name: str = "a.docx", decisions: dict[str, Decision] | None = None) -> bytes:
    """A file through the whole way: read, judged, given back."""
    material = Material(judged(data, name), shipped_rules().lexicon, data=(data,), decisions=decisions or {})
    ((_, content),) = docx.files(material)
    return content


@pytest.fixture(scope="session")
def package() -> Callable[..., bytes]:
    return made_package


@pytest.fixture(scope="session")
def remark() -> Callable[..., Remark]:
    return made_remark


@pytest.fixture(scope="session")
def place() -> Callable[..., Place]:
    return at


@pytest.fixture(scope="session")
def ranges() -> Callable[[bytes], list[tuple[str, str]]]:
    return embraced


@pytest.fixture(scope="session")
def commented() -> Callable[..., bytes]:
    """A document with comments at places, as (place, line) pairs or remarks."""

    def call(data: bytes, *remarks: Remark | Place, shading: bool = False) -> bytes:
        made = [item if isinstance(item, Remark) else made_remark(item) for item in remarks]
        return annotate(data, made, Document(blocks=reader.blocks(data)), shading)

    return call


@pytest.fixture(scope="session")
def report_of() -> Callable[..., Report]:
    return judged


@pytest.fixture(scope="session")
def given_back() -> Callable[..., bytes]:
    return annotated_file


@pytest.fixture(scope="session")
def booklet(checkout: Path) -> bytes:
    return (checkout / "tests" / "fixtures" / "seed31.docx").read_bytes()


@pytest.fixture(scope="session")
def tricky(checkout: Path) -> bytes:
    return (checkout / "tests" / "fixtures" / "tricky.docx").read_bytes()


@pytest.fixture(scope="session")
def annotated_booklet(booklet: bytes) -> bytes:
    return annotated_file(booklet)
