"""The grammar with the shipped word lists."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from perflint.lexicon import Lexicon
from perflint.quantity import Grammar


@pytest.fixture(scope="session")
def lexicon(checkout: Path) -> Lexicon:
    lists: dict[str, object] = {}
    for name in ("units", "values"):
        text = (checkout / "rules" / "lexicon" / f"{name}.yaml").read_text(encoding="utf-8")
        lists |= yaml.safe_load(text)["lexicon"]
    return Lexicon(lists)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def grammar(lexicon: Lexicon) -> Grammar:
    return Grammar(lexicon)
