"""Amounts written into the cells of their labels: 年度资金总额：50万元；其中：财政拨款 40万元，其他资金 10万元."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perflint.readers.layout.labels import Label, Labels, bare
from perflint.readers.layout.values import Value, part

_AMOUNT = re.compile(
    r"(?:20\d\d年度?)?(?P<label>[^\d，,、；;。\s:：（(]{2,20}(?:[（(][^\d（()）]{1,6}[）)])?|其他|其它)\s*[:：]?\s*(?P<amount>-?\d[\d,，.]*\s*(?:[十百千万亿]*元)?)"
)


def inline_amounts(text: Value, labels: Labels) -> Iterator[tuple[Label, Value, Value]]:
    """Label, its text, and amount, for each amount that a known money label stands before."""
    for match in _AMOUNT.finditer(text.text):
        word = bare(match["label"])
        found = labels.in_form(word)
        if found is not None and found.key.startswith("budget.") and found.rest is None:
            amount = match["amount"].rstrip(",，.")
            start = match.start("amount")
            yield found, Value(found.text, text.place), part(text, start, start + len(amount.rstrip()))
