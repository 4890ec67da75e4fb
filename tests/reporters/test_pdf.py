"""Paper: a browser that is found on the machine prints the page."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from perflint.api import check, shipped_rules
from perflint.reporters import pdf
from perflint.reporters.material import CannotReport, Material, kind_of

FALLING = (
    "profile: hebei-2022\nprojects:\n- {no: 1, name: 巡警经费, spend_plan: {3月底: 25%, 6月底: 20%, 12月底: 100%}}\n"
)


def printed(tmp_path: Path) -> bytes:
    source = tmp_path / "a.yaml"
    source.write_text(FALLING, encoding="utf-8")
    material = Material(check(source), shipped_rules().lexicon)
    ((_, content),) = kind_of("annotated", ".pdf").files(material)
    return content


@pytest.mark.needs_program("chromium", "chromium-browser", "google-chrome")
@pytest.mark.needs_program("pdftotext")
def test_the_page_is_printed_the_same_every_time(tmp_path: Path) -> None:
    content = printed(tmp_path)
    assert content == printed(tmp_path)
    file = tmp_path / "a.pdf"
    file.write_bytes(content)
    text = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True).stdout.decode("utf-8")
    assert "巡警经费" in text
    assert "PLN003" in text


def test_the_browsers_own_counters_do_not_show() -> None:
    first = b"/ID (node00000112) /ID (node00000130) [(node00000112)] (\\(node00000112\\))"
    later = b"/ID (node00000120) /ID (node00000138) [(node00000120)] (\\(node00000112\\))"
    assert pdf.with_fixed_nodes(first) == pdf.with_fixed_nodes(later)
    assert len(pdf.with_fixed_nodes(first)) == len(first)
    assert b"(\\(node00000112\\))" in pdf.with_fixed_nodes(first)


def test_without_a_browser_a_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(pdf.BROWSER_VARIABLE, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(CannotReport, match="no browser found") as raised:
        printed(tmp_path)
    assert "浏览器" in raised.value.message.zh


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell script")
@pytest.mark.parametrize(("script", "said"), [("exit 3", "exit 3"), ("echo out of paper >&2", "out of paper")])
def test_a_browser_that_fails_is_quoted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, said: str
) -> None:
    browser = tmp_path / "browser"
    browser.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    browser.chmod(0o755)
    monkeypatch.setenv(pdf.BROWSER_VARIABLE, str(browser))
    with pytest.raises(CannotReport, match=said):
        printed(tmp_path)


def test_dates_are_fixed_without_moving_anything() -> None:
    before = b"<</CreationDate (D:20261125220000+00'00')\n/ModDate (D:20261125220000Z)>>"
    after = pdf.with_fixed_dates(before)
    assert len(after) == len(before)
    assert b"2026" not in after
