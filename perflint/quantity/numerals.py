"""Chinese numerals: 三十, 一百二十, 两万五千, 二〇二二."""

from __future__ import annotations

from collections.abc import Mapping


def chinese_number(
    text: str, digits: Mapping[str, int], powers: Mapping[str, int], groups: Mapping[str, int]
) -> int | None:
    """The number that a run of numeral characters names, None where it is none (万万, 三三十, 百百).

    Digits alone are read in their order (二〇二二 = 2022); a last digit after 百, 千, 万 counts at the next lower power
    when 零 does not stand between (一百二 = 120).
    """
    if not text:
        return None
    if all(char in digits for char in text):
        return int("".join(str(digits[char]) for char in text))
    total, rest = 0, text
    ceiling = None
    for char, size in sorted(groups.items(), key=lambda item: -item[1]):
        head, found, tail = rest.partition(char)
        if not found:
            continue
        if ceiling is not None and size >= ceiling:
            return None
        is_nested = any(other in groups for other in head)
        section = chinese_number(head, digits, powers, groups) if is_nested else _section(head, digits, powers)
        if not section:
            return None
        total, rest, ceiling = total + section * size, tail, size
    if any(char in groups for char in rest):
        return None
    if not rest:
        return total
    if ceiling is not None and len(rest) == 1 and rest in digits:
        return total + digits[rest] * ceiling // 10
    section = _section(rest, digits, powers)
    return None if section is None else total + section


def _section(text: str, digits: Mapping[str, int], powers: Mapping[str, int]) -> int | None:
    """A numeral below ten thousand."""
    total, digit, last, after_zero = 0, None, 10_000, False
    for char in text:
        if char in powers:
            if powers[char] >= last or (digit is None and (powers[char] != 10 or (total and not after_zero))):
                return None
            total += (1 if digit is None else digit) * powers[char]
            digit, last, after_zero = None, powers[char], False
        elif digit is not None:
            return None
        elif digits[char] == 0:
            after_zero = True
        else:
            digit = digits[char]
    if digit is None:
        return total
    return total + (digit * last // 10 if last < 10_000 and last > 10 and not after_zero else digit)
