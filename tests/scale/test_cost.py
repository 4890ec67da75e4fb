"""What judging costs, in calls of functions: the same number on every machine, so that a slower hot path is seen."""

from __future__ import annotations

import cProfile
import pstats
from pathlib import Path

from perflint.api import shipped_rules
from perflint.judging import Judging
from perflint.model import Document
from perflint.options import Options
from perflint.readers import read

BOOKLET = Path(__file__).parents[2] / "examples/laoting-2022.yaml"
CALLS_A_PROJECT = 3_850
"""A fifth above what was counted when this was last set (docs/performance.md says when and why): what the rules of one
document gather when it ends is counted too."""


def calls_of_judging(document: Document) -> float:
    """Calls for each project, once all that is remembered from text to text is there."""
    judging = Judging(shipped_rules(), Options())
    judging.judge(0, "warm", document, "")
    profile = cProfile.Profile()
    profile.enable()
    judging.judge(1, "measured", document, "")
    profile.disable()
    return float(pstats.Stats(profile).total_calls) / len(document.projects)  # type: ignore[attr-defined]


def test_judging_a_project_takes_no_more_calls_than_a_fifth_above_the_measured_number() -> None:
    document = read(BOOKLET.name, BOOKLET.read_bytes(), shipped_rules().lexicon)
    calls = calls_of_judging(document)
    assert calls <= CALLS_A_PROJECT, f"{calls:.0f} calls a project"
    assert calls >= 0.5 * CALLS_A_PROJECT, f"{calls:.0f} calls a project: set the limit anew"


def test_twice_the_projects_take_no_more_than_twice_the_calls() -> None:
    document = read(BOOKLET.name, BOOKLET.read_bytes(), shipped_rules().lexicon)
    twice = Document(
        **{**{name: getattr(document, name) for name in Document.__struct_fields__}, "projects": document.projects * 2}
    )
    assert calls_of_judging(twice) <= 1.1 * calls_of_judging(document)
