"""The contract between rules and check kinds.

A check kind is a ``Kind`` whose annotated attributes are the parameters that a rule gives in YAML. It has one of two
shapes:

- ``ProjectCheck``: ``compile(knowledge)`` returns a function from one prepared project to findings.
- ``GroupCheck``: ``collect(knowledge)`` returns a function from one prepared project to facts; facts are grouped by
  key over a document or over all inputs, and ``decide(knowledge)`` returns a function from one group to findings.
  A kind that compares texts by likeness says so by ``likeness(knowledge)``, so that large groups can be cut.

A kind may be both, where a rule speaks at single places and also folds a habit of the document into one finding.

What hangs on one row of the indicator table alone is said by ``compile_row`` and ``collect_row``, which return
functions from one prepared row. They are given nothing else, so that of equal rows one is judged. A kind may say one
thing of rows and another of projects. Where it has nothing to say of a whole document (the form lacks the column), its
``excuse`` says why.

The class docstring is the kind's documentation. ``placeholders`` names what its messages may use beside the common
``{value}`` and ``{field}``; ``cases`` names the variants that a rule may give other messages and severities;
``refers`` says which parameters hold names of fields (``field``) or of word lists (``list``), so that a name that does
not exist is refused when the pack is loaded. A group kind sees the department's part where ``sees_department`` is True.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Protocol, dataclass_transform, get_origin, get_type_hints

from msgspec import Struct
from msgspec import field as default

from perflint.lexicon import Lexicon
from perflint.place import Place, Places, nearest_place
from perflint.rule import Profile, Setting
from perflint.violation import Message

if TYPE_CHECKING:
    from perflint.prepared import PreparedIndicator, PreparedProject
    from perflint.quantity import Grammar

Scope = Literal["indicator", "text", "project", "department", "document", "corpus"]
NOTHING: Mapping[str, str | Message] = {}


class Knowledge(Struct, frozen=True):
    """What checks are compiled with: the words, the value grammar, the document's profile and all profiles."""

    lexicon: Lexicon
    grammar: Grammar
    profile: Profile
    profiles: Mapping[str, Profile]


class Finding(Struct, frozen=True, gc=False):
    """A rule's predicate holds at ``field``. ``data`` fills the message's placeholders.

    ``span`` are offsets in the field's raw text, where a part of it is meant; ``related`` further fields of the same
    project, whose places are reported too.
    """

    field: str
    value: str = ""
    data: Mapping[str, str | Message] = default(default_factory=lambda: NOTHING)
    case: str = ""
    span: tuple[int, int] | None = None
    related: tuple[str, ...] = ()
    suggestion: str | None = None


class NotApplicable(Struct, frozen=True):
    """The rule cannot judge this project, and why."""

    reason: Message


class Fact(Struct, frozen=True, gc=False):
    """One thing of one project that a group rule needs. ``key`` groups; ``data`` is what ``decide`` looks at."""

    key: str | tuple[str, ...]
    field: str
    value: str = ""
    data: tuple[object, ...] = ()


class Origin(Struct, frozen=True, gc=False):
    """The project (or the document itself) that facts came from. ``position`` is its index in the document."""

    document: int
    position: int
    project: str | None
    project_no: int | None
    project_name: str | None
    unit: str
    unit_name: str
    places: Places
    path: str


class Member(Struct, frozen=True, gc=False):
    """A fact with the project it came from, which all facts of a project share: there are some eighty of them."""

    origin: Origin
    field: str
    value: str
    data: tuple[object, ...]
    identity: tuple[str, ...] = ()

    @property
    def document(self) -> int:
        return self.origin.document

    @property
    def position(self) -> int:
        return self.origin.position

    @property
    def project(self) -> str | None:
        return self.origin.project

    @property
    def project_no(self) -> int | None:
        return self.origin.project_no

    @property
    def project_name(self) -> str | None:
        return self.origin.project_name

    @property
    def unit(self) -> str:
        return self.origin.unit

    @property
    def unit_name(self) -> str:
        return self.origin.unit_name

    @property
    def path(self) -> str:
        return self.origin.path

    @property
    def place(self) -> Place:
        """Where the fact stands. Looked up only when asked: most facts end in no violation."""
        return nearest_place(self.origin.places, self.field) or Place()


ProjectKey = tuple[int, int]


