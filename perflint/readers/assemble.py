"""Projects built one by one, then the document around them: what the readers of YAML, JSON and NDJSON share."""

from __future__ import annotations

from msgspec.structs import replace

from perflint.lexicon import Lexicon
from perflint.model import Comment, Document, Problem, Project
from perflint.readers.build import Builder
from perflint.readers.keys import checkpoints_of, keys_of
from perflint.readers.located import LazyPlaces, Parse
from perflint.readers.source import Text
from perflint.readers.tree import Data, Span


class Assembly:
    """Gathers the parts of one document as they are read.

    ``problems`` are those that the format itself gives rise to; the builder keeps those of the content.
    """

    def __init__(self, kind: str, text: Text, lexicon: Lexicon) -> None:
        self.kind = kind
        self.text = text
        self.lexicon = lexicon
        self.builder = Builder(keys_of(lexicon), checkpoints_of(lexicon, ""))
        self.projects: list[Project] = []
        self.problems: list[Problem] = []
        self._bare_plans: list[tuple[int, Data, Parse]] = []

    def add(self, data: Data, parse: Parse) -> None:
        """Builds a project from its data. ``parse`` reads it again, with its spans, when a place is asked for."""
        index = len(self.projects)
        project = self._build(data, parse, index)
        if project is not None:
            self.projects.append(project)
            if self.builder.bare_plan:
                self._bare_plans.append((index, data, parse))

    def document(self, head: Data, span: Span, comments: tuple[Comment, ...] = ()) -> Document:
        """The document; ``head`` is its root mapping, in which the list of projects may be left out."""
        builder = self.builder
        places = LazyPlaces(self.text, lambda: (head, span), builder.keys, builder.checkpoints, whole=True)
        builder.locate = places.locate
        document = builder.document(head)
        self._name_bare_plans(document.profile)
        return replace(
            document,
            kind=self.kind,
            projects=tuple(self.projects),
            fields=frozenset(builder.fields),
            problems=(*self.problems, *builder.problems),
            places=places,
            comments=comments,
        )

    def _build(self, data: Data, parse: Parse, index: int) -> Project | None:
        places = LazyPlaces(self.text, parse, self.builder.keys, self.builder.checkpoints)
        self.builder.locate = places.locate
        return self.builder.project(data, index, places)

    def _name_bare_plans(self, profile: str) -> None:
        """Spend plans written as bare lists get the names of the profile, which may be known only after them."""
        names = checkpoints_of(self.lexicon, profile)
        builder = self.builder
        if names == builder.checkpoints:
            return
        builder.checkpoints = names
        for index, data, parse in self._bare_plans:
            builder.problems = [problem for problem in builder.problems if problem.project != index]
            project = self._build(data, parse, index)
            if project is not None:
                self.projects[index] = project
