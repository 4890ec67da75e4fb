"""The single file: self-contained, safe, complete, and the same for the same input."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from lxml import html

from perflint.model import Project
from perflint.report import Waived
from perflint.reporters.html import single as single_module
from perflint.reporters.material import CannotReport, Decision

FIXTURES = [
    "seed31.docx",
    "seed31.doc",
    "seed31.odt",
    "seed31.html",
    "seed31_sheets.xlsx",
    "seed31_long.xlsx",
    "seed31_flat.xlsx",
    "seed31_flat_gbk.csv",
    "tricky.docx",
]
Page = Callable[[str], Any]


@pytest.mark.parametrize("name", FIXTURES)
def test_every_finding_has_its_balloon_once_and_every_link_leads_somewhere(page: Page, name: str, made: Any) -> None:
    tree, report = page(name), made.judged(name)
    shown = [item.get("data-f") for item in tree.cssselect("li.v")]
    assert Counter(shown) == Counter(violation.fingerprint for violation in report.violations)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    targets = {link.get("href")[1:] for link in tree.iter("a") if link.get("href", "").startswith("#")}
    assert targets <= set(ids)
    described = {word for element in tree.iter() for word in (element.get("aria-describedby") or "").split()}
    assert described <= set(ids)


@pytest.mark.parametrize("name", FIXTURES)
def test_tables_keep_their_layout(page: Page, name: str) -> None:
    for table in page(name).cssselect(".paper table"):
        widths = {sum(row) for row in _occupied(table) if row}  # a sheet may have rows without cells
        assert len(widths) == 1, html.tostring(table, encoding="unicode")[:300]


def _occupied(table: html.HtmlElement) -> list[list[int]]:
    """The columns that each row takes, those of cells from rows above among them."""
    rows = table.findall(".//tr")
    taken: list[list[int]] = [[] for _ in rows]
    for index, row in enumerate(rows):
        for cell in row.findall("td"):
            for below in range(index, min(index + int(cell.get("rowspan", 1)), len(rows))):
                taken[below].append(int(cell.get("colspan", 1)))
    return taken


def test_every_text_of_the_document_is_on_the_page(page: Page, made: Any) -> None:
    from perflint.grid import Grid

    document = made.judged("seed31.docx").inputs[0].document
    assert document is not None
    paper = Counter(text for box in page("seed31.docx").cssselect(".paper") for text in _texts(box))
    for block in document.blocks:
        lines = [text for cell in block.cells for text in cell.paragraphs] if isinstance(block, Grid) else [block.text]
        for line in lines:
            assert not line.strip() or paper[line] > 0, line


def _texts(box: html.HtmlElement) -> list[str]:
    found = []
    for element in box.cssselect("td, p"):
        if element.tag == "td" and element.find("p") is not None:
            continue
        badges = element.cssselect("a.b")
        for badge in badges:
            badge.text = ""
        found.append(element.text_content())
    return found


def test_violations_stand_at_the_cell_that_they_are_about(page: Page, made: Any) -> None:
    tree, report = page("seed31.docx"), made.judged("seed31.docx")
    values = {violation.fingerprint: violation for violation in report.violations}
    tied = 0
    for balloon in tree.cssselect("li.v"):
        violation = values[balloon.get("data-f")]
        link = balloon.find(".//a[@class='n']")
        if link is None:
            assert violation.position < 0
            continue
        cell = tree.get_element_by_id(link.get("href")[1:])
        written = _written(report.inputs[0].document.projects[violation.position], violation.field)
        if written and violation.position >= 0:
            assert written in cell.text_content()
            tied += 1
    assert tied > 100


def _written(project: Project, field: str) -> str:
    """The text of a field that stands in one cell, blank for any other."""
    found = re.fullmatch(r"(name|purpose)|goals\[(\d+)\]|indicators\[(\d+)\]\.(\w+)", field)
    if found is None:
        return ""
    if found[1]:
        return str(getattr(project, found[1])).split("\n")[0]
    if found[2]:
        return project.goals[int(found[2]) - 1]
    return str(getattr(project.indicators[int(found[3]) - 1], found[4]))


def test_the_exact_words_are_underlined(page: Page) -> None:
    marked = {mark.text_content() for mark in page("seed31.docx").cssselect(".paper mark")}
    assert "。。" in marked
    assert "【" in marked


def test_nothing_is_fetched_and_the_policy_names_what_is_inlined(text_of: Callable[[str], str]) -> None:
    text = text_of("seed31.docx")
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", text)
    assert not re.search(r"@import|url\(", text)
    assert not re.search(r'\son\w+="', text)
    assert ' style="' not in text
    policy = html.document_fromstring(text).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for name in ("style", "script"):
        (inlined,) = re.findall(rf"<{name}>(.*?)</{name}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inlined.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy


def test_the_same_input_gives_the_same_bytes(made: Any) -> None:
    report = made.judged("seed31.docx")
    assert made.single(made.material(report)) == made.single(made.material(report))


HOSTILE = "</script></style><script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}{% x %}"
TRICKS = "\\u202Eabc\\u2066\\u0007\\u200B"


def hostile_page(made: Any) -> str:
    def quoted(text: str) -> str:
        return '"' + text.replace('"', '\\"') + TRICKS + '"'

    bad = quoted(HOSTILE)
    document = f"""\
title: {bad}
year: 2022
department: {{name: {bad}, code: {bad}, overall_goal: {bad}, safeguards: [{bad}],
  category_goals: [{{name: {bad}, goal: {bad}, indicator: {bad}}}]}}
