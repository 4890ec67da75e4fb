"""A project's code written together with its name: glued in front of it, or in brackets behind it."""

from __future__ import annotations

import re

from perflint.readers.layout.values import Value, part

_CODE = r"\d{8}[A-Z][0-9A-Z]{12}|(?=[0-9A-Z]*\d(?![0-9A-Z]))[0-9A-Z]{18,24}(?![0-9A-Z])"
_FRONT = re.compile(rf"\s*(?P<code>{_CODE})\s*[-—–－_:：]?\s*(?=\S)")
_BEHIND = re.compile(rf"\s*[（(\[【][^（()）\[\]【】:：\d]{{0,6}}[:：]?\s*(?P<code>{_CODE})\s*[）)\]】]\s*$")


def split_code(text: Value) -> tuple[Value, Value] | None:
    """The code and the name that a text holds; None where it holds no code of a project beside a name.

    A code is eight digits, a letter and twelve more characters, else 18 to 24 digits and capitals that end with a
    digit and with the run of such characters: where a name begins with capitals itself, nothing is guessed.
    """
    front = _FRONT.match(text.text)
    behind = _BEHIND.search(text.text) if front is None else None
    found = front or behind
    if found is None:
        return None
    name = part(text, found.end(), len(text.text)) if front else part(text, 0, found.start())
    if not re.search(r"[^\W\d_A-Za-z]", name.text):
        return None
    return part(text, found.start("code"), found.end("code")), name
