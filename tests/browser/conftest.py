"""Reports opened in Debian's Chromium. Without a browser these tests are skipped by name."""

from __future__ import annotations

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

    def shown(self) -> list[str]:
        """The ids of the findings that can be seen."""
        script = "[...document.querySelectorAll('li.v')].filter(n => n.offsetParent !== null).map(n => n.id)"
        found: list[str] = self.page.evaluate(script)
        return found


@pytest.fixture(scope="session")
def browser() -> Iterator[playwright.Browser]:
    program = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=program, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def opened(browser: playwright.Browser, report_file: Path) -> Iterator[Callable[..., Opened]]:
    """Opens the report (or another file) in a fresh context."""
    contexts = []

    def open_page(file: Path = report_file, fragment: str = "", **options: object) -> Opened:
        options.setdefault("viewport", {"width": 1440, "height": 1000})
        context = browser.new_context(**options)
        context.set_default_timeout(10_000)
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


@pytest.fixture(scope="session")
def axe(checkout: Path) -> str:
    """The source of axe-core."""
    for name in AXE:
        if name and (checkout / name).is_file():
            return (checkout / name).read_text(encoding="utf-8")
    pytest.skip("needs axe-core: npm install axe-core, or name axe.min.js in PERFLINT_AXE")
