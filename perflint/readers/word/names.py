"""Names of WordprocessingML elements and attributes: those of the package layer, which annotators use too."""

from __future__ import annotations

from perflint.office.word_names import (
    BLOCK_TAGS,
    CELL_TAGS,
    ROW_TAGS,
    SECTION_TAGS,
    TABLE_TAGS,
    attr,
    child,
    containing,
    named,
    number,
    short,
    switch,
)

__all__ = [
    "BLOCK_TAGS",
    "CELL_TAGS",
    "ROW_TAGS",
    "SECTION_TAGS",
    "TABLE_TAGS",
    "attr",
    "child",
    "containing",
    "named",
    "number",
    "short",
    "switch",
]
