"""Money in running text and in amount cells."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from perflint.quantity.fold import fold
from perflint.quantity.model import Amount, AmountCell, Comparator, Unit, scale
from perflint.quantity.numerals import chinese_number
from perflint.quantity.scan import Scanner
from perflint.quantity.words import any_of

_FIGURE = re.compile(
    r"(?<![0-9][.,])(?<![0-9A-Za-z])(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,18})(?:\.[0-9]{1,18})?(?![0-9]|[.,][0-9])"
)
_CELL = re.compile(r"(-?)\s*((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,18})(?:\.[0-9]{1,12})?)\s*")
_CLAUSE = re.compile(r"[,，;；。、:：()（）]")
_BLANK_MARKS = re.compile(r"[-—–/\\\s]*")
_TIMES = "×*xX✕"
_MONEY = ("money", "unit-money")


class Money:
    """Finds and reads amounts."""

    def __init__(self, scanner: Scanner) -> None:
        self._scanner = scanner
        self._words = scanner.words
        self._units = scanner.units
        self._yuan = scanner.units.named(scanner.words.yuan_name)
        # What can stand behind the figure of an amount. Most figures in texts count something else.
        self._behind = self._words.rounders.union(
            (word[0] for word in self._words.multiplier_words), self._units.beginnings(*_MONEY)
        )
        numerals = "".join(sorted(self._words.numeral_characters))
        connectors = any_of(word for word in self._words.connectors if word)
        self._range_end = re.compile(rf"[0-9][^\s,;、]{{0,3}}?(?:{connectors})$")
        self._spoken = re.compile(rf"[{numerals}]{{2,18}}(?={re.escape(self._words.yuan_name)})")

    def amounts(self, raw: str) -> tuple[Amount, ...]:
        """The amounts of a running text in their order. Digits that count something else are none."""
        text = fold(raw)
        found = [self._amount(raw, text, hit.start(), hit.end(), hit.group()) for hit in _FIGURE.finditer(text)]
        for hit in self._spoken.finditer(text):
            found.append(self._amount(raw, text, hit.start(), hit.end(), ""))
        return tuple(sorted((a for a in found if a is not None), key=lambda amount: amount.start))

    def cell(self, raw: str, default: Unit | None) -> AmountCell:
        """An amount cell; ``default`` is the unit of the form, used where the cell names none."""
        text = fold(raw).strip()
        if _BLANK_MARKS.fullmatch(text):
            return AmountCell(raw, "blank")
        text = text.removeprefix(self._words.yuan_sign).strip()
        found = _CELL.match(text)
        if found is None:
            return AmountCell(raw, "malformed")
        whole = found[2].partition(".")[0]
        rest = text[found.end() :].strip()
        if rest.startswith("(") and rest.endswith(")"):
            rest = rest[1:-1].strip()
        unit = self._money_unit(rest) if rest else default
        if (len(whole) > 1 and whole[0] == "0") or (unit is None and rest):
            return AmountCell(raw, "malformed")
        number = Decimal(found[1] + found[2].replace(",", ""))
        yuan = scale(number, unit.factor) if unit is not None else None
        return AmountCell(raw, "amount", number, unit, yuan, bool(rest))

    def _money_unit(self, text: str) -> Unit | None:
        """元, 万元; 万 alone means 万元 in an amount cell."""
        unit = self._units.named(text) or self._units.named(text + self._words.yuan_name)
        return unit if unit is not None and unit.dimension == "money" else None

    def _amount(self, raw: str, text: str, start: int, stop: int, figure: str) -> Amount | None:
        if text[(at := _blanks(text, stop)) : at + 1] not in self._behind and not text[:start].endswith(
            self._words.yuan_sign
        ):
            return None
        number = Decimal(figure.replace(",", "")) if figure else self._numeral(text[start:stop])
        if number is None:
            return None
        size, at = self._multiplier(text, _blanks(text, stop))
        found = self._units.parse(text, _blanks(text, at))
        has_sign = text[:start].endswith(self._words.yuan_sign)
        if found is None and size == 1 and not has_sign:
            return None
        unit, end = found if found is not None else (self._yuan, at)
        if unit is None or unit.dimension not in _MONEY:
            return None
        is_explicit = found is not None or has_sign
        if not is_explicit and not self._may_be_money(text, at):
            return None
        gap = _clause_before(text, start)
        return Amount(
            raw=raw[start:end],
            start=start,
            stop=end,
            yuan=scale(number * size, self._coin(text, _blanks(text, at))),
            unit=unit,
            comparator=self._comparator(gap),
            is_explicit=is_explicit,
            is_rate=unit.dimension == "unit-money" or self._words.price_pattern.search(gap) is not None,
            is_product=self._multiplied(text, start, end),
            is_range=self._ends_range(text, start),
            is_yearly=self._is_yearly(unit, gap),
        )

    def _coin(self, text: str, at: int) -> Fraction:
        """What one of the money unit at ``at`` is in yuan, whatever it is divided by."""
        found = self._units.match(text, at)
        return found[0].factor if found is not None else Fraction(1)

    def _numeral(self, text: str) -> Decimal | None:
        value = chinese_number(text, self._words.digits, self._words.powers, self._words.groups)
        return None if value is None else Decimal(value)

    def _multiplier(self, text: str, at: int) -> tuple[Decimal, int]:
        if text[at : at + 1] in self._words.rounders and at < len(text):
            at += 1
        for word in self._words.multiplier_words:
            if text.startswith(word, at):
                stop = at + len(word)
                more = text[stop : stop + 1] in self._words.rounders and stop < len(text)
                return self._words.multipliers[word], stop + more
        return Decimal(1), at

    @staticmethod
    def _may_be_money(text: str, at: int) -> bool:
        """万 without 元 is money only before punctuation or the end: 3万户 counts something."""
        after = text[at : at + 1]
        return not after or not (after.isalnum() or after in "/%+")

    def _comparator(self, gap: str) -> Comparator:
        found = self._words.last_before(gap)
        return self._words.before[found.group()] if found is not None else ""

    @staticmethod
    def _multiplied(text: str, start: int, stop: int) -> bool:
        return text[:start].rstrip()[-1:] in tuple(_TIMES) or text[stop:].lstrip()[:1] in tuple(_TIMES)

    def _ends_range(self, text: str, start: int) -> bool:
        before = text[:start].rstrip()
        return self._range_end.search(before[-12:]) is not None

    def _is_yearly(self, unit: Unit, gap: str) -> bool:
        year = self._words.year_unit
        return self._words.every + year in gap or unit.canonical.endswith("/" + year)


def _clause_before(text: str, start: int) -> str:
    """The text between the last punctuation mark and ``start``, at most 30 characters."""
    return _CLAUSE.split(text[max(0, start - 30) : start])[-1]


def _blanks(text: str, at: int) -> int:
    while at < len(text) and text[at] == " ":
        at += 1
    return at
