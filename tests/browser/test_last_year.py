"""Last year beside this year, as it is seen and read in a real browser."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Open = Callable[..., Any]
pytestmark = pytest.mark.needs_program("chromium", "chromium-browser", "google-chrome")
SEEN = """[...document.querySelectorAll('.ly')].filter(note => note.checkVisibility()).length"""


def _changed(data: dict[str, Any]) -> dict[str, Any]:
    """A year later: a target lowered and one raised, a row and a project dropped, new ones, another budget and goal."""
    new = copy.deepcopy(data)
    new["year"] = 2023
    for project in new["projects"]:
        project["code"] = f"{project['code'][:6]}23{project['code'][8:]}"
    first = new["projects"][0]
    first["budget"].update(total="120.00", fiscal="120.00")
    first["purpose"] = first["purpose"].replace("据点", "站点")
    first["indicators"][0]["value"], first["indicators"][1]["value"] = "≥90%", "≥98%"
    first["indicators"][2] = {**first["indicators"][0], "name": "警用车辆完好比例", "description": "车辆抽查"}
    del new["projects"][3]
    new["projects"].append({**first, "code": "13022523P00NEWCODE01X", "name": "无人机巡查设备购置"})
    return new


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> dict[str, Path]:
    """Reports of a changed booklet beside the booklet, in both languages, and of a document without findings."""
    from perflint.api import ReadInput, check_inputs, shipped_rules
    from perflint.diff.beside import history
    from perflint.diff.compare import compare
    from perflint.diff.side import Side
    from perflint.options import Options
    from perflint.readers import read
    from perflint.reporters.material import Material, kind_of
    from perflint.writers import write

    rules = shipped_rules()
    path = checkout / "examples" / "laoting-2022.yaml"
    data = json.loads(write(read(path.name, path.read_bytes(), rules.lexicon), ".json"))
    data["year"] = 2022
    folder = tmp_path_factory.mktemp("last-year")

    def made(name: str, lang: str, select: tuple[str, ...] = ()) -> Path:
        sides = [
            Side(check_inputs([ReadInput("x.json", json.dumps(item).encode())], Options(select=select)), rules)
            for item in (data, _changed(data))
        ]
        material = Material(sides[1].report, rules.lexicon, lang, history=history(compare(*sides)))
        ((_, content),) = kind_of("annotated", ".html").files(material)
        (folder / name).write_bytes(content)
        return folder / name

    return {"zh": made("zh.html", "zh"), "en": made("en.html", "en"), "quiet": made("quiet.html", "zh", ("SUM001",))}


def test_notes_are_seen_and_break_no_policy(opened: Open, files: dict[str, Path]) -> None:
    report = opened(files["zh"], "#p1")
    assert report.said == []
    assert len(report.asked) == 1
    note = report.page.locator("#p1 td .ly.lowered")
    assert note.inner_text().split() == ["↓", "指标值降低", "上年：≥95%"]
    assert report.page.evaluate(SEEN) > 20


def test_without_scripts_every_note_is_shown(opened: Open, files: dict[str, Path]) -> None:
    page = opened(files["zh"], "#p1", java_script_enabled=False).page
    for kind in ("lowered", "raised", "new", "changed", "plain"):
        assert page.locator(f"#p1 td .ly.{kind}").first.is_visible()
    assert page.locator("#p1 li.ly.dropped").is_visible()
    assert page.locator("#overview .tally").is_visible()


def test_projects_that_changed_are_shown_though_nothing_is_wrong_with_them(
    opened: Open, files: dict[str, Path]
) -> None:
    page = opened(files["quiet"]).page
    assert page.locator("#p1 li.v").count() == 0
    assert page.locator("#p1").is_visible()
    page.emulate_media(media="print")
    assert page.locator("#p1 td .ly.lowered").is_visible()


def test_kinds_are_told_apart_without_colour(opened: Open, files: dict[str, Path]) -> None:
    page = opened(files["zh"], "#p1").page
    look = "note => { const s = getComputedStyle(note); return s.borderLeftStyle + s.borderLeftWidth; }"
    lines = [
        page.locator(f"#overview .tally .{kind}").first.evaluate(look) for kind in ("lowered", "raised", "dropped")
    ]
    assert len(set(lines)) == 3


def test_a_narrow_screen_holds_the_page(opened: Open, files: dict[str, Path]) -> None:
    page = opened(files["zh"], "#p1", viewport={"width": 390, "height": 800}).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_axe_finds_nothing(opened: Open, files: dict[str, Path], axe: str, scheme: str, lang: str) -> None:
    page = opened(files[lang], "#p1", color_scheme=scheme).page
    page.evaluate(axe)
    found = page.evaluate("axe.run({include: [['#p1'], ['#overview']]})")
    assert [(item["id"], item["nodes"][0]["html"][:200]) for item in found["violations"]] == []
