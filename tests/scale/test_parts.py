"""What a document gave survives as bytes, and hostile bytes make nothing but perflint's values."""

from __future__ import annotations

import hashlib
import pickle
from pathlib import Path

import pytest
from msgspec.structs import replace

from perflint.api import shipped_rules
from perflint.inputs import Source, read_source
from perflint.judging import Judging
from perflint.options import Options
from perflint.part import Part, Share
from perflint.place import PlaceMap
from perflint.scale.parts import Damaged, numbered, pack, unpack
from perflint.scale.places import portable

ROOT = Path(__file__).parents[1]


def part_of(path: Path, share: Share | None = None) -> Part:
    rules = shipped_rules()
    judging = Judging(rules, Options(), keep_documents=False, list_projects=True)
    read = read_source(Source(path.name, path), rules.lexicon)
    return judging.judge(3, path.name, read.document, read.sha256, share or Share())


def signed(data: bytes) -> bytes:
    """Bytes that pass for what was packed."""
    return hashlib.blake2b(data, digest_size=16).digest() + data


@pytest.mark.parametrize("share", [None, Share(0, 2)])  # of a share the facts of all rules are kept
@pytest.mark.parametrize("file", ["corpus/water.yaml", "fixtures/seed31_flat.xlsx"])
def test_a_part_survives_but_for_places_that_need_the_text(file: str, share: Share | None) -> None:
    part = part_of(ROOT / file, share)
    again = unpack(pack(part), shipped_rules().profiles)
    assert again.violations == part.violations
    assert again.projects == part.projects
    assert again.input.setting == part.input.setting
    assert again.document.setting == part.document.setting
    assert [(rule, key, m.field, m.value, m.data) for rule, key, m in again.facts] == [
        (rule, key, m.field, m.value, m.data) for rule, key, m in part.facts
    ]
    known = [isinstance(member.origin.places, PlaceMap) for _, _, member in again.facts]
    assert set(known) == {file.endswith("xlsx")}


def test_a_part_can_take_another_number() -> None:
    part = numbered(part_of(ROOT / "corpus" / "water.yaml"), 7)
    assert {part.index} | {v.document for v in (*part.violations, *part.problems)} == {7}
    assert {member.document for _, _, member in part.facts} == {7}


def test_damaged_bytes_are_refused() -> None:
    packed = pack(part_of(ROOT / "corpus" / "water.yaml"))
    for damaged in (b"", packed[:-1], packed[:500] + b"?" + packed[501:], signed(b""), signed(b"\x80\x04N.")):
        with pytest.raises(Damaged):
            unpack(damaged, shipped_rules().profiles)


class Hostile:
    """Runs a command when it is unpacked."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self.path,)


def test_bytes_that_would_run_something_are_refused(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    part = portable(part_of(ROOT / "corpus" / "water.yaml"))
    for value in (Hostile(mark), replace(part, problems=[Hostile(mark)])):  # type: ignore[list-item]
        with pytest.raises(Damaged):
            unpack(signed(pickle.dumps(value)), shipped_rules().profiles)
    assert not mark.exists()


def test_another_kind_of_value_is_refused() -> None:
    with pytest.raises(Damaged):
        unpack(signed(pickle.dumps(shipped_rules().profiles["hebei-2022"])), shipped_rules().profiles)
