"""Dates and times that a workbook stores as a number of days, shown as their format says."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

DAY_SECONDS: Final = 86_400
LAST_SERIAL: Final = 2_958_465
_WEEKDAYS = "一二三四五六日"
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Tokens = tuple[tuple[str, str], ...]


def date_text(tokens: Tokens, number: Decimal, from_1904: bool) -> str | None:
    """The date or time that ``number`` (days since the epoch) is, as ``tokens`` show it; None when it is no date."""
    if not 0 <= number <= LAST_SERIAL:
        return None
    fine = any(token == "0" for kind, token in tokens if kind == "digit")
    seconds = round(float(number) * DAY_SECONDS, 1 if fine else 0)
    moment = _moment(seconds, from_1904)
    half_day = any(kind == "half" for kind, _ in tokens)
    parts = []
    for index, (kind, token) in enumerate(tokens):
        if kind == "date":
            low = token.lower()
            minutes = low[0] == "m" and len(low) < 3 and _beside_time(tokens, index)
            parts.append(_minute(moment, low) if minutes else _part(moment, low, half_day))
        elif kind == "elapsed":
            parts.append(_elapsed(seconds, token))
        elif kind == "half":
            names = token.split("/")
            parts.append(names[0] if moment.hour < 12 else names[1])
        elif kind == "digit":
            parts.append(str(moment.microsecond // 100_000))
        elif token != "@":
            parts.append(token)
    return "".join(parts)


def _moment(seconds: float, from_1904: bool) -> datetime:
    if from_1904:
        return datetime(1904, 1, 1) + timedelta(seconds=seconds)
    # Excel counts a 29 February 1900 that never was: days before it stand one later.
    epoch = datetime(1899, 12, 31) if seconds < 60 * DAY_SECONDS else datetime(1899, 12, 30)
    return epoch + timedelta(seconds=seconds)


def _beside_time(tokens: Tokens, index: int) -> bool:
    """Whether an ``m`` means minutes: hours stand before it, or seconds behind it."""

    def letter(token: tuple[str, str]) -> str:
        return token[1][0].lower() if token[0] in ("date", "elapsed") else ""

    before = [letter(token) for token in tokens[:index] if letter(token)]
    after = [letter(token) for token in tokens[index + 1 :] if letter(token)]
    return before[-1:] == ["h"] or after[:1] == ["s"]


def _minute(moment: datetime, token: str) -> str:
    return f"{moment.minute:02d}" if len(token) > 1 else str(moment.minute)


def _part(moment: datetime, token: str, half_day: bool) -> str:
    letter, length = token[0], len(token)
    if letter in "ye":
        return f"{moment.year % 100:02d}" if letter == "y" and length < 3 else str(moment.year)
    if letter == "a":
        return ("星期" if length > 3 else "") + _WEEKDAYS[moment.weekday()]
    if letter == "b":
        return str(moment.year + 543)
    if letter == "m" and length > 2:
        name = _MONTHS[moment.month - 1]
        return name[:1] if length == 5 else name if length == 4 else name[:3]
    if letter == "d" and length > 2:
        name = _WEEKDAY_NAMES[moment.weekday()]
        return name if length > 3 else name[:3]
    hour = (moment.hour % 12 or 12) if half_day else moment.hour
    number = {"m": moment.month, "d": moment.day, "h": hour, "s": moment.second}[letter]
    return f"{number:02d}" if length > 1 else str(number)


def _elapsed(seconds: float, token: str) -> str:
    unit = {"h": 3_600, "m": 60, "s": 1}[token[0]]
    return f"{int(seconds // unit):0{len(token)}d}"
