"""Web pages (.html, .htm, and such pages under an .xls or .doc name), messy ones too."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree
from msgspec.structs import replace

from perflint.grid import Block
from perflint.lexicon import Lexicon
from perflint.model import Document, Problem
from perflint.office.xml import Element
from perflint.place import Place
from perflint.readers.decode import decode
from perflint.readers.html_flow import Flow, Unseen
from perflint.readers.html_roles import IsHead, make_tables
from perflint.readers.layout import recognise
from perflint.readers.layout.labels import compile_labels
from perflint.readers.raised import Marks
from perflint.readers.reading_problems import not_judged
from perflint.readers.source import Unreadable

KIND: Final = "html"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SHOWN = 40
_MARKUP = re.compile(rb"<\s*(?:html|body|table|head|div|p|meta|!doctype)", re.IGNORECASE)


def read(name: str, data: bytes, lexicon: Lexicon) -> Document:
    """The document that a page holds. Raises Unreadable."""
    labels = compile_labels(lexicon)
    unseen = Unseen(lambda text: bool(labels.in_form(text) or labels.in_head(text) or labels.is_class(text)))
    flow = _flow(decode(data), 0, labels.heads_a_column, unseen)
    document = recognise(flow.blocks, lexicon, KIND)
    return replace(document, problems=(*document.problems, *flow.marks.problems(), *_hidden(unseen)))


def _hidden(unseen: Unseen) -> list[Problem]:
    """What is said of hidden parts of a page: they may be a draft, a copy, or what a script would show."""
    if not unseen.count:
        return []
    text = " ".join(unseen.text.split())[:_SHOWN]
    return [
        not_judged(
            f"网页中有{unseen.count}处隐藏的内容（“{text}”…）看网页的人看不到，未检查",
            f"the page holds {unseen.count} hidden parts ({text!r} …), which nobody sees: they were not judged",
            Place(line=unseen.line),
        )
    ]


def blocks(data: bytes, is_head: IsHead = lambda text: False, marks: Marks | None = None) -> tuple[Block, ...]:
    """Paragraphs and tables of a page in document order; layout tables are seen through, and what is shown as a table
    is one. ``is_head``: whether a text is a column head; ``marks`` is told of note marks that are left out. Raises
    Unreadable."""
    return tuple(_flow(decode(data), 0, is_head, Unseen(), marks).blocks)


def fragment(text: str, lines: int, tables: int, marks: Marks) -> Flow:
    """What a piece of a page holds that stands in another text, below ``lines`` lines and ``tables`` tables of it.
    Raises Unreadable."""
    return _flow("\n" * lines + text, tables, lambda text: False, Unseen(), marks)


def _flow(text: str, tables: int, is_head: IsHead, unseen: Unseen, marks: Marks | None = None) -> Flow:
    root = _tree(text)
    make_tables(root, is_head)
    flow = Flow(tables=tables, unseen=unseen, marks=Marks() if marks is None else marks)
    flow.walk(root)
    flow.end_line()
    return flow


def _tree(text: str) -> Element:
    """The page's tree. Word's and Excel's pages declare XML and an encoding that decoding has already dealt with."""
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, recover=True
    )
    data = _CONTROL.sub("", text).encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser) if _MARKUP.search(data) else None
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise Unreadable("网页无法解析", f"the page cannot be parsed ({fault})") from None
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise Unreadable("网页元素嵌套过深", "elements nested too deep")
    if root is None:
        raise Unreadable("网页没有内容", "the page is empty")
    return root
