"""Word documents (.docx, .docm), Strict ones too, as a person sees them: tracked changes accepted, hidden text out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from msgspec.structs import replace

from perflint.grid import Block, Grid
from perflint.lexicon import Lexicon
from perflint.model import Document, Problem
from perflint.office.errors import BadPackage
from perflint.office.package import Package
from perflint.office.xml import Element, parse
from perflint.readers import html
from perflint.readers.layout import Margin, recognise
from perflint.readers.raised import Marks
from perflint.readers.reading_problems import not_judged
from perflint.readers.source import Unreadable
from perflint.readers.word.body import read_body
from perflint.readers.word.names import attr, child, switch
from perflint.readers.word.numbering import Numbering, read_numbering
from perflint.readers.word.paragraph import Story
from perflint.readers.word.sections import Sections, read_margin
from perflint.readers.word.styles import Styles, read_styles
from perflint.readers.word.table import Counter

KIND: Final = "docx"
_MAX_CHUNKS = 100
_SHOWN = 40


def read(name: str, data: bytes, lexicon: Lexicon) -> Document:
    """The document that a Word file holds. Raises Unreadable."""
    found, problems, margins = _taken(data)
    document = recognise(found, lexicon, KIND, margins=margins)
    return replace(document, problems=(*problems, *document.problems))


def blocks(data: bytes) -> tuple[Block, ...]:
    """Paragraphs and tables of the body in document order. Raises Unreadable."""
    return _taken(data)[0]


def tracked_changes(count: int) -> Problem:
    """What is said of a file with changes that nobody has accepted yet."""
    return Problem(
        "tracked-changes",
        f"文件有{count}处未接受的修订，按全部接受后的内容检查；请接受或拒绝修订后再报送",
        f"the file has {count} unaccepted tracked changes: judged as if all were accepted",
        value=str(count),
    )


_Taken = tuple[tuple[Block, ...], tuple[Problem, ...], tuple[Margin, ...]]


def _taken(data: bytes) -> _Taken:
    try:
        return _read_package(Package(data), 0)
    except BadPackage as fault:
        raise Unreadable(fault.zh, fault.en) from None


def _read_package(package: Package, chunks: int) -> _Taken:
    main = package.related("officeDocument")
    if main is None or main not in package:
        raise Unreadable("不是完整的Word文档（缺少正文）", "this is no whole Word document: it has no body part")
    story = Story(_styles(package, main), _numbering(package, main))
    counter = Counter()
    problems: list[Problem] = []
    chunk = partial(_alt_chunk, package, main, counter, problems, chunks)
    sections = Sections()
    with package.open(main) as source:
        found = tuple(read_body(source, main, story, counter, chunk, partial(sections.end, counter)))
    margins = tuple(_margins(package, main, story, sections, counter.tables))
    if story.change_count:
        problems.insert(0, tracked_changes(story.change_count))
    return found, (*problems, *story.problems(), *_notes(package, main, story)), margins


def _notes(package: Package, main: str, story: Story) -> Iterator[Problem]:
    """Footnotes and endnotes, whose text is not read as targets: said once."""
    texts = []
    for kind in ("footnotes", "endnotes"):
        part = package.related(kind, main)
        root = parse(package.read_small(part), part) if part is not None and part in package else ()
        for note in root:
            if attr(note, "type") in (None, "normal"):
                texts += [text for block in read_margin(note, story) for text in _texts(block) if text.strip()]
    if texts:
        yield not_judged(
            f"脚注、尾注（“{texts[0].strip()[:_SHOWN]}”等，共{len(texts)}行）未检查",
            f"footnotes or endnotes ({texts[0].strip()[:_SHOWN]!r} …, {len(texts)} lines in all) were not judged",
        )


def _margins(package: Package, main: str, story: Story, sections: Sections, tables: int) -> Iterator[Margin]:
    """The headers and footers that are shown, each part once."""
    settings = package.related("settings", main)
    even = (
        settings is not None
        and settings in package
        and switch(child(parse(package.read_small(settings), settings), "evenandoddheaders"))
    )
    parts = {link.id: link.target for link in package.relations(main) if not link.external}

    def blocks_of(key: str) -> tuple[Block, ...]:
        part = parts.get(key, "")
        return read_margin(parse(package.read_small(part), part), story) if part in package else ()

    return sections.margins(even, tables, blocks_of)


def _texts(block: Block) -> tuple[str, ...]:
    return tuple(cell.text for cell in block.cells) if isinstance(block, Grid) else (block.text,)


def _styles(package: Package, main: str) -> Styles:
    part = package.related("styles", main)
    return read_styles(parse(package.read(part), part)) if part is not None and part in package else Styles()


def _numbering(package: Package, main: str) -> Numbering:
    part = package.related("numbering", main)
    return read_numbering(parse(package.read(part), part)) if part is not None and part in package else Numbering()


def _alt_chunk(
    package: Package, main: str, counter: Counter, problems: list[Problem], chunks: int, element: Element
) -> Iterator[Block]:
    """A document inside the document: HTML, text or Word is read in its place, anything else is said."""
    link = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
    part = next((item.target for item in package.relations(main) if item.id == link and not item.external), "")
    if not part or part not in package or chunks >= _MAX_CHUNKS:
        problems.append(_unread_chunk(part))
        return
    data = package.read(part)
    kind = package.content_type(part).lower()
    if "html" in kind or data.lstrip()[:1] == b"<":
        marks = Marks()
        inner = html.blocks(data, marks=marks)
        problems.extend(marks.problems())
    elif data[:2] == b"PK":
        inner, more, _ = _read_package(Package(data), chunks + 1)
        problems.extend(more)
    else:
        problems.append(_unread_chunk(part))
        return
    first = counter.tables
    for block in inner:
        if isinstance(block, Grid):
            counter.tables += 1
            yield replace(block, number=first + block.number, parent=block.parent and first + block.parent)
        else:
            yield block


def _unread_chunk(part: str) -> Problem:
    return Problem(
        "unreadable",
        f"文档中嵌入的外部内容（{part or '缺失'}）无法读取，请在Word中打开后另存",
        f"embedded foreign content ({part or 'missing'}) cannot be read: open the file in Word and save it again",
        value=part,
    )
