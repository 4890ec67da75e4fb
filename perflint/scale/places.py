"""Places of an input that is not kept: it is read once more when one of them is asked for.

Few facts end in a violation; to find (and send) the places of all of them would cost more than judging does, and to
keep the texts of all inputs would cost more memory than all facts do.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from msgspec import Struct, field
from msgspec.structs import replace

from perflint.checks.base import Member, Origin
from perflint.inputs import Source, read_source
from perflint.lexicon import Lexicon
from perflint.model import Document
from perflint.part import Part
from perflint.place import NOWHERE, Place, PlaceMap, Places
from perflint.readers.lines import InputChanged

_KEPT = 2  # documents that are kept once read again: places are asked for document by document
_recent: deque[ReadAgain] = deque()


class ReadAgain(Struct, eq=False):
    """An input that was judged and let go; ``sha256`` tells whether it is still the same.

    ``light`` is the document of a large file, whose projects are not in memory anyway.
    """

    source: Source
    sha256: str
    lexicon: Lexicon
    light: Document | None = None
    _document: list[Document] = field(default_factory=list)

    def places(self, position: int) -> Places:
        """The places of a project, -1 for the document's own; none where the input has changed meanwhile."""
        try:
            document = self.light or self._read()
            if position < 0:
                return document.places
            return document.projects[position].places if position < len(document.projects) else NOWHERE
        except InputChanged:
            return NOWHERE

    def _read(self) -> Document:
        if not self._document:
            read = read_source(self.source, self.lexicon)
            self._document.append(read.document if read.sha256 == self.sha256 else Document())
            _recent.append(self)
            if len(_recent) > _KEPT:
                _recent.popleft()._document.clear()
        return self._document[0]


class LaterPlaces(Struct):
    """The places of one project of an input that is read again when they are needed."""

    input: ReadAgain
    position: int

    def find(self, path: str) -> Place | None:
        return self.input.places(self.position).find(path)


def portable(part: Part) -> Part:
    """The part without what hangs on the text that was read; places that were known at once (a cell) stay."""
    document = part.input.document
    if document is not None:
        projects = document.projects
        if isinstance(projects, tuple):  # others are not in memory and can be sent as they are
            projects = tuple(replace(project, places=NOWHERE) for project in projects)
        document = replace(document, projects=projects, places=NOWHERE, blocks=())
    part = replace(part, input=replace(part.input, document=document))
    return _moved(part, lambda places, _: places if isinstance(places, PlaceMap) else NOWHERE)


def with_places(part: Part, again: ReadAgain) -> Part:
    """A portable part with the means to find the places that it left behind."""
    return _moved(part, lambda places, at: places if isinstance(places, PlaceMap) else LaterPlaces(again, at))


def _moved(part: Part, places: Callable[[Places, int], Places]) -> Part:
    """The part with other places for all its facts and for the document; facts of one project share theirs."""
    origins: dict[int, Origin] = {}

    def moved(member: Member) -> Member:
        own = member.origin
        origin = origins.get(id(own))
        if origin is None:
            origin = origins[id(own)] = replace(own, places=places(own.places, own.position))
        return Member(origin, member.field, member.value, member.data, member.identity)

    facts = [(rule, key, moved(member)) for rule, key, member in part.facts]
    return replace(part, facts=facts, document=replace(part.document, places=places(part.document.places, -1)))