projects:
""" + "".join(
        f"""\
- {{heading: {bad}, code: {bad}, name: {bad}, unit: {{code: {bad}, name: {bad}}}, purpose: {bad}, money_unit: {bad},
   budget: {{total: {bad}, fiscal: {bad}, other: {bad}, parts: {{{bad}: {bad}}}}},
   spend_plan: {{{bad}: {bad}}}, goals: [{bad}, {bad}], unknown: {bad},
   indicators: [{{level1: {bad}, level2: {bad}, name: {bad}, description: {bad}, value: {bad}, basis: {bad}}}]}}
"""
        for _ in range(2)
    )
    return made.single(made.material(made.judged_text(f"{HOSTILE}\u202e.yaml", document)))


def test_hostile_text_is_shown_as_text(made: Any) -> None:
    text = hostile_page(made)
    tree = html.document_fromstring(text)
    assert len(tree.findall(".//script")) == 2
    assert not tree.findall(".//img")
    assert "{{7*7}}" in tree.text_content()
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\x07]", re.sub(r'\sdata-[a-z]+="[^"]*"', "", text))
    assert "\\u202eabc" in tree.text_content()
    assert tree.cssselect("li.v")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pages_speak_the_language_that_was_asked_for(lang: str, made: Any) -> None:
    text = made.single(made.material(made.judged("seed31.docx"), lang=lang))
    words = {"zh": ("按级别", "怎样改"), "en": ("By severity", "Why")}
    tree = html.document_fromstring(text)
    assert tree.get("lang").startswith(lang)
    shown = tree.text_content()
    assert all(word in shown for word in words[lang][:1])
    assert not any(word in shown for word in words["en" if lang == "zh" else "zh"][:1])


def test_what_was_not_read_is_said_at_the_top(page: Page) -> None:
    warning = page("tricky.docx").cssselect(".overview .warn")[0]
    assert "未能读取" in warning.text_content()


def test_rules_that_could_not_judge_are_named_with_their_reasons(page: Page, made: Any) -> None:
    report = made.judged("seed31.docx")
    listed = page("seed31.docx").cssselect(".overview details")[0].text_content()
    assert report.not_applicable
    assert all(item.rule in listed and item.reason.zh in listed for item in report.not_applicable)


def test_every_rule_that_speaks_is_explained(page: Page, made: Any) -> None:
    tree, report = page("seed31.docx"), made.judged("seed31.docx")
    explained = {article.get("data-rule"): article.text_content() for article in tree.cssselect("article.rule")}
    assert set(explained) == {violation.rule for violation in report.violations}
    for name, text in explained.items():
        assert report.rules[name].why.zh in text


def test_codes_on_the_page_are_those_of_the_document(text_of: Callable[[str], str], made: Any) -> None:
    document = made.judged("seed31.docx").inputs[0].document
    codes = {project.code for project in document.projects}
    assert set(re.findall(r"13022522P[0-9A-Z]{12}", text_of("seed31.docx"))) == codes


def test_the_table_of_projects_counts_right(page: Page, made: Any) -> None:
    tree, report = page("seed31.docx"), made.judged("seed31.docx")
    rows = tree.cssselect("#projects tbody tr")
    assert len(rows) == 31
    counted = Counter((violation.position, violation.severity.word) for violation in report.violations)
    for position, row in enumerate(rows):
        numbers = [int(cell.text_content()) for cell in row.findall("td")[6:9]]
        assert numbers == [counted[position, word] for word in ("error", "warning", "info")]
    assert rows[0].findall("td")[4].text_content() == "90.00"


def test_what_is_new_since_the_last_round_is_marked(made: Any) -> None:
    report = made.judged("seed31.docx")
    new = report.violations[3].fingerprint
    earlier = frozenset(v.fingerprint for v in report.violations if v.fingerprint != new) | {"0" * 32}
    tree = html.document_fromstring(made.single(made.material(report, earlier=earlier)))
    marked = [item.get("data-f") for item in tree.cssselect("li.v") if item.get("data-new") is not None]
    assert marked == [new]
    assert "新增1处" in tree.cssselect(".round")[0].text_content()
    assert "1处已消除" in tree.cssselect(".round")[0].text_content()


def test_decisions_are_shown_and_silenced_findings_are_not_counted(made: Any) -> None:
    from msgspec.structs import replace

    report = made.judged("seed31.docx")
    first, second, *others = report.violations
    silenced = Waived(second, "rejected", "口径如此", "王芳", "2026-12-31")
    report = replace(report, violations=(first, *others), waived=(silenced,))
    decisions = {first.fingerprint: Decision("accepted", "", "李明")}
    tree = html.document_fromstring(made.single(made.material(report, decisions=decisions)))
    balloons = {item.get("data-f"): item for item in tree.cssselect("li.v")}
    assert balloons[first.fingerprint].get("data-verdict") == "accepted"
    said = balloons[second.fingerprint].text_content()
    assert "驳回" in said
    assert "口径如此" in said
    assert "2026-12-31" in said
    assert "sil" in balloons[second.fingerprint].get("class").split()
    counted = sum(int(cell.text_content()) for cell in tree.cssselect("figure.chart")[0].cssselect("td.num"))
    assert counted == len(report.violations)


def test_a_file_that_would_be_too_large_is_refused(monkeypatch: pytest.MonkeyPatch, made: Any) -> None:
    monkeypatch.setattr(single_module, "LIMIT", 100_000)
    with pytest.raises(CannotReport, match="folder"):
        made.single(made.material(made.judged("seed31.docx")))
