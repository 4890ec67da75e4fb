"""docs/formats.md says what is so: its limits are those of the code, the tests that it names are there."""

from __future__ import annotations

import re
from pathlib import Path

from perflint import limits

TESTS = Path(__file__).resolve().parents[1]


def test_the_tests_that_the_page_names_are_there(checkout: Path) -> None:
    page = (checkout / "docs" / "formats.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:readers|formats)/[\w/]+\.py)(?:::(\w+))?`(?:, `…::(\w+)`)?", page)
    assert len(named) > 15
    for file, *tests in named:
        text = (TESTS / file).read_text(encoding="utf-8")
        for test in filter(None, tests):
            assert f"def {test}(" in text, (file, test)


def test_the_limits_that_the_page_names_are_those_of_the_code(checkout: Path) -> None:
    page = (checkout / "docs" / "formats.md").read_text(encoding="utf-8").partition("## Limits")[2]
    counts = ("MEMBERS", "TABLES", "CELLS", "MERGES", "CELL_CHARACTERS", "CELL_ELEMENTS", "PROJECT_CHARACTERS",
              "PDF_PAGES", "PDF_PAGE_CHARACTERS", "HTML_SPAN", "HTML_COLUMNS", "CSV_COLUMNS", "WORD_SPAN", "DEPTH",
              "MARKUP_DEPTH", "RATIO", "SLOTS_MORE")  # fmt: skip
    for name in counts:
        assert f"{getattr(limits, name):,}" in page, name
    for name in ("DECLARED_BYTES", "PART_BYTES", "SMALL_PART_BYTES", "WORD_BLOCK_BYTES"):
        assert f"{getattr(limits, name) // 1_000_000} MB" in page, name
    assert f"{limits.PDF_MEMORY_BYTES // 10**9} GB" in page
