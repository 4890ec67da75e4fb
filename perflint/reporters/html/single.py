"""One self-contained file: one document, its overview, every finding and every rule that speaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perflint.reporters.html.document import Layout
from perflint.reporters.html.findings import Pages, findings
from perflint.reporters.html.report import Prepared, prepare
from perflint.reporters.material import CannotReport, Material

LIMIT = 5 * 1024 * 1024
"""Bytes that one file may have; browsers and mail servers take that. More goes to a folder."""


def files(material: Material) -> Iterator[tuple[str, bytes]]:
    """The file. Raises CannotReport where the input is not one document or the file would be too large."""
    content = whole(material)
    if len(content) > LIMIT:
        size = f"{len(content) / 1024**2:.1f} MB"
        raise CannotReport(
            f"单个网页会有{size}，超过{LIMIT // 1024**2} MB；请输出到文件夹：-o 文件夹/",
            f"the single page would have {size}, more than {LIMIT // 1024**2} MB: write to a folder, -o FOLDER/",
        )
    yield "", content


def whole(material: Material) -> bytes:
    """The page, however large."""
    count = len(material.report.inputs)
    if count != 1:
        raise CannotReport(
            f"{count}个文件不能写成一个网页；请输出到文件夹：-o 文件夹/",
            f"{count} inputs do not go into one page: write to a folder, -o FOLDER/",
        )
    prepared: Prepared = prepare(material, findings(material.report), _one_page)
    ((_, content),) = prepared.pages_of(0)
    return content


def _one_page(layouts: Sequence[Layout]) -> Pages:
    return Pages(tuple(dict.fromkeys(range(-1, len(layout.projects)), "") for layout in layouts))
