"""What a person sees of a number in a workbook: 0.25 under ``0%`` is 25%, 95 under ``"≥"0"%"`` is ≥95%.

Covers number formats as Excel and WPS write them: sections and conditions, literals, thousands, percent, scientific,
fractions, dates and times. Padding (``_x``, ``*x``, ``?``) is left out, for no person reads it as text.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from msgspec import Struct

from perflint.readers.serial_date import date_text

GENERAL: Final = "General"
EXACT_DIGITS: Final = 15
LONGEST_CODE: Final = 1_000
_SMALLEST = Decimal("1E-9")
_CONTEXT = Context(prec=400, rounding=ROUND_HALF_UP)

BUILT_IN: Final = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"',
    30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: "#,##0;-#,##0;-", 42: '"¥"#,##0;"¥"-#,##0;"¥"-',
    43: "#,##0.00;-#,##0.00;-", 44: '"¥"#,##0.00;"¥"-#,##0.00;"¥"-', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: 'm"月"d"日"', 55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}  # fmt: skip
"""Number formats that a workbook names by number alone, as a Chinese Excel shows them."""

_TOKEN = re.compile(
    r"""(?P<quoted>"[^"]*"?)|[\\!](?P<escaped>.)|(?P<padding>[_*].?)|(?P<bracket>\[[^\]]*\])
    |(?P<general>General|G/通用格式)|(?P<half>AM/PM|A/P|上午/下午)|(?P<exponent>E[+-])
    |(?P<date>y+|e+|m+|d+|h+|s+|a{3,4}|b+)|(?P<digit>[0\#?])|(?P<sign>[.,%/@])|(?P<other>.)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?[\d.]+)\]")
_CURRENCY = re.compile(r"\[\$([^-\]]*)(-[^\]]*)?\]")
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)

Tokens = tuple[tuple[str, str], ...]


class Section(Struct, frozen=True):
    """One section of a format: its tokens, the condition it stands under, and whether it shows a date."""

    tokens: Tokens
    condition: tuple[str, Decimal] | None
    date: bool


def display(raw: str, code: str, *, from_1904: bool = False) -> str:
    """The text shown for the stored number ``raw`` under the format ``code``; ``raw`` itself when it is no number."""
    try:
        number = Decimal(f"{float(raw):.{EXACT_DIGITS}g}")
    except ValueError:
        return raw
    if not number.is_finite():
        return raw
    sections = _sections(code[:LONGEST_CODE] if len(code) > LONGEST_CODE else code)
    section, bare = _chosen(sections, number)
    if section is None:
        return general(number)
    if section.date:
        text = date_text(section.tokens, number, from_1904)
        return general(number) if text is None else text
    return _number(section.tokens, abs(number) if bare else number)


def display_text(text: str, code: str) -> str:
    """What is shown of ``text`` in a cell under the format ``code``: literals around its ``@`` are added."""
    if "@" not in code or code == "@" or len(code) > LONGEST_CODE:
        return text
    for section in _sections(code):
        if ("sign", "@") in section.tokens and not any(kind == "digit" for kind, _ in section.tokens):
            return "".join(text if token == "@" else token for _, token in section.tokens)
    return text


def lost_digits(raw: str) -> bool:
    """Whether the stored number has more digits than a workbook keeps: a code that was typed as a number."""
    try:
        return abs(float(raw)) >= 10**EXACT_DIGITS
    except ValueError:
        return False


def general(number: Decimal) -> str:
    """The text of a number without a format: all its digits as far as they are exact.

    A narrow column shows fewer; but amounts must not lose their cents for that.
    """
    size = abs(number)
    if size >= 10**EXACT_DIGITS or 0 < size < _SMALLEST:
        return _scientific(number, 5, 2, trim=True)
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else f"{int(number)}"


@lru_cache(maxsize=4_096)
def _sections(code: str) -> tuple[Section, ...]:
    parts: list[list[tuple[str, str]]] = [[]]
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup or "other"
        if kind == "other" and match[0] == ";":
            parts.append([])
        else:
            parts[-1].append((kind, match[kind]))
    return tuple(_section(tokens) for tokens in parts[:4])


def _section(tokens: list[tuple[str, str]]) -> Section:
    condition = None
    kept = []
    for kind, text in tokens:
        if kind == "bracket":
            if found := _CONDITION.fullmatch(text):
                condition = (found[1], Decimal(found[2]) if found[2].count(".") < 2 else Decimal(0))
            elif currency := _CURRENCY.fullmatch(text):
                kept.append(("quoted", currency[1]))
            elif elapsed := _ELAPSED.fullmatch(text):
                kept.append(("elapsed", elapsed[1].lower()))
        elif kind == "quoted":
            kept.append((kind, text.strip('"')))
        elif kind == "escaped":
            kept.append(("quoted", text))
        elif kind != "padding":
            kept.append((kind, text))
    date = any(kind in ("date", "elapsed", "half") for kind, _ in kept) and not any(k == "general" for k, _ in kept)
    return Section(tuple(kept), condition, date)


def _chosen(sections: tuple[Section, ...], number: Decimal) -> tuple[Section | None, bool]:
    """The section that shows ``number``, and whether it stands for the sign too (so that no minus is shown)."""
    numeric = sections[:3]
    if any(section.condition for section in numeric):
        for section in numeric:
            if section.condition is None or _holds(section.condition, number):
                return section, False
        return None, False
    if number < 0 and len(numeric) > 1:
        return numeric[1], True
    if number == 0 and len(numeric) > 2:
        return numeric[2], False
    return numeric[0], False


def _holds(condition: tuple[str, Decimal], number: Decimal) -> bool:
    sign, bound = condition
    return {
        "<": number < bound, "<=": number <= bound, ">": number > bound, ">=": number >= bound,
        "=": number == bound, "<>": number != bound,
    }[sign]  # fmt: skip


def _number(tokens: Tokens, number: Decimal) -> str:
    if not tokens:
        return ""
    if not any(kind == "digit" for kind, _ in tokens):
        shown = {"general": general(number), "sign": ""}
        text = "".join(general(number) if token == "@" else shown.get(kind, token) for kind, token in tokens)
        return text if any(kind != "sign" or token == "@" for kind, token in tokens) else general(number)
    percents = sum(token == "%" for kind, token in tokens if kind == "sign")
    number = _CONTEXT.scaleb(number, 2 * percents)
    first, last = _span(tokens)
    body = _body(tokens[first : last + 1], number)
    minus = "-" if body.strip("-0.,") and number < 0 and not body.startswith("-") else ""
    before, after = _literals(tokens[:first]), _literals(tokens[last + 1 :])
    return f"{minus}{before}{body}{after}"


def _span(tokens: Tokens) -> tuple[int, int]:
    """Where the number's digits begin and end among the tokens."""
    at = [index for index, (kind, token) in enumerate(tokens) if kind == "digit"]
    first, last = at[0], at[-1]
    if first and tokens[first - 1] == ("sign", "."):
        first -= 1
    while last + 1 < len(tokens) and tokens[last + 1] in (("sign", ","), ("sign", ".")):
        last += 1
    return first, last


def _literals(tokens: Tokens) -> str:
    return "".join(token for kind, token in tokens if kind != "sign" or token in "%/.")


def _body(tokens: Tokens, number: Decimal) -> str:
    kinds = [kind for kind, _ in tokens]
    if "exponent" in kinds:
        at = kinds.index("exponent")
        return _scientific(number, _decimals(tokens[:at]), max(sum(k == "digit" for k in kinds[at:]), 1))
    if ("sign", "/") in tokens:
        return _fraction(tokens, number)
    scale = _trailing_commas(tokens)
    number = abs(_CONTEXT.scaleb(number, -3 * scale))
    places = _decimals(tokens)
    rounded = _rounded(number, places)
    whole, _, part = f"{rounded:.{places}f}".partition(".")
    return _interleaved(tokens, whole, part, scale)


def _interleaved(tokens: Tokens, whole: str, part: str, scale: int) -> str:
    """The digits laid over the placeholders, with literals between them kept (``000-0000``)."""
    point = tokens.index(("sign", ".")) if ("sign", ".") in tokens else len(tokens)
    places = [token for kind, token in tokens[:point] if kind == "digit"]
    grouped = any(token == ("sign", ",") for token in tokens[: len(tokens) - scale][:point])
    least = sum(token == "0" for token in places)
    whole = ("" if whole == "0" else whole).rjust(least, "0")
    if grouped:
        left = _grouped(whole)
    elif any(kind not in ("digit", "sign") for kind, _ in tokens[:point]):
        left = _spread(tokens[:point], whole)
    else:
        left = whole
    return left + _decimal_part(tokens[point:], part)


def _grouped(whole: str) -> str:
    return f"{int(whole):,}" if whole and not whole.startswith("0") else whole


def _spread(tokens: Tokens, whole: str) -> str:
    text, digits = "", list(whole)
    left = sum(kind == "digit" for kind, _ in tokens)
    for kind, token in tokens:
        if kind == "digit":
            take = max(len(digits) - left + 1, 0)
            text += "".join(digits[:take])
            digits = digits[take:]
            left -= 1
        elif kind != "sign":
            text += token
    return text


def _decimal_part(tokens: Tokens, part: str) -> str:
    places = [token for kind, token in tokens if kind == "digit"]
    keep = max((i + 1 for i, token in enumerate(places) if token == "0"), default=0)
    digits = part[:keep] + part[keep:].rstrip("0")
    literals = "".join(token for kind, token in tokens if kind not in ("digit", "sign"))
    return ("." if digits else "") + digits + literals


def _decimals(tokens: Tokens) -> int:
    if ("sign", ".") not in tokens:
        return 0
    return sum(kind == "digit" for kind, _ in tokens[tokens.index(("sign", ".")) :])


def _trailing_commas(tokens: Tokens) -> int:
    count = 0
    for token in reversed(tokens):
        if token != ("sign", ","):
            break
        count += 1
    return count


def _rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), context=_CONTEXT)


def _scientific(number: Decimal, places: int, exponent_digits: int, *, trim: bool = False) -> str:
    mantissa, _, exponent = (f"{number:.{places}E}" if number else f"{0:.{places}f}E0").partition("E")
    if trim and "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    power = int(exponent)
    return f"{mantissa}E{'-' if power < 0 else '+'}{abs(power):0{exponent_digits}d}"


def _fraction(tokens: Tokens, number: Decimal) -> str:
    digits = sum(kind == "digit" for kind, _ in tokens[tokens.index(("sign", "/")) :])
    size = abs(number)
    whole = int(size)
    rest = Fraction(size - whole).limit_denominator(10 ** min(max(digits, 1), 4) - 1)
    if rest == 1:
        whole, rest = whole + 1, Fraction(0)
    if not rest:
        return str(whole)
    return f"{whole} {rest}" if whole else str(rest)
