"""Finds the words of a list in texts: as a pattern of alternatives does, but ready at once and quick for long lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


class Finder:
    """Words to be found in texts, leftmost first, at one place the longest; what is found does not overlap.

    A regular expression of some hundred alternatives takes milliseconds to compile and tries them one by one at every
    character; this looks up each character of the text once.
    """

    __slots__ = ("_by_first", "_not_before")

    def __init__(self, words: Iterable[str], not_before: Iterable[str] = ()) -> None:
        """A word does not count where one of ``not_before`` follows it."""
        by_first: dict[str, list[str]] = {}
        for word in sorted(set(words), key=len, reverse=True):
            if word:
                by_first.setdefault(word[0], []).append(word)
        self._by_first = {first: tuple(found) for first, found in by_first.items()}
        self._not_before = tuple(not_before)

    def find(self, text: str) -> list[tuple[int, str]]:
        """Each word that stands in the text, with its offset."""
        found = []
        free = 0
        by_first = self._by_first
        for at, char in enumerate(text):
            if char in by_first and at >= free and text.startswith(by_first[char], at):
                word = self._longest(by_first[char], text, at)
                if word:
                    free = at + len(word)
                    found.append((at, word))
        return found

    def _longest(self, words: Iterable[str], text: str, at: int) -> str:
        for word in words:
            if text.startswith(word, at) and not text.startswith(self._not_before, at + len(word)):
                return word
        return ""

    def stands_in(self, text: str) -> bool:
        """Whether one of the words stands in the text."""
        return bool(self.find(text))

    def split(self, text: str) -> list[str]:
        """The text between the words."""
        parts = []
        start = 0
        for at, word in self.find(text):
            parts.append(text[start:at])
            start = at + len(word)
        parts.append(text[start:])
        return parts

    def without(self, text: str) -> str:
        """The text with the words taken out."""
        return "".join(self.split(text))

    def exchanged(self, text: str, others: Mapping[str, str]) -> str:
        """The text with each word replaced by what ``others`` says for it."""
        parts: list[str] = []
        start = 0
        for at, word in self.find(text):
            parts += (text[start:at], others[word])
            start = at + len(word)
        return "".join((*parts, text[start:])) if parts else text
