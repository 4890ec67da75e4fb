"""Signs of one meaning folded to one character, always one for one, so that offsets into the raw text stay true.

NFKC would change lengths (㎡ becomes m2) and so move every offset behind it.
"""

from __future__ import annotations

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# Symbol-font private use (U+F0B3, U+F0A3) is what Word keeps of ≥ and ≤ typed in that font.
_SIGNS = str.maketrans(
    {
        "≧": "≥", "⩾": "≥", "≽": "≥", "\uf0b3": "≥", "⋝": "≥",
        "≦": "≤", "⩽": "≤", "≼": "≤", "\uf0a3": "≤", "⋜": "≤",
        "‹": "<", "〈": "<", "﹤": "<", "˂": "<",
        "›": ">", "〉": ">", "﹥": ">", "˃": ">",
        "═": "=", "﹦": "=", "〓": "=", "＝": "=",
        "∼": "~", "～": "~", "〜": "~", "˜": "~", "≈": "~", "≒": "~", "﹣": "-", "−": "-", "‐": "-", "‑": "-",
        "‒": "–", "―": "—", "─": "—", "━": "—",
        "﹪": "%", "٪": "%", "℅": "%",
        "\u00a0": " ", "\u3000": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\u202f": " ", "\t": " ",
        "\r": " ", "\n": " ", "\u200b": " ", "\ufeff": " ",
        "．": ".", "，": ",", "﹐": ",", "：": ":", "；": ";", "﹔": ";", "∶": ":",
        "・": "·", "•": "·", "‧": "·", "∙": "·", "⋅": "·", "●": "·", "﹡": "*", "∗": "*", "✕": "×", "╳": "×",
        "∕": "/", "⁄": "/", "╱": "/", "￥": "¥",
    }
)  # fmt: skip
_TABLE: dict[int, int | str | None] = {**_FULL_WIDTH, **_SIGNS}


def fold(text: str) -> str:
    """The text with full-width forms, sign variants and blanks folded; same length as ``text``."""
    return text.translate(_TABLE)
