"""Runs the selftest: every mutation on the user's document or on the packaged sample, and the laws."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from msgspec import Struct
from msgspec.structs import replace

from perflint.engine.pack import RuleSet
from perflint.model import Document
from perflint.options import Options
from perflint.readers import read
from perflint.selftest.base import Base, Spot, base_of, judge, reread, spots
from perflint.selftest.catalogue import SAMPLE, Catalogue, Mutation, load_catalogue
from perflint.selftest.draft import Made, make
from perflint.selftest.edits import EDITS
from perflint.selftest.laws import LAWS, Law
from perflint.violation import Message, Severity


class Outcome(Struct, frozen=True):
    """One mutation and what came of it.

    ``project`` is the code of the broken project as it was (None for the document itself); ``unasked`` are errors that
    nobody meant; ``sample`` says that the packaged document was broken, since the user's allows no such mutation.
    """

    name: str
    about: Message
    rule: str
    project: str | None
    field: str
    caught: bool
    unasked: tuple[Spot, ...]
    sample: bool


class LawOutcome(Struct, frozen=True):
    """One law and the places at which the violations were not the same."""

    law: Law
    broken: tuple[Spot, ...]


class Selftest(Struct, frozen=True):
    """The whole result. ``uncovered`` are rules that no mutation tries; ``unreachable`` those of them that none can.

    ``errors`` is the number of errors in the document as it was: with any, it is not the clean document that is meant.
    """

    outcomes: tuple[Outcome, ...]
    laws: tuple[LawOutcome, ...]
    uncovered: tuple[str, ...]
    unreachable: dict[str, Message]
    errors: int

    @property
    def missed(self) -> int:
        return sum(not item.caught for item in self.outcomes)

    @property
    def unasked(self) -> int:
        return sum(len(item.unasked) for item in self.outcomes)

    @property
    def holds(self) -> bool:
        """Everything was caught, nothing unasked was said, all laws hold."""
        return not self.missed and not self.unasked and not any(item.broken for item in self.laws)


def run(
    document: Document | None,
    rules: RuleSet,
    options: Options,
    watch: Callable[[int, int], None] | None = None,
    only: Collection[str] = (),
) -> Selftest:
    """Breaks a document (None: the packaged sample), one fact at a time. ``watch`` is told how far it is; ``only``
    are the rules whose mutations are tried, all without it."""
    catalogue = load_catalogue()
    mutations = [mutation for mutation in catalogue.mutations if not only or mutation.rule in only]
    sample = base_of("", read(SAMPLE.name, SAMPLE.read_bytes(), rules.lexicon), rules, options)
    own = base_of("own", document, rules, options) if document is not None else sample
    outcomes = []
    for number, mutation in enumerate(mutations):
        if watch is not None:
            watch(number, len(mutations))
        outcomes.append(_try(mutation, own, sample, rules, options))
    laws = tuple(LawOutcome(law, tuple(law.broken(own, rules, options))) for law in LAWS)
    errors = sum(count for (_, severity), count in own.found.items() if severity is Severity.ERROR)
    return Selftest(tuple(outcomes), laws, tuple(_uncovered(catalogue, rules)), dict(catalogue.unreachable), errors)


def _uncovered(catalogue: Catalogue, rules: RuleSet) -> Iterator[str]:
    tried = {mutation.rule for mutation in catalogue.mutations}
    return (rule for rule in rules.rules if rule not in tried and rule not in catalogue.unreachable)


def _try(mutation: Mutation, own: Base, sample: Base, rules: RuleSet, options: Options) -> Outcome:
    base, made = own, make(mutation, own, EDITS)
    if made is None:
        base, made = sample, make(mutation, sample, EDITS)
    if made is None:  # a profile of a pack may leave no place even in the sample
        return Outcome(mutation.name, mutation.about, mutation.rule, None, mutation.at, False, (), True)
    caught, unasked = _judged(mutation, base, made, rules, options)
    first = made.at[0]
    code = base.view[first.project].project.code if 0 <= first.project < len(base.view) else None
    where = next(iter(sorted(caught)), first)
    return Outcome(
        mutation.name, mutation.about, mutation.rule, code, where.field, bool(caught), unasked, base is not own
    )


def _judged(
    mutation: Mutation, base: Base, made: Made, rules: RuleSet, options: Options
) -> tuple[set[Spot], tuple[Spot, ...]]:
    """The places at which the right rule spoke, and the errors that nobody asked for."""
    if mutation.ranges:
        profiles = {name: replace(profile, unit_cost=mutation.ranges) for name, profile in rules.profiles.items()}
        rules = replace(rules, profiles=profiles)
    after = spots(judge([reread(made.data, rules)], rules, options))
    new = after - base.found
    meant = set(made.at)
    caught = {spot for spot, _ in new if spot in meant}
    allowed = {mutation.rule} if mutation.spreads else set()
    unasked = sorted(
        spot
        for spot, severity in new
        if severity is Severity.ERROR and spot not in meant and spot.rule not in (*allowed, *mutation.also)
    )
    return caught, tuple(unasked)
