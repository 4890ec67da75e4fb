"""What is said of the pages of a PDF: pictures, damage, text struck through, marks of notes."""

from __future__ import annotations

from collections.abc import Sequence

from perflint.model import Problem
from perflint.place import Place
from perflint.readers.pdf_pages import Page
from perflint.readers.raised import Marks
from perflint.readers.reading_problems import not_judged

_SHOWN = 20


def problems_of(pages: Sequence[Page]) -> list[Problem]:
    """What of the pages could not be read, or was left out."""
    problems = [_picture(page.number) for page in pages if page.empty and page.images and not page.torn]
    problems += [_torn(page.number) for page in pages if page.torn]
    return [*problems, *_struck(pages), *_marks(pages).problems()]


def _struck(pages: Sequence[Page]) -> list[Problem]:
    """What is said of text that is struck through: once, with the first page that has any."""
    found = [page for page in pages if page.struck.strip()]
    if not found:
        return []
    text, count = found[0].struck.strip()[:_SHOWN], sum(len(page.struck) for page in found)
    zh = f"有删除线的文字（“{text}”等，共{count}字）按已删除略去；如是打印出的修订标记，请接受修订后再导出"
    en = (
        f"text that is struck through ({text!r} …, {count} characters) was taken as deleted and left out: accept "
        "tracked changes before the file is printed"
    )
    return [not_judged(zh, en, Place(page=found[0].number))]


def _marks(pages: Sequence[Page]) -> Marks:
    """The raised marks of notes on all pages."""
    found = [page.marks for page in pages if page.marks.count]
    if not found:
        return Marks()
    return Marks(sum(marks.count for marks in found), found[0].shown, found[0].place)


def _picture(page: int) -> Problem:
    return Problem(
        "unreadable",
        f"第{page}页是图片，没有可读取的文字",
        f"page {page} is a picture without text",
        place=Place(page=page),
    )


def _torn(page: int) -> Problem:
    return Problem(
        "unreadable",
        f"第{page}页的数据已损坏，内容可能不全",
        f"the data of page {page} is damaged: it may be incomplete",
        place=Place(page=page),
    )
