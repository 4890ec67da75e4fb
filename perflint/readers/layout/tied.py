"""Projects that two tables share: amounts and goals in one, indicators under the same name or code in the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

from msgspec import Struct

from perflint.readers.layout.draft import Draft
from perflint.readers.layout.labels import squeeze
from perflint.readers.layout.values import Value

_IDENTITY = frozenset({"name", "code", "unit", "unit.code", "supervisor", "department"})
_MONEY = frozenset({"money_unit"})
_MOST = 200
"""Projects of one name, and of one unit or without any, that are told apart."""
_Key = tuple[str, str, str | None]


class Tied(Struct, frozen=True):
    """The drafts with indicators added to those they belong to; for each draft given, the place of the one that holds
    it now; and those of the new ones with indicators alone that belong to none, or not to one alone."""

    drafts: list[Draft]
    orders: list[int]
    apart: list[int]


def join_tables(drafts: Sequence[Draft]) -> Tied:
    """Joins drafts that have nothing but indicators to those without any in another table, where name or code meets
    exactly once. Those that meet none are apart only where others of their table were joined."""
    known = _by_identity(drafts)
    meeting = {order: _meeting(order, drafts, known) for order, draft in enumerate(drafts) if _is_half(draft)}
    hosts = {order: found[0] for order, found in meeting.items() if len(found) == 1 and _is_host(drafts[found[0]])}
    wanted = Counter(hosts.values())
    hosts = {order: host for order, host in hosts.items() if wanted[host] == 1}
    tables = {drafts[order].table for order in hosts}
    kept = [order for order in range(len(drafts)) if order not in hosts]
    now = {order: place for place, order in enumerate(kept)}
    for order, host in hosts.items():
        _add(drafts[order], drafts[host])
    apart = [
        now[order]
        for order, found in meeting.items()
        if order not in hosts and (drafts[order].table in tables or any(_is_host(drafts[other]) for other in found))
    ]
    orders = [now[hosts.get(order, order)] for order in range(len(drafts))]
    return Tied([drafts[order] for order in kept], orders, apart)


def _is_half(draft: Draft) -> bool:
    """Whether a draft says who it is about, and indicators, and nothing else."""
    said = draft.fields - _IDENTITY - _MONEY
    named = bool(_name(draft) or _text(draft, "code"))
    return named and draft.complete and not draft.department and all(key.startswith("indicators.") for key in said)


def _is_host(draft: Draft) -> bool:
    """Whether a draft says more than whose it is, and has no indicators."""
    return not draft.complete and not draft.department and bool(draft.fields - _IDENTITY - _MONEY)


def _by_identity(drafts: Sequence[Draft]) -> Mapping[_Key, list[int]]:
    """The drafts by code and by name: each for its unit (blank: none), and for any unit (None)."""
    known: dict[_Key, list[int]] = {}
    for order, draft in enumerate(drafts):
        for kind, text in _keys(draft):
            for unit in (_text(draft, "unit"), None):
                known.setdefault((kind, text, unit), []).append(order)
    return known


def _keys(draft: Draft) -> Sequence[tuple[str, str]]:
    pairs = (("code", _text(draft, "code")), ("name", _name(draft)))
    return [pair for pair in pairs if pair[1]]


def _meeting(order: int, drafts: Sequence[Draft], known: Mapping[_Key, list[int]]) -> Sequence[int]:
    """The drafts of other tables with the same code, or the same name where one of the two has no code; of another unit
    they are others. Two are enough to know that they are several, and so are very many that would have to be told."""
    draft = drafts[order]
    own = _text(draft, "unit")
    units = (own, "") if own else (None,)
    found: list[int] = []
    alike = chain.from_iterable(known.get((kind, text, unit), ()) for kind, text in _keys(draft) for unit in units)
    for looked_at, other in enumerate(alike):
        if looked_at > _MOST:
            return [order, order]
        if other != order and other not in found and _may_be(draft, drafts[other]):
            found.append(other)
        if len(found) > 1:
            break
    return found


def _may_be(draft: Draft, other: Draft) -> bool:
    if draft.table == other.table:
        return False
    pairs = [(_text(draft, key), _text(other, key)) for key in ("code", "unit", "unit.code")]
    return all(own == theirs or not own or not theirs for own, theirs in pairs)


def _add(half: Draft, host: Draft) -> None:
    host.indicators += half.indicators
    host.long_indicators += half.long_indicators
    host.fields |= half.fields
    for key, value in half.values.items():
        if not _text(host, key):
            host.values[key] = value


def _text(draft: Draft, key: str) -> str:
    return squeeze(draft.values.get(key, Value()).text)


def _name(draft: Draft) -> str:
    return squeeze(draft.caption.name.text) if draft.named_by_caption else _text(draft, "name")
