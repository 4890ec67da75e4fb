"""Reports opened in Debian's Chromium. Without a browser these tests are skipped by name."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright, which is not installed")

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
AXE = (
    os.environ.get("PERFLINT_AXE", ""),
    "node_modules/axe-core/axe.min.js",
    "/usr/share/nodejs/axe-core/axe.min.js",
)
PATIENCE = 120_000
"""Milliseconds until a browser that does nothing is given up: many, as the machine may be busy with other tests."""
RESTS = """wanted => {
  const { top, left } = document.querySelector(wanted.selector)?.getBoundingClientRect() || {};
  const seen = top > wanted.above && top < wanted.below && document.readyState === "complete"
    // what is scrolled away while it changes its colours stands still for ever
    && !document.getAnimations().some(one => one.effect.target.checkVisibility({ contentVisibilityAuto: true }));
  const place = [scrollY, top, left].join();
  const last = window.restOfTests || {};
  window.restOfTests = { place, frames: seen && place === last.place ? last.frames + 1 : 0 };
  return window.restOfTests.frames >= 15;
}"""


class Opened:
    """A page that was opened, with everything it said and asked for."""

    def __init__(self, page: playwright.Page, file: Path) -> None:
        self.page = page
        self.file = file
        self.said: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))

    def go(self, fragment: str = "") -> playwright.Page:
        self.page.goto("about:blank")
        self.page.goto(self.file.as_uri() + fragment)
        self.asked = [url for url in self.asked if url != "about:blank"]
        return self.page

    def rest(self, selector: str = "body", above: float = -1e6, below: float = 1e6) -> None:
        """Waits until an element's top stands between two heights of the window and nothing moves for 15 frames."""
        wanted = {"selector": selector, "above": above, "below": below}
        self.page.wait_for_function(RESTS, arg=wanted)

    def wheel(self) -> None:
        """Scrolls far down as a reader does, and waits until the page has come to rest there."""
        before = self.page.evaluate("scrollY")
        self.page.mouse.wheel(0, 30_000)
        self.page.wait_for_function("before => scrollY > before", arg=before)
        self.rest()

    def shown(self) -> list[str]:
        """The ids of the findings that can be seen."""
        script = "[...document.querySelectorAll('li.v')].filter(n => n.offsetParent !== null).map(n => n.id)"
        found: list[str] = self.page.evaluate(script)
        return found


@pytest.fixture(scope="session")
def browser() -> Iterator[playwright.Browser]:
    program = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=program, args=FLAGS, timeout=PATIENCE)
        yield launched
        launched.close()


@pytest.fixture
def opened(browser: playwright.Browser, report_file: Path) -> Iterator[Callable[..., Opened]]:
    """Opens the report (or another file) in a fresh context."""
    contexts = []

    def open_page(file: Path = report_file, fragment: str = "", **options: object) -> Opened:
        options.setdefault("viewport", {"width": 1440, "height": 1000})
        context = browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        found = Opened(context.new_page(), file)
        found.go(fragment)
        return found

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def report_file(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> Path:
    """The seed as a Word document, as a report."""
    from perflint.api import check, shipped_rules
    from perflint.reporters.material import Material, kind_of

    material = Material(check(checkout / "tests/fixtures/seed31.docx"), shipped_rules().lexicon)
    ((_, content),) = kind_of("annotated", ".html").files(material)
    file = tmp_path_factory.mktemp("report") / "report.html"
    file.write_bytes(content)
    return file


def _written(folder: Path, name: str, source: str, select: tuple[str, ...] = ()) -> Path:
    """A document as a report file."""
    from perflint.api import ReadInput, check_inputs, shipped_rules
    from perflint.options import Options
    from perflint.reporters.material import Material, kind_of

    report = check_inputs([ReadInput(name, source.encode())], Options(select=select))
    ((_, content),) = kind_of("annotated", ".html").files(Material(report, shipped_rules().lexicon))
    file = folder / "report.html"
    file.write_bytes(content)
    return file


@pytest.fixture(scope="session")
def small_files(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> list[Path]:
    """The pages of a folder: seven projects, and a document that cannot be read."""
    from perflint.api import ReadInput, check_inputs, shipped_rules
    from perflint.reporters.material import FOLDER, Material, kind_of

    good = ReadInput("hr.yaml", (checkout / "tests/corpus/hr.yaml").read_bytes())
    report = check_inputs([good, ReadInput("broken.yaml", b"projects: [")])
    folder = tmp_path_factory.mktemp("folder")
    files = []
    for name, content in kind_of("annotated", FOLDER).files(Material(report, shipped_rules().lexicon)):
        (folder / name).write_bytes(content)
        files.append(folder / name)
    return files


@pytest.fixture(scope="session")
def hostile_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report whose document holds scripts in every field."""
    bad = '\'"><script>window.hit=1</script><img src=x onerror="window.hit=2"><a href="javascript:window.hit=3">x</a>'
    text = json.dumps(bad)
    source = f"""{{"title": {text}, "department": {{"name": {text}, "overall_goal": {text}}}, "projects": [
      {{"no": 1, "code": {text}, "name": {text}, "unit": {{"code": {text}, "name": {text}}}, "purpose": {text},
        "goals": [{text}, {text}], "spend_plan": {{{text}: {text}}}, "strange": {text},
        "indicators": [{{"level1": {text}, "level2": {text}, "name": {text}, "value": {text}}}]}}]}}"""
    return _written(tmp_path_factory.mktemp("hostile"), f"{bad.replace('/', '')}.json", source)


@pytest.fixture(scope="session")
def large_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of 1,000 projects with ten indicators each."""
    row = {"level1": "产出指标", "level2": "数量指标", "name": "巡查次数", "description": "全年巡查", "value": "≥98次"}
    project = {
        "spend_plan": {"3月底": "25%", "6月底": "20%", "10月底": "75%", "12月底": "100%"},
        "purpose": "用于巡查" * 20,
        "goals": ["保障巡查"],
        "indicators": [row] * 10,
    }
    lines = [json.dumps({"format": 1, "profile": "hebei-2022", "year": 2022})]
    for number in range(1, 1001):
        own = {"no": number, "code": f"13022522P00CKTC1{number:05}", "name": f"巡警经费{number}"}
        lines.append(json.dumps({**own, **project}))
    return _written(tmp_path_factory.mktemp("large"), "large.ndjson", "\n".join(lines), ("PLN",))


@pytest.fixture(scope="session")
def axe(checkout: Path) -> str:
    """The source of axe-core."""
    for name in AXE:
        if name and (checkout / name).is_file():
            return (checkout / name).read_text(encoding="utf-8")
    pytest.skip("needs axe-core: npm install axe-core, or name axe.min.js in PERFLINT_AXE")
