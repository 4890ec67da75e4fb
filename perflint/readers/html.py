"""Web pages (.html, .htm, and such pages under an .xls or .doc name), messy ones too."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from perflint.grid import Block
from perflint.lexicon import Lexicon
from perflint.model import Document
from perflint.office.xml import Element
from perflint.readers.decode import decode
from perflint.readers.html_flow import Flow
from perflint.readers.html_roles import IsHead, make_tables
from perflint.readers.layout import recognise
from perflint.readers.layout.labels import compile_labels
from perflint.readers.source import Unreadable

KIND: Final = "html"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MARKUP = re.compile(rb"<\s*(?:html|body|table|head|div|p|meta|!doctype)", re.IGNORECASE)


def read(name: str, data: bytes, lexicon: Lexicon) -> Document:
    """The document that a page holds. Raises Unreadable."""
    labels = compile_labels(lexicon)
    return recognise(blocks(data, labels.heads_a_column), lexicon, KIND)


def blocks(data: bytes, is_head: IsHead = lambda text: False) -> tuple[Block, ...]:
    """Paragraphs and tables of a page in document order; layout tables are seen through, and what is shown as a table
    is one. ``is_head``: whether a text is a column head. Raises Unreadable."""
    return tuple(_flow(decode(data), 0, is_head).blocks)


def fragment(text: str, lines: int, tables: int) -> Flow:
    """What a piece of a page holds that stands in another text, below ``lines`` lines and ``tables`` tables of it.
    Raises Unreadable."""
    return _flow("\n" * lines + text, tables, lambda text: False)


def _flow(text: str, tables: int, is_head: IsHead) -> Flow:
    root = _tree(text)
    make_tables(root, is_head)
    flow = Flow(tables=tables)
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
