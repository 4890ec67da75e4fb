"""From text to Quantity: fixed words first, then the numbers and dates of the text and what stands around them."""

from __future__ import annotations

from perflint.quantity.combine import Combiner
from perflint.quantity.fold import fold
from perflint.quantity.items import Number, Unreadable
from perflint.quantity.model import DateRef, Quantity
from perflint.quantity.scan import Scanner
from perflint.quantity.shapes import Shapes

# A value is a few characters; what is longer than this is not read, so that time stays bounded.
LONGEST = 1000


class Reader:
    """Reads one value."""

    def __init__(self, scanner: Scanner) -> None:
        self._scanner = scanner
        self._words = scanner.words
        self._shapes = Shapes(scanner)
        self._combine = Combiner(scanner)

    def read(self, raw: str) -> Quantity:
        """The value; never raises."""
        if len(raw) > LONGEST:
            return Quantity(raw, "unreadable", reason="too-long")
        text = fold(raw)
        bare = text.strip()
        for word in self._words.kind_words:
            if bare.startswith(word) and not bare[len(word) :].strip(" :,").startswith(self._words.kind_tail):
                bare = bare[len(word) :].strip(" :,、")
                break
        kind = self._shapes.fixed(bare, was_blank=not text.strip())
        if kind is not None:
            return Quantity(raw, kind)
        # The offsets of everything found point into the raw text, which has the folded text's length.
        masked = " " * text.rfind(bare) + bare
        try:
            return self._numbers(raw, masked)
        except Unreadable as fault:
            return Quantity(raw, "unreadable", reason=fault.reason)

    def _numbers(self, raw: str, text: str) -> Quantity:
        items = self._scanner.items(text)
        if not any(isinstance(item, Number) for item in items):
            spoken = self._spoken(raw, text)
            if spoken is not None:
                return spoken
        if not items:
            if self._words.is_frequency(text):
                return Quantity(raw, "frequency")
            if any(self._words.clock_at(text, at) for at in range(len(text))):
                return Quantity(raw, "period")
            sign = self._shapes.worded_with_sign(text)
            self._shapes.refuse_leftovers(text.replace(text.strip()[0], " ", 1) if sign else text)
            return Quantity(raw, self._shapes.worded(text), sign)
        return self._combine.quantity(raw, text, items)

    def _spoken(self, raw: str, text: str) -> Quantity | None:
        """The value in Chinese numerals, None where they are parts of words."""
        if not any(char in self._words.numeral_characters or char == self._words.half for char in text):
            return None
        items = self._scanner.items(text, chinese=True)
        if not items or not self._is_only_quantity(text, [*items]):
            return None
        value = self._combine.quantity(raw, text, items)
        # 一户一户 is a way of speaking; two numerals are two quantities only when a mark stands between them.
        is_list = any(mark in text for mark in ",、;")
        return None if value.kind == "several" and not is_list else value

    def _is_only_quantity(self, text: str, items: list[Number | DateRef]) -> bool:
        """Between the items stand only words that go around quantities, or it is said how often."""
        at, gaps = 0, []
        for item in items:
            gaps.append(text[at : item.start])
            at = item.stop
        tail = text[at:]
        if not all(self._words.only_wrappers(self._words.without_frequencies(gap)) for gap in gaps):
            return False
        return self._words.only_wrappers(tail) or (self._words.is_frequency(text) and not tail[:1].isdigit())