def project_of(member: Member) -> ProjectKey:
    """Which project a fact came from, the document's number and the position in it; sorts in document order."""
    origin = member.origin
    return origin.document, origin.position


class Group(Struct, frozen=True):
    """Facts of one rule with one key, in document order. ``setting`` is the document's (None across documents)."""

    key: str | tuple[str, ...]
    members: Sequence[Member]
    setting: Setting | None = None


class Alike(Struct, frozen=True):
    """How a group falls apart: ``decide`` joins members whose texts are nearly equal, to ``ratio``, and no others.

    So each cluster of such texts may be decided alone, as ``similar_many`` finds them among many.
    """

    text: Callable[[Member], str]
    ratio: float


class GroupFinding(Struct, frozen=True):
    """A predicate over a group holds. It stands at ``member``, or at the document itself where that is None.

    ``field`` overrides the member's own; ``cluster`` joins the findings of one group; ``related`` are the others.
    ``identity`` is what the finding is known by where it is the whole group's and the member is only its first: a
    document in another order must not make another finding of it.
    """

    member: Member | None
    field: str | None = None
    value: str | None = None
    data: Mapping[str, str | Message] = default(default_factory=lambda: NOTHING)
    case: str = ""
    related: Sequence[Member] = ()
    cluster: str | None = None
    suggestion: str | None = None
    identity: str | None = None


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Kind:
    """What all check kinds share. Parameters are annotated attributes, with or without a default.

    Not a dataclass: building some ninety of them would cost every start 30 ms. When a pack is loaded from YAML its
    parameters are validated against ``parameters``.
    """

    kind: ClassVar[str]
    scopes: ClassVar[frozenset[str]]
    placeholders: ClassVar[frozenset[str]] = frozenset()
    cases: ClassVar[frozenset[str]] = frozenset()
    refers: ClassVar[Mapping[str, str]] = {}
    sees_department: ClassVar[bool] = False

    def __init__(self, **params: Any) -> None:
        for name, value in params.items():
            setattr(self, name, value)

    @classmethod
    def fault(cls, params: Mapping[str, Any]) -> tuple[str, Message] | None:
        """What is wrong with parameters beyond their types: the parameter and the reason; asked when a pack is read."""
        return None

    def excuse(self, setting: Setting) -> NotApplicable | None:
        """Why ``compile_row`` and ``collect_row`` say nothing in documents of that setting, None where they do."""
        return None


def parameters(kind: type[Any]) -> dict[str, tuple[Any, Any]]:
    """The parameters of a kind: name → (type, default), with MISSING as the default of those that must be given."""
    hints = get_type_hints(kind)
    own = {name: hint for name, hint in hints.items() if get_origin(hint) is not ClassVar}
    # A name that Python keeps for itself has an underscore there and none in YAML (assert_ is ``assert:``).
    return {name.removesuffix("_"): (hint, getattr(kind, name, MISSING)) for name, hint in own.items()}


ProjectJudge = Callable[["PreparedProject"], "Iterable[Finding | NotApplicable]"]
RowJudge = Callable[["PreparedIndicator"], "Iterable[Finding]"]
FactCollector = Callable[["PreparedProject"], "Iterable[Fact | NotApplicable]"]
RowFactCollector = Callable[["PreparedIndicator"], "Iterable[Fact]"]
Excuse = Callable[[Setting], "NotApplicable | None"]
GroupJudge = Callable[[Group], "Iterable[GroupFinding | NotApplicable]"]


class ProjectCheck(Protocol):
    """A kind that looks at one project (or the department's part, which is prepared the same way) alone."""

    kind: ClassVar[str]
    scopes: ClassVar[frozenset[str]]
    placeholders: ClassVar[frozenset[str]]
    cases: ClassVar[frozenset[str]]
    refers: ClassVar[Mapping[str, str]]

    def compile(self, knowledge: Knowledge) -> ProjectJudge: ...


class GroupCheck(Protocol):
    """A kind that compares projects. Its rule's scope says over what: ``document`` or ``corpus``."""

    kind: ClassVar[str]
    scopes: ClassVar[frozenset[str]]
    placeholders: ClassVar[frozenset[str]]
    cases: ClassVar[frozenset[str]]
    refers: ClassVar[Mapping[str, str]]

    def collect(self, knowledge: Knowledge) -> FactCollector: ...

    def decide(self, knowledge: Knowledge) -> GroupJudge: ...
