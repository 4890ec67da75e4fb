"""The catalogue of mutations (``mutations.yaml``): which fact is broken, how, and which rule must notice where."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct, field

from perflint import yamltree
from perflint.violation import Message

_FILE = Path(__file__).with_name("mutations.yaml")
SAMPLE = Path(__file__).with_name("clean.yaml")
UNRELATED = Path(__file__).with_name("unrelated.yaml")


class RowWanted(Struct, frozen=True, forbid_unknown_fields=True):
    """Which indicator row a mutation takes: the first that is all of this.

    ``of`` are class ids of either level; ``value`` is ``percent``, ``count``, ``money`` or ``date``; ``named`` is a
    pattern that the name must hold; ``siblings`` asks that its level-one class has other rows too.
    """

    of: tuple[str, ...] = ()
    value: str = ""
    named: str = ""
    siblings: bool = False


class Mutation(Struct, frozen=True, forbid_unknown_fields=True):
    """One broken fact. ``{name}`` and the like in texts stand for what the document holds (see ``draft``).

    - ``rule`` must speak at ``at``: a field of the row, else of the project, else of the document.
    - ``needs`` are conditions that the document or the project must meet (``draft.CONDITIONS``).
    - ``row`` says which indicator row is taken; ``set`` are fields of that row.
    - ``project`` are fields of the project, ``goals`` its goals anew, ``goal`` one more; ``document`` fields of it.
    - ``edit`` is a change that texts cannot say (``edits.EDITS``), ``words`` what it is given.
    - ``document_at`` is the place of a rule that speaks once for the document, where an edit gathers several.
    - ``spreads``: the rule may speak at further places too (both members of a pair).
    - ``without`` are words that the project must not hold: with them the change would be none.
    - ``also`` are rules that cannot but speak too (two indicators lack a class).
    - ``ranges`` are the unit costs that the profile gives.
    """

    name: str
    rule: str
    about: Message
    at: str = ""
    needs: tuple[str, ...] = ()
    row: RowWanted | None = None
    set: Mapping[str, str] = field(default_factory=dict)
    project: Mapping[str, str] = field(default_factory=dict)
    document: Mapping[str, str] = field(default_factory=dict)
    goals: tuple[str, ...] = ()
    goal: str = ""
    edit: str = ""
    words: tuple[str, ...] = ()
    document_at: str = ""
    spreads: bool = False
    without: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    ranges: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class Catalogue(Struct, frozen=True, forbid_unknown_fields=True):
    """All mutations, and the rules that none can reach, each with the reason."""

    mutations: tuple[Mutation, ...]
    unreachable: Mapping[str, Message]


def load_catalogue() -> Catalogue:
    """The catalogue that comes with perflint."""
    plain = yamltree.parse(_FILE.read_text(encoding="utf-8")).plain()
    return msgspec.convert(plain, Catalogue)
