"""Facts that outgrow the memory wait on disk: in a temporary SQLite file, gathered wave by wave and group by group.

The violations are those of the store in memory. What stays in memory is one group at a time, and of a group of nearly
equal texts its distinct texts and the facts whose texts are near others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

from msgspec.structs import replace

from perflint.checks.base import ProjectKey, project_of
from perflint.engine.compile import Program
from perflint.engine.gather import DocumentFacts, Fact, Found, Silences, by_project, decide_groups, violations_of
from perflint.engine.store import InMemory
from perflint.place import NOWHERE, PlaceMap, Places
from perflint.scale.places import LaterPlaces, ReadAgain
from perflint.violation import Message, Violation

if TYPE_CHECKING:
    import sqlite3

IN_MEMORY = 200_000
"""Facts that are kept in memory, at most: some 70 MB, of about 20,000 projects."""
_CACHE_KIB = 16_000
_AT_ONCE = 10_000
_LAST = b"\xff" * 17  # behind every fact of a group


class StoreFailed(Exception):
    """The temporary file cannot be written or read, and why."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(message.en)


class Spill:
    """A store of facts: in memory while they are few, all of them on disk when there are more than IN_MEMORY."""

    def __init__(self, per_document: bool) -> None:
        self.per_document = per_document
        self.few = InMemory(per_document)
        self.many: OnDisk | None = None

    def add(self, facts: Sequence[Fact], program: Program) -> None:
        """Keeps facts. Raises StoreFailed."""
        if self.many is None and len(self.few.facts) + len(facts) <= IN_MEMORY:
            self.few.add(facts, program)
            return
        if self.many is None:
            self.many = OnDisk(program, self.per_document)
            for start in range(0, len(self.few.facts), _AT_ONCE):  # packed they take as much room again
                self.many.add(self.few.facts[start : start + _AT_ONCE])
            self.few.facts.clear()
        self.many.add(facts)

    def gather(
        self, program: Program, documents: Mapping[int, DocumentFacts]
    ) -> tuple[list[Violation], list[tuple[str, Message]]]:
        """The violations of all groups, and what did not apply. Raises StoreFailed."""
        return (self.many or self.few).gather(program, documents)


