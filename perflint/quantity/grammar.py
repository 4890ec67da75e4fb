"""The grammar as others use it: made once from a lexicon, reads values, amounts, dates and names."""

from __future__ import annotations

from functools import lru_cache

from perflint.lexicon import Lexicon
from perflint.quantity.dates import Dates, ImpossibleDate
from perflint.quantity.fold import fold
from perflint.quantity.model import Amount, AmountCell, DateRef, Quantity, Unit
from perflint.quantity.money import Money
from perflint.quantity.names import Names
from perflint.quantity.read import Reader
from perflint.quantity.scan import Scanner
from perflint.quantity.units import UnitTable
from perflint.quantity.words import Words

# Values repeat across projects; a bound keeps a hostile million of different ones from filling the memory.
_REMEMBERED = 1 << 16
_REMEMBERED_TEXTS = 4_096  # running texts are long and several rules read each of them


class Grammar:
    """Reads what indicator values, amounts, names and running texts say. Safe to share between threads."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = Words(lexicon)
        units = UnitTable(lexicon.table("units"), words.multipliers, words.digits)
        scanner = Scanner(words, units, Dates(lexicon))
        self._scanner = scanner
        self._names = Names(scanner)
        self._money = Money(scanner)
        self._read = lru_cache(maxsize=_REMEMBERED)(Reader(scanner).read)
        self._name_unit = lru_cache(maxsize=_REMEMBERED)(self._names.name_unit)
        self._unit = lru_cache(maxsize=_REMEMBERED)(units.named)
        self._amounts = lru_cache(maxsize=_REMEMBERED_TEXTS)(self._money.amounts)
        self._cell = lru_cache(maxsize=_REMEMBERED)(self._money.cell)
        self._dates = lru_cache(maxsize=_REMEMBERED_TEXTS)(self._find_dates)

    def read(self, text: str) -> Quantity:
        """The quantity of a value cell. Never raises: what cannot be read has the kind ``unreadable`` and a reason."""
        return self._read(text)

    def unit(self, text: str) -> Unit | None:
        """The unit that a text names as a whole (万元, %, 元/人·月), None where it is none."""
        return self._unit(text)

    def name_unit(self, name: str) -> tuple[str, Unit | None]:
        """An indicator's name without its trailing unit bracket, closed or not, and that unit if it is one.

        A bracket that holds no unit stays: ``处置(事件)`` is a name. An open bracket at the end goes.
        """
        return self._name_unit(name)

    def amounts(self, text: str) -> tuple[Amount, ...]:
        """Money named in running text, in its order, with offsets into ``text``."""
        return self._amounts(text)

    def read_amount(self, text: str, default_unit: Unit | None = None) -> AmountCell:
        """An amount cell: blank, an exact amount, or malformed. A unit in the cell wins over ``default_unit``."""
        return self._cell(text, default_unit)

    def dates(self, text: str) -> tuple[DateRef, ...]:
        """Years and dates named in running text, with offsets into ``text``; impossible ones are left out."""
        return self._dates(text)

    def _find_dates(self, text: str) -> tuple[DateRef, ...]:
        folded, found, dates = fold(text), [], self._scanner.dates
        at = dates.begin(folded, 0)
        while at is not None:
            stop = at + 1
            if _may_begin(folded, at):
                try:
                    date = dates.match(folded, at) or dates.year_ahead(folded, at)
                except ImpossibleDate as fault:
                    stop = max(fault.stop, stop)
                else:
                    if date is not None:
                        found.append(date)
                        stop = date.stop
            at = dates.begin(folded, stop)
        return tuple(found)


def _may_begin(text: str, at: int) -> bool:
    """Not in the middle of a figure."""
    return not (at and text[at].isdigit() and (text[at - 1].isdigit() or text[at - 1] == "."))
