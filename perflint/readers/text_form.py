"""The words of the plain-text form, from the lexicon (its list ``text_form``)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from perflint.lexicon import Lexicon
from perflint.readers.text_lines import squeeze

_NUMBERED = r"[ \u3000]*(?:(?P<no>\d{1,9})[ ]*[.．、])?(?P<name>.*?)(?:%s)\s*"


class TextForm(Struct, frozen=True):
    """Labels → fields, all in the form that ``squeeze`` gives. ``heading`` matches a table's whole heading line."""

    parts: Mapping[str, str]
    category: Mapping[str, str]
    frame: frozenset[str]
    money_unit: frozenset[str]
    labels: Mapping[str, str]
    columns: Mapping[str, str]
    heading: re.Pattern[str]


def text_form_of(lexicon: Lexicon) -> TextForm:
    """The words of a lexicon; raises UnknownList."""
    table = lexicon.table("text_form")
    endings = sorted(table["heading"], key=len, reverse=True)
    return TextForm(
        parts=_by_label(table["parts"]),
        category=_by_label(table["category"]),
        frame=frozenset(map(squeeze, table["frame"])),
        money_unit=frozenset(map(squeeze, table["money_unit"])),
        labels=_by_label(table["labels"]),
        columns=_by_label(table["columns"]),
        heading=re.compile(_NUMBERED % "|".join(map(re.escape, endings))),
    )


def _by_label(table: Mapping[str, list[str]]) -> dict[str, str]:
    return {squeeze(label): field for field, labels in table.items() for label in labels}
