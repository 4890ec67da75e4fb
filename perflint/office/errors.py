"""What is wrong with an Office file, in words for both kinds of reader."""

from __future__ import annotations


class BadPackage(ValueError):
    """A package or part that cannot be read: broken, too large, or refused for safety. ``zh`` and ``en`` say why."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh = zh
        self.en = en
        super().__init__(en)