class OnDisk:
    """Facts in a nameless file that the system removes with the process, however it ends. Gathered once.

    There is a table for each first byte of the keys: a wave, and in it apart the rules that join nearly equal texts.
    """

    def __init__(self, program: Program, per_document: bool) -> None:
        from perflint.scale.packed import Packing

        self.packing = Packing(program, per_document)
        self.per_document = per_document
        self.count = 0
        self.tables: set[int] = set()
        self.inputs: dict[int, ReadAgain] = {}  # by document: where places of inputs that were let go are found
        self.places: dict[ProjectKey, Places] = {}  # by project: those of documents that are in memory
        with _failures():
            self.file = _temporary_file()

    def add(self, facts: Iterable[Fact]) -> None:
        """Keeps facts. Raises StoreFailed."""
        from perflint.scale.packed import packed

        rows: dict[int, list[tuple[bytes, bytes]]] = {}
        for fact in facts:
            self.count += 1
            key = self.packing.key(fact, self.count)
            rows.setdefault(key[0], []).append((key, packed(self._without_places(fact))))
        with _failures():
            for table, records in rows.items():
                if table not in self.tables:
                    self.file.execute(f"CREATE TABLE facts{table} (key BLOB, value BLOB)")
                    self.tables.add(table)
                self.file.executemany(f"INSERT INTO facts{table} VALUES (?, ?)", records)

    def gather(
        self, program: Program, documents: Mapping[int, DocumentFacts]
    ) -> tuple[list[Violation], list[tuple[str, Message]]]:
        """The violations of all groups, and what did not apply. Raises StoreFailed."""
        from perflint.scale.packed import ALIKE, WAVE

        silences = Silences()
        found: list[Found] = []
        excused: dict[tuple[str, Message], None] = {}
        with _failures():
            for table in sorted(self.tables, key=lambda first: (first & WAVE, first)):
                groups = self._by_cluster(table, silences) if table & ALIKE else self._whole_groups(table)
                for facts in groups:
                    findings, reasons = decide_groups(facts, program, documents, self.per_document, silences)
                    found += findings
                    excused.update(dict.fromkeys(reasons))
            self.file.close()
        violations = violations_of(found)
        violations.sort(key=by_project)
        return violations, list(excused)

    def _whole_groups(self, table: int) -> Iterator[list[Fact]]:
        from perflint.scale.packed import batches

        for batch in batches(self.file.execute(f"SELECT key, value FROM facts{table} ORDER BY key")):
            yield [self._with_places(fact) for fact, _ in batch]

    def _by_cluster(self, table: int, silences: Silences) -> Iterator[list[Fact]]:
        """Groups of nearly equal texts: small ones whole, of large ones each cluster, for it may be decided alone."""
        from perflint.scale.packed import FACTS_AT_ONCE, GROUP

        self.file.execute(f"CREATE INDEX keys{table} ON facts{table} (key)")
        groups = self.file.execute(f"SELECT DISTINCT substr(key, 1, {GROUP.stop}) FROM facts{table} ORDER BY 1")
        for (group,) in groups.fetchall():
            facts = list(islice(self._facts(table, group), FACTS_AT_ONCE + 1))
            if len(facts) <= FACTS_AT_ONCE:
                yield facts
            else:
                del facts
                yield from self._clusters(table, group, silences)

    def _clusters(self, table: int, group: bytes, silences: Silences) -> Iterator[list[Fact]]:
        from perflint.checks.sharing import near_clusters

        texts: dict[str, int] = {}
        ratio = 1.0
        for rule, _, member in self._facts(table, group):
            alike = self.packing.alike[rule]
            ratio = alike.ratio
            if not silences.drops(rule, member):
                texts.setdefault(alike.text(member), len(texts))
        clusters = near_clusters(list(texts), ratio)
        cluster_of = {text: number for number, cluster in enumerate(clusters) for text in cluster}
        held: list[list[Fact]] = [[] for _ in clusters]
        for fact in self._facts(table, group):
            text = texts.get(self.packing.alike[fact[0]].text(fact[2]), -1)
            if text in cluster_of:
                held[cluster_of[text]].append(fact)
        yield from held

    def _facts(self, table: int, group: bytes) -> Iterator[Fact]:
        """The facts of one group, in their order."""
        from perflint.scale.packed import unpacked

        query = f"SELECT value FROM facts{table} WHERE key BETWEEN ? AND ? ORDER BY key"
        for (value,) in self.file.execute(query, (group, group + _LAST)):
            yield self._with_places(unpacked(value)[0])

    def _without_places(self, fact: Fact) -> Fact:
        """The fact with its place where that was known at once (a cell), otherwise without."""
        from perflint.scale.packed import by_itself

        rule, key, member = fact
        places = member.origin.places
        if isinstance(places, PlaceMap):
            return by_itself(fact)
        if isinstance(places, LaterPlaces):
            self.inputs[member.document] = places.input
        elif places is not NOWHERE:
            self.places[project_of(member)] = places
        return rule, key, replace(member, origin=replace(member.origin, places=NOWHERE))

    def _with_places(self, fact: Fact) -> Fact:
        """The fact with the means to find the place that it was packed without."""
        rule, key, member = fact
        if isinstance(member.origin.places, PlaceMap):
            return fact
        again = self.inputs.get(member.document)
        if again is not None:
            places: Places = LaterPlaces(again, member.position)
        else:
            places = self.places.get(project_of(member), NOWHERE)
        return rule, key, replace(member, origin=replace(member.origin, places=places))


def _temporary_file() -> sqlite3.Connection:
    """A database without a name, in one transaction that never ends: nobody else sees it, nothing is kept of it."""
    import sqlite3

    file = sqlite3.connect("", isolation_level=None)
    for setting in ("temp_store = FILE", "journal_mode = OFF", "synchronous = OFF", f"cache_size = -{_CACHE_KIB}"):
        file.execute(f"PRAGMA {setting}")
    file.execute("BEGIN")
    return file


@contextmanager
def _failures() -> Iterator[None]:
    import sqlite3

    try:
        yield
    except sqlite3.Error as error:
        zh, en = f"临时文件写不下或读不出：{error}", f"the temporary file cannot be written or read: {error}"
        raise StoreFailed(Message(zh, en)) from error
