"""constraints.txt makes a run repeatable wherever packages come from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

PIN = re.compile(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+]+")
# installed by nobody but those who judge on a cluster
UNPINNED_EXTRAS: set[str] = set()


def pins(checkout: Path) -> list[str]:
    return (checkout / "constraints.txt").read_text(encoding="utf-8").splitlines()


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(checkout: Path) -> dict[str, list[str]]:
    """The requirements in pyproject.toml: those of the core under "", the others under their extra."""
    project = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {"": project["dependencies"], **project["optional-dependencies"]}


def test_every_line_is_a_name_and_a_version_and_nothing_else(checkout: Path) -> None:
    assert [line for line in pins(checkout) if not PIN.fullmatch(line)] == []


def test_every_dependency_is_pinned(checkout: Path) -> None:
    pinned = {normal(line.partition("==")[0]) for line in pins(checkout)}
    wanted = {
        normal(re.split(r"[\[<>=!~ ;]", requirement, maxsplit=1)[0])
        for extra, requirements in declared(checkout).items()
        if extra not in UNPINNED_EXTRAS
        for requirement in requirements
    }
    assert wanted - pinned - {"perflint-targets"} == set()


def test_no_dependency_has_an_upper_limit(checkout: Path) -> None:
    limited = [text for texts in declared(checkout).values() for text in texts if re.search(r"<|==|~=", text)]
    assert limited == []
