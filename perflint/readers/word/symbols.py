"""Signs of the Symbol font, which Word keeps in the private use area."""

from __future__ import annotations

_SYMBOL = {
    0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xB0: "°", 0xB7: "•", 0xA5: "∞",
    0xBA: "≡", 0xBC: "…", 0xD6: "√", 0xD7: "·", 0xA2: "′", 0xB2: "″", 0xA4: "⁄",
}  # fmt: skip
_WINGDINGS = {0xFE: "☑", 0xA8: "☐", 0xFC: "✓", 0xFB: "✗", 0x6F: "☐", 0xFD: "☒", 0x52: "☑"}
_ASCII = range(0x20, 0x40)


def symbol(code: int, font: str = "Symbol") -> str:
    """The sign that a person sees for a character code of a symbol font; an unknown one stays as it is."""
    low = code & 0xFF if 0xF000 <= code <= 0xF0FF else code
    table = _WINGDINGS if font.lower().startswith("wingdings") else _SYMBOL
    if low in table:
        return table[low]
    return chr(low) if low in _ASCII and table is _SYMBOL else chr(code)


_PRIVATE = {0xF000 + low: sign for low, sign in _SYMBOL.items()}


def plain(text: str) -> str:
    """Text with private-use signs of the Symbol font replaced by the ordinary ones, one for one."""
    return text if text.isascii() else text.translate(_PRIVATE)


def in_symbol_font(text: str) -> str:
    """Text that is set in the Symbol font: high characters of either page are its signs."""
    return "".join(symbol(ord(sign)) if ord(sign) > 0x7F else sign for sign in text)
