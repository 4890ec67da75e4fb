"""A folder: an index, pages of bounded size, links between them, units ranked."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html

from perflint.api import ReadInput, check_inputs
from perflint.reporters.html import folder as folder_module


def _links(pages: dict[str, str]) -> None:
    trees = {name: html.document_fromstring(text) for name, text in pages.items()}
    ids = {name: {element.get("id") for element in tree.iter()} for name, tree in trees.items()}
    for name, tree in trees.items():
        for link in tree.iter("a"):
            file, _, target = link.get("href").partition("#")
            assert (file or name) in pages, link.get("href")
            assert not target or target in ids[file or name], (name, link.get("href"))


def test_a_large_document_is_spread_over_pages_that_lead_to_each_other(
    made: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_module, "PAGE_LIMIT", 60_000)
    report = made.judged("seed31.docx")
    pages = made.folder(made.material(report))
    assert "index.html" in pages
    assert len(pages) > 5
    _links(pages)
    shown = [
        item.get("data-f")
        for name, text in pages.items()
        if name != "index.html"
        for item in html.document_fromstring(text).cssselect("li.v")
    ]
    assert sorted(shown) == sorted(violation.fingerprint for violation in report.violations)


def test_many_documents_have_an_index_that_ranks_units_and_says_what_was_not_read(made: Any) -> None:
    inputs = [ReadInput(name, (made.fixtures / name).read_bytes()) for name in ("seed31.docx", "tricky.docx")]
    pages = made.folder(made.material(check_inputs([*inputs, ReadInput("broken.yaml", b"projects: [")])))
    assert sorted(pages) == ["document-001.html", "document-002.html", "document-003.html", "index.html"]
    _links(pages)
    index = html.document_fromstring(pages["index.html"])
    files, units = index.cssselect("table.list")[:2]
    penalties = [float(row.findall("td")[-1].text_content()) for row in units.cssselect("tbody tr")]
    assert len(penalties) == 4
    assert penalties == sorted(penalties, reverse=True)
    assert [len(row.cssselect(".tag")) for row in files.cssselect("tbody tr")] == [0, 1, 1]
    unread = index.cssselect(".warn")[0].text_content()
    assert "broken.yaml" in unread
    assert "tricky.docx" in unread


def test_a_copy_in_another_document_is_reached_through_its_page(made: Any) -> None:
    text = """\
profile: hebei-2022
year: 2022
department: {{code: "{0}", name: 单位{0}}}
projects:
- {{no: 1, code: 130225220P00CKTC1002{0}, name: 项目{0}, unit: {{code: "{0}", name: 单位{0}}},
   goals: [维护辖区交通安全形势持续稳定发展并完成全部既定工作任务]}}
"""
    inputs = [ReadInput(f"{number}.yaml", text.format(number).encode()) for number in (1, 2)]
    pages = made.folder(made.material(check_inputs(inputs)))
    _links(pages)
    clusters = html.document_fromstring(pages["index.html"]).cssselect("article.cluster")
    assert any({"document-001.html", "document-002.html"} <= _files(cluster) for cluster in clusters)


def _files(element: html.HtmlElement) -> set[str]:
    return {link.get("href").partition("#")[0] for link in element.iter("a")}
