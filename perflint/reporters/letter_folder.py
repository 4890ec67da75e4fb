"""The letters that return files, one document a unit, in a folder."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perflint.reporters.letter import body, letters
from perflint.reporters.material import Material
from perflint.reporters.word.build import package

_UNSAFE = re.compile(r"[^0-9A-Za-z_-]")


def files(material: Material) -> Iterator[tuple[str, bytes]]:
    """A document for each unit that gets something back; names are made of unit codes."""
    stem = "letter" if material.lang == "en" else "退回意见"
    taken: set[str] = set()
    for number, letter in enumerate(letters(material), 1):
        name = _UNSAFE.sub("", letter.code)[:40] or str(number)
        name = name if name not in taken else f"{name}-{number}"
        taken.add(name)
        yield f"{stem}_{name}.docx", package(body(letter, material))
