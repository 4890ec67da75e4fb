"""Documents to mend, and the mended document read back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from perflint.api import shipped_rules
from perflint.fix.mend import Mended, mend
from perflint.options import DEFAULT, Options

Mend = Callable[..., Mended]


@pytest.fixture
def mended() -> Mend:
    """Mends a text (or bytes) under a file name; YAML unless the name says otherwise."""

    def run(source: str | bytes, name: str = "targets.yaml", **options: object) -> Mended:
        data = source.encode() if isinstance(source, str) else source
        return mend(name, data, shipped_rules(), Options(**options) if options else DEFAULT)  # type: ignore[arg-type]

    return run
