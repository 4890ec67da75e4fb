"""What the tests of the writers share: the shipped word lists and a real booklet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from perflint._paths import rules_dir
from perflint.lexicon import Lexicon


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    lists: dict[str, Any] = {}
    for path in sorted((rules_dir() / "lexicon").glob("*.yaml")):
        lists.update(yaml.safe_load(path.read_text(encoding="utf-8"))["lexicon"])
    return Lexicon(lists)


@pytest.fixture(scope="session")
def booklet(checkout: Path) -> bytes:
    """The real booklet in plain text: 31 projects."""
    return (checkout / "examples" / "laoting-2022.txt").read_bytes()
