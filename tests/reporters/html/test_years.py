"""Last year beside this year in the web page: what stands where, for whom, and what is quiet."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from perflint.api import ReadInput, check_inputs, shipped_rules
from perflint.diff.beside import history
from perflint.diff.compare import compare
from perflint.diff.side import Side
from perflint.reporters.html.marks import shown
from perflint.reporters.html.years import marked, shape
from perflint.reporters.material import FOLDER, Material, kind_of

Pages = Callable[..., dict[str, html.HtmlElement]]
CODE = "13022522P00CKTC10027L"


def document(**changes: Any) -> dict[str, Any]:
    """A small document; ``changes`` are laid over its first project."""
    rows = [
        {
            "level1": "产出指标",
            "level2": "数量指标",
            "name": "巡逻次数",
            "description": "全年巡逻次数",
            "value": "≥90次",
        },
        {"level1": "产出指标", "level2": "质量指标", "name": "出警及时率", "description": "按时出警", "value": "≥95%"},
    ]
    project = {
        "no": 1,
        "code": CODE,
        "name": "巡警经费",
        "unit": {"code": "312002", "name": "公安局"},
        "money_unit": "万元",
        "budget": {"total": "90.00", "fiscal": "90.00"},
        "purpose": "用于城区主要街道的日常巡逻和车辆维护。",
        "spend_plan": {"6月底": "50%", "12月底": "100%"},
        "goals": ["保障城区治安", "减少街面案件"],
        "indicators": rows,
    }
    return {"profile": "hebei-2022", "year": 2022, "projects": [{**project, **changes}]}


def report_of(data: dict[str, Any], name: str) -> Any:
    return check_inputs([ReadInput(name, json.dumps(data, ensure_ascii=False).encode())])


@pytest.fixture
def pages() -> Pages:
    """The pages of a new document beside an old one."""

    def make(
        old: dict[str, Any], new: dict[str, Any], ending: str = ".html", lang: str = "zh"
    ) -> dict[str, html.HtmlElement]:
        before, after = report_of(old, "last.json"), report_of(new, "now.json")
        beside = history(compare(Side(before, shipped_rules()), Side(after, shipped_rules())))
        material = Material(after, shipped_rules().lexicon, lang, history=beside)
        found = kind_of("annotated", ending).files(material)
        return {name: html.document_fromstring(content.decode()) for name, content in found}

    return make


def cell(page: html.HtmlElement, text: str) -> html.HtmlElement:
    """The cell of the document that begins with a text."""
    return next(td for td in page.xpath("//*[@class='paper']//td") if td.text_content().startswith(text))


def notes(element: html.HtmlElement) -> list[str]:
    return [" ".join(note.text_content().split()) for note in element.find_class("ly")]


def changed() -> dict[str, Any]:
    new = document(budget={"total": "95.00", "fiscal": "90.00"}, goals=["保障城区治安"])
    new["projects"][0]["indicators"][0]["value"] = "≥80次"
    new["projects"][0]["indicators"][1] = {
        "level1": "满意度指标",
        "level2": "服务对象满意度指标",
        "name": "居民满意程度",
        "description": "抽样调查",
        "value": "≥90%",
    }
    return new


def test_what_differs_is_said_in_its_cell_by_word_and_sign(pages: Pages) -> None:
    page = pages(document(), changed())[""]
    assert notes(cell(page, "95.00")) == ["≠ 预算变化 上年：90.00"]
    assert notes(cell(page, "≥80次")) == ["↓ 指标值降低 上年：≥90次"]
    assert notes(cell(page, "居民满意程度")) == ["＋ 新增指标"]
    hidden = cell(page, "≥80次").xpath(".//span[@aria-hidden='true']/text()")
    assert hidden == ["↓"]  # the sign is for the eye, the word says it to everybody


def test_equal_cells_are_quiet(pages: Pages) -> None:
    page = pages(document(), changed())[""]
    assert notes(cell(page, "90.00")) == []
    assert notes(cell(page, "用于城区")) == []
    quiet = pages(document(), document())[""]
    assert quiet.find_class("ly") == []
    assert "与上年没有不同" in quiet.text_content()


def test_what_was_dropped_stands_under_the_tables(pages: Pages) -> None:
    page = pages(document(), changed())[""]
    (listed,) = page.xpath("//section[@id='p1']//ul[contains(@class, 'lyl')]")
    assert notes(listed) == [
        "－ 绩效目标删除 绩效目标2 上年：减少街面案件",
        "－ 指标删除 绩效指标2 上年：出警及时率 ≥95%",
    ]
    heading = page.get_element_by_id(listed.get("aria-labelledby"))
    assert heading.text_content() == "上年有、今年没有的内容"


def test_the_overview_counts_and_names_projects(pages: Pages) -> None:
    new = document()
    new["projects"][0].update(code="13022522P00CKTC10099X", name="智慧社区平台建设")
    new["projects"].append({**document()["projects"][0], "no": 2})
    old = document()
    old["projects"].append({**document()["projects"][0], "no": 2, "code": "13022522P00OLDONE01X", "name": "警犬基地"})
    page = pages(old, new)[""]
    (part,) = page.find_class("years")
    said = " ".join(part.text_content().split())
    assert "last.json（2022年度）" in said
    assert "－ 项目不再列入 1" in said
    assert "13022522P00OLDONE01X · 警犬基地 · 312002 公安局 · 90.00 万元" in said
    (link,) = part.iter("a")
    assert link.get("href") == "#p1"
    assert "新增项目" in page.get_element_by_id("h1").text_content()


def test_a_cell_with_several_fields_names_them(pages: Pages) -> None:
    new = document(goals=["保障城区的社会治安", "减少街面案件数量"])
    page = pages(document(), new)[""]
    assert notes(cell(page, "保障城区")) == [
        "≠ 绩效目标变化 绩效目标1 上年：保障城区治安",
        "≠ 绩效目标变化 绩效目标2 上年：减少街面案件",
    ]


def test_a_text_that_became_blank_or_was_blank_is_said(pages: Pages) -> None:
    page = pages(document(purpose=""), document())[""]
    assert notes(cell(page, "用于城区")) == ["≠ 资金用途变化 上年：（空白）"]
    page = pages(document(), document(purpose=""))[""]
    assert [note for note in notes(page) if "用于城区" in note] == [
        "≠ 资金用途变化 上年：用于城区主要街道的日常巡逻和车辆维护。"
    ]


def test_a_project_without_findings_that_changed_is_not_hidden_as_clean(pages: Pages) -> None:
    old = document()
    old["projects"].append({"no": 2, "code": "x", "name": "y"})
    page = pages(old, changed())[""]
    assert "clean" not in page.get_element_by_id("p1").get("class").split()


def test_the_folder_says_the_same_on_its_page_and_in_its_index(pages: Pages) -> None:
    made = pages(document(), changed(), FOLDER, "en")
    assert notes(cell(made["document-001.html"], "≥80次")) == ["↓ target lowered last year：≥90次"]
    for name in ("index.html", "document-001.html"):
        (part,) = made[name].find_class("years")
        assert "↓ target lowered 1" in " ".join(part.text_content().split())


def test_files_of_one_year_or_the_wrong_way_round_are_doubted(pages: Pages) -> None:
    later = {**document(), "year": 2023}
    assert "同一年度" in pages(document(), document())[""].find_class("years")[0].text_content()
    assert "弄反" in pages(later, document())[""].find_class("years")[0].text_content()
    assert not pages(document(), later)[""].find_class("years")[0].find_class("warn")


def test_hostile_text_of_last_year_stays_text(pages: Pages) -> None:
    bad = "\"'><script>window.hit=1</script>\u202e<img src=x onerror=alert(1)>"
    old = document(purpose=bad, goals=[bad], spend_plan={bad: bad}, indicators=[{"name": bad, "value": bad}])
    old["projects"][0]["budget"] = {"total": bad, "parts": {bad: bad}}
    old["projects"].append({"no": 2, "code": bad, "name": bad, "unit": {"code": bad, "name": bad}})
    old["department"] = {"name": bad, "overall_goal": bad}
    for page in pages(old, document()).values():
        assert not page.xpath("//img | //script[contains(., 'window.hit')]")
        assert "\u202e" not in page.text_content()
        assert page.text_content().count("<script>window.hit=1</script>\\u202e") >= 5


@pytest.mark.parametrize(
    ("kind", "sign", "style"),
    [
        ("target-lowered", "↓", "lowered"),
        ("target-raised", "↑", "raised"),
        ("indicator-new", "＋", "new"),
        ("indicator-dropped", "－", "dropped"),
        ("budget-only", "≠", "changed"),
        ("copied-forward", "＝", "forward"),
        ("", "", "plain"),
    ],
)
def test_every_kind_has_a_sign_and_a_line_of_its_own(kind: str, sign: str, style: str) -> None:
    assert shape(kind) == (sign, style)


@given(st.text(alphabet="绩效目标95%\u202e<", max_size=40), st.text(alphabet="绩效目标95%\u202e<", max_size=40))
def test_marking_what_went_keeps_the_whole_text(was: str, now: str) -> None:
    pieces = marked(was, now)
    assert "".join(piece.text for piece in pieces) == shown(was)
    if was == now:
        assert all(piece.severity is None for piece in pieces)


def test_only_the_stretch_that_went_is_marked() -> None:
    pieces = marked("推动智慧城市建设，创新社会管理", "推动数字乡村建设，创新社会管理")
    assert [(piece.text, piece.severity is not None) for piece in pieces] == [
        ("推动", False),
        ("智慧城市", True),
        ("建设，创新社会管理", False),
    ]
