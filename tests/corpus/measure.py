"""Measures perflint against the labelled corpus: recall and precision of error and warning lines.

    python tests/corpus/measure.py [--kinds water,hr] [--rules CLS005,VAL] [--held-out water,hr,urban]
                                    [--folder tests/corpus/second]

A reported line and a label meet where rule, project and row (or goal item, or part) are the same; the last part of
the field is left out. Kinds that are held out in the present round show figures alone, never lines.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from perflint.api import check_documents, inputs_from, shipped_rules
from perflint.model import Indicator
from perflint.options import Options
from perflint.readers import read
from perflint.violation import Violation

CORPUS = Path(__file__).absolute().parent
HELD_OUT = ("health", "courts", "culture")
COUNTED = ("error", "warning")
_PART = re.compile(r"(?:department\.)?[a-z_0-9]+(?:\[\d+\])?")

Key = tuple[str, str, str]
"""Rule, printed number of the project (blank for the document), row or part."""


class Booklet(Struct, frozen=True):
    """One kind of authority: what is labelled and what was reported, each with words to show."""

    kind: str
    labels: dict[Key, str]
    reported: dict[Key, str]

    @property
    def missed(self) -> list[Key]:
        return [key for key in self.labels if key not in self.reported]

    @property
    def false(self) -> list[Key]:
        return [key for key in self.reported if key not in self.labels]


class Figures(Struct, frozen=True):
    """Counts of labels, labels found, and reported lines that no label knows."""

    labels: int
    found: int
    false: int

    @property
    def recall(self) -> str:
        return _share(self.found, self.labels)

    @property
    def precision(self) -> str:
        return _share(self.found, self.found + self.false)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def part_of(field: str) -> str:
    """The row, item or part that a field path stands in: ``indicators[3].value`` → ``indicators[3]``."""
    match = _PART.match(field)
    return match.group() if match else field


def is_chosen(rule: str, rules: Sequence[str]) -> bool:
    """Whether a rule is one of those named by id or prefix; none named is all."""
    return not rules or rule.startswith(tuple(rules))


def labels_of(kind: str, rules: Sequence[str], folder: Path = CORPUS) -> dict[Key, str]:
    """The labels of a booklet with severity and note."""
    with (folder / f"{kind}.labels.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return {
        (row["rule"], row["project_no"], part_of(row["field"])): f"{row['severity']} {row['note']}"
        for row in rows
        if is_chosen(row["rule"], rules)
    }


def booklet(kind: str, rules: Sequence[str], folder: Path = CORPUS) -> Booklet:
    """Judges a booklet as a user would, alone, and takes its error and warning lines."""
    shipped = shipped_rules()
    (given,) = inputs_from([folder / f"{kind}.yaml"])
    document = read(given.name, given.data, shipped.lexicon)
    report = check_documents([document], Options(), shipped)
    rows = {project.no: project.indicators for project in document.projects}
    reported: dict[Key, str] = {}
    for violation in report.violations:
        if violation.severity.word in COUNTED and is_chosen(violation.rule, rules):
            number = "" if violation.project_no is None else str(violation.project_no)
            key = (violation.rule, number, part_of(violation.field))
            reported[key] = f"{violation.severity.word} {violation.message.zh}{_row(violation, rows)}"
    return Booklet(kind, labels_of(kind, rules, folder), reported)


def _row(violation: Violation, rows: Mapping[int | None, Sequence[Indicator]]) -> str:
    """The indicator row in short, for the eye."""
    match = re.match(r"indicators\[(\d+)\]", violation.field)
    if not match or violation.project_no not in rows:
        return ""
    row = rows[violation.project_no][int(match.group(1)) - 1]
    return "  | " + " ".join(str(getattr(row, part)) for part in ("level2", "name", "description", "value"))


def figures(booklets: Iterable[Booklet], rule: str | None = None) -> Figures:
    """Figures over booklets, of one rule or of all."""

    def mine(keys: Iterable[Key]) -> list[Key]:
        return [key for key in keys if rule is None or key[0] == rule]

    labels = found = false = 0
    for item in booklets:
        labels += len(mine(item.labels))
        found += len(mine(item.labels)) - len(mine(item.missed))
        false += len(mine(item.false))
    return Figures(labels, found, false)


def line(title: str, result: Figures) -> str:
    return (
        f"{title:<14}{result.labels:>7}{result.found:>7}{result.labels - result.found:>8}{result.false:>7}"
        f"{result.recall:>9}{result.precision:>11}"
    )


def table(title: str, booklets: Sequence[Booklet]) -> None:
    """Prints figures per rule and per kind."""
    print(f"\n{title:<14}{'labels':>7}{'found':>7}{'missed':>8}{'false':>7}{'recall':>9}{'precision':>11}")
    rules = sorted({key[0] for item in booklets for key in (*item.labels, *item.reported)})
    for rule in rules:
        print(line(rule, figures(booklets, rule)))
    for item in booklets:
        print(line(item.kind, figures([item])))
    print(line("all", figures(booklets)))
    known = set(shipped_rules().rules)
    absent = sorted({rule for rule in rules if rule not in known})
    if absent:
        print(f"rules that do not exist: {' '.join(absent)}")
        there = [Booklet(i.kind, {k: v for k, v in i.labels.items() if k[0] in known}, i.reported) for i in booklets]
        print(line("existing rules", figures(there)))


def lists(booklets: Sequence[Booklet]) -> None:
    """Prints the lines that do not meet, for reading by eye."""
    for title, attribute, words in (("missed", "missed", "labels"), ("false alarms", "false", "reported")):
        print(f"\n{title}")
        for item in booklets:
            for key in sorted(getattr(item, attribute)):
                print(f"  {item.kind:<12}{key[0]:<7} {key[1]:>2} {key[2]:<16} {getattr(item, words)[key]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--kinds", default="", help="booklets to measure, comma-separated (default: all)")
    parser.add_argument("--rules", default="", help="rule ids or prefixes, comma-separated (default: all)")
    parser.add_argument("--held-out", default=",".join(HELD_OUT), help="kinds whose lines are not shown")
    parser.add_argument("--folder", type=Path, default=CORPUS, help="where booklets and labels lie")
    given = parser.parse_args()
    folder: Path = given.folder
    kinds = [kind for kind in given.kinds.split(",") if kind] or sorted(path.stem for path in folder.glob("*.yaml"))
    rules = [rule.upper() for rule in given.rules.split(",") if rule]
    held_out = set(given.held_out.split(","))
    open_kinds = [booklet(kind, rules, folder) for kind in kinds if kind not in held_out]
    closed = [booklet(kind, rules, folder) for kind in kinds if kind in held_out]
    if open_kinds:
        lists(open_kinds)
        table("read", open_kinds)
    if closed:
        table("held out", closed)


if __name__ == "__main__":
    main()
