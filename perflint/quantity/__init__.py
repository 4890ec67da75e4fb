"""The value grammar: ``≥95%``, ``7万``, ``2022年底``, ``≤400元/个`` → comparator, exact number, unit, dimension, dates.

``Grammar(lexicon)`` is made once and reads any text without raising; the words it knows stand in ``rules/lexicon``.
"""

from perflint.quantity.compare import CEILINGS, DIRECTIONS, FLOORS
from perflint.quantity.grammar import Grammar
from perflint.quantity.model import Amount, AmountCell, Comparator, DateRef, Kind, Quantity, Unit
from perflint.quantity.read import LONGEST

__all__ = [
    "CEILINGS",
    "DIRECTIONS",
    "FLOORS",
    "LONGEST",
    "Amount",
    "AmountCell",
    "Comparator",
    "DateRef",
    "Grammar",
    "Kind",
    "Quantity",
    "Unit",
]
