"""The comments part of a Word document: other people's comments stay, perflint's own are replaced."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable
from datetime import UTC, datetime

from lxml import etree

from perflint.office.word_names import attr, child, short
from perflint.office.xml import Element

AUTHOR = "perflint"
_INITIALS = "pl"
_DATE = "2000-01-01T00:00:00Z"
_SIZE = "18"
# Signs that no XML file can hold and that are no controls, which texts for people show as their escapes.
_ILLEGAL = re.compile("[\ufffe\uffff\ud800-\udfff]")


def stamp() -> str:
    """The date of comments: SOURCE_DATE_EPOCH, else a fixed one, so that the same input gives the same bytes."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not seconds.isdecimal() or len(seconds) > 11:
        return _DATE
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def new_part(space: str) -> Element:
    """An empty comments part."""
    return etree.Element(f"{{{space}}}comments", nsmap={"w": space})


def ids(root: Element) -> set[str]:
    """The ids of all comments."""
    return {attr(item, "id") or "" for item in root if short(item.tag) == "comment"}


def remove_own(root: Element) -> tuple[set[str], set[str]]:
    """Takes perflint's comments out; returns their ids, and the ids of their paragraphs, by which threads know them."""
    found: set[str] = set()
    threads: set[str] = set()
    for item in list(root):
        if short(item.tag) != "comment" or attr(item, "author") != AUTHOR:
            continue
        found.add(attr(item, "id") or "")
        threads |= {value for part in item.iter() for key, value in part.attrib.items() if key.endswith("}paraId")}
        root.remove(item)
    return found, threads


def fresh_ids(count: int, used: Collection[str]) -> list[str]:
    """The lowest numbers that no comment has."""
    out: list[str] = []
    number = 0
    while len(out) < count:
        if str(number) not in used:
            out.append(str(number))
        number += 1
    return out


def add(root: Element, name: str, lines: Iterable[str], date: str, styles: tuple[str | None, str | None]) -> None:
    """Adds one comment. ``styles`` are the ids of the author's styles for comment text and for references."""
    space = etree.QName(root).namespace

    def made(parent: Element, kind: str, **values: str) -> Element:
        element = etree.SubElement(parent, f"{{{space}}}{kind}")
        for key, value in values.items():
            element.set(f"{{{space}}}{key}", value)
        return element

    comment = made(root, "comment", id=name, author=AUTHOR, date=date, initials=_INITIALS)
    text_style, reference_style = styles
    for number, line in enumerate(lines):
        paragraph = made(comment, "p")
        if text_style:
            made(made(paragraph, "pPr"), "pStyle", val=text_style)
        if not number:
            mark = made(paragraph, "r")
            if reference_style:
                made(made(mark, "rPr"), "rStyle", val=reference_style)
            made(mark, "annotationRef")
        run = made(paragraph, "r")
        if not text_style:
            made(made(run, "rPr"), "sz", val=_SIZE)
        made(run, "t").text = _ILLEGAL.sub("\ufffd", line)
        run[-1].set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def comment_styles(styles: Element | None) -> tuple[str | None, str | None]:
    """The ids of the styles for comment text and for references, None where the author's file has none."""
    names = {}
    for item in styles if styles is not None else ():
        name = child(item, "name")
        if short(item.tag) == "style" and name is not None:
            names[(attr(name, "val") or "").lower()] = attr(item, "styleId")
    return names.get("annotation text"), names.get("annotation reference")


def forget_threads(root: Element, threads: Collection[str]) -> None:
    """Takes entries of removed comments out of a part that knows comments by their paragraphs (``commentsExtended``,
    ``commentsIds``); an answer to one of them stands alone from now on."""
    for item in list(root):
        for key, value in list(item.attrib.items()):
            if key.endswith("}paraId") and value in threads:
                root.remove(item)
                break
            if key.endswith("}paraIdParent") and value in threads:
                del item.attrib[key]
