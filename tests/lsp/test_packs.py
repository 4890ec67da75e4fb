"""A pack in the editor: the pack that it builds on is looked for from the file's own folder."""

from __future__ import annotations

from pathlib import Path

from perflint.lsp.packs import analyse_pack

TEXT = "pack: {name: 某县, extends: ../province}\noverride: [{id: PLN006, params: {points: '70'}}]\n"


def test_a_pack_that_builds_on_another_one_is_right_where_that_one_is_there(tmp_path: Path) -> None:
    for name in ("province", "county"):
        (tmp_path / name).mkdir()
    (tmp_path / "province" / "a.yaml").write_text("override: [{id: PLN007, severity: warning}]\n", encoding="utf-8")
    assert analyse_pack(TEXT, tmp_path / "county").diagnostics == ()


def test_a_pack_that_builds_on_one_that_is_not_there_is_told_at_its_line(tmp_path: Path) -> None:
    (diagnostic,) = analyse_pack(TEXT, tmp_path / "county").diagnostics
    assert diagnostic.line == 1
    assert "没有“" in diagnostic.message.zh
