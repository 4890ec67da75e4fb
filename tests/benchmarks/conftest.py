"""The scripts of benchmarks/ as modules."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def script(checkout: Path) -> Callable[[str], ModuleType]:
    """Loads a script of benchmarks/ by its name; the scripts find each other beside them."""
    folder = str(checkout / "benchmarks")
    if folder not in sys.path:
        sys.path.append(folder)
    return importlib.import_module
