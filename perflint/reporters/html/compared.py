"""Two years in the overview: counts of changes, new and dropped projects, what could not be compared."""

from __future__ import annotations

from perflint.model import Document
from perflint.reporters.history import History
from perflint.reporters.html.document import title
from perflint.reporters.html.findings import Pages
from perflint.reporters.html.marks import shown
from perflint.reporters.html.view import CompareView, Link, Tally
from perflint.reporters.html.words import UI
from perflint.reporters.html.years import shape
from perflint.reporters.words import field_words, path_words
from perflint.violation import Message

PROJECTS_LISTED = 500


def compare_view(history: History, document: Document, index: int, pages: Pages, lang: str) -> CompareView:
    """The overview of a comparison."""
    new = sorted(history.new)
    return CompareView(
        facts=_facts(history, lang),
        hint=_hint(history, lang),
        tallies=tuple(Tally(*shape(item.kind), item.said.text(lang), item.count) for item in history.counts),
        new=tuple(Link(title(document.projects[at], lang), pages.project(index, at)) for at in new[:PROJECTS_LISTED]),
        dropped=tuple(
            shown(" · ".join(part for part in (item.code, item.name, item.unit, item.budget) if part))
            for item in history.dropped[:PROJECTS_LISTED]
        ),
        more_new=max(len(new) - PROJECTS_LISTED, 0),
        more_dropped=max(len(history.dropped) - PROJECTS_LISTED, 0),
        not_compared="、".join(shown(field_words(item, lang)) for item in history.not_compared),
        unread=tuple(shown(item.text(lang)) for item in history.unread),
    )


def _facts(history: History, lang: str) -> str:
    was, now = (str(year) if year else UI["unknown"].text(lang) for year in history.years)
    name = shown(path_words(history.name, lang).replace("\\", "/").rpartition("/")[2])
    return UI["ly_facts"].text(lang).format(name=name, was=was, now=now, count=history.matched)


def _hint(history: History, lang: str) -> str:
    was, now = history.years
    doubtful: Message | None = UI["ly_same_year"] if was and was == now else None
    if was and now and was > now:
        doubtful = UI["ly_later"]
    return doubtful.text(lang) if doubtful else ""
