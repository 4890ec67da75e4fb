"""Workbooks through the whole way, and what stands in the file that comes back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from perflint.api import ReadInput, check_inputs, shipped_rules
from perflint.options import Options
from perflint.pipeline.waiver import WaiverFile
from perflint.report import Report
from perflint.reporters.material import Decision, Material, kind_of


def judged(data: bytes, name: str = "a.xlsx", waivers: tuple[WaiverFile, ...] = ()) -> Report:
    return check_inputs([ReadInput(name, data)], Options(waivers=waivers))


def made(
    data: bytes,
    name: str = "a.xlsx",
    kind: str = "annotated",
    ending: str = ".xlsx",
    lang: str = "zh",
    decisions: dict[str, Decision] | None = None,
    waivers: tuple[WaiverFile, ...] = (),
) -> bytes:
    report = judged(data, name, waivers)
    material = Material(report, shipped_rules().lexicon, lang, (data,), decisions or {})
    ((_, content),) = kind_of(kind, ending).files(material)
    return content


def content(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(scope="session")
def report_of() -> Callable[..., Report]:
    return judged


@pytest.fixture(scope="session")
def given_back() -> Callable[..., bytes]:
    return made


@pytest.fixture(scope="session")
def parts() -> Callable[[bytes], dict[str, bytes]]:
    return content


@pytest.fixture(scope="session")
def fixture(checkout: Path) -> Callable[[str], bytes]:
    return lambda name: (checkout / "tests" / "fixtures" / name).read_bytes()


@pytest.fixture(scope="session")
def long(fixture: Callable[[str], bytes]) -> bytes:
    """The booklet on one long sheet."""
    return fixture("seed31_long.xlsx")


@pytest.fixture(scope="session")
def annotated_long(long: bytes) -> bytes:
    return made(long)
