"""Code frames show the marked characters, whatever the line looks like."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from perflint.place import Place
from perflint.reporters.display import width
from perflint.reporters.frame import frame, source_lines

LINE = "  - {level1: 产出指标, level2: 数量指标, name: 护眼灯更换数量（盏）, value: 1700, basis: 照明抽检结果}"


def caret(lines: list[str]) -> str:
    """The text above the carets."""
    above, below = lines
    start = width(below[: below.index("^")])
    columns = [(width(above[:index]), char) for index, char in enumerate(above)]
    return "".join(char for column, char in columns if start <= column < start + below.count("^"))


def test_the_caret_is_under_chinese_characters() -> None:
    start = LINE.index("护眼灯")
    assert caret(frame([LINE], Place(1, start + 1, 1, start + 4), 76, "red", False)) == "护眼灯"


@given(st.integers(0, len(LINE) - 1), st.integers(1, 12), st.integers(40, 140))
def test_what_is_marked_is_seen_and_the_frame_fits(start: int, length: int, columns: int) -> None:
    marked = LINE[start : start + length].strip()
    if not marked:
        return
    start = LINE.index(marked, start)
    lines = frame([LINE], Place(1, start + 1, 1, start + len(marked) + 1), columns, "red", False)
    assert all(width(line) <= columns for line in lines)
    assert caret(lines) == marked


def test_a_mark_over_several_lines_ends_with_its_first_line() -> None:
    above, below = frame(["goals:", "- 一", "- 二"], Place(1, 1, 3, 4), 76, "red", False)
    assert (above, below) == ("1 │ goals:", "  │ ^^^^^^")


def test_a_place_outside_the_source_has_no_frame() -> None:
    assert frame(["a"], Place(7, 1, 7, 2), 76, "red", False) == []
    assert frame(["a"], Place(page=2), 76, "red", False) == []


def test_an_empty_place_has_one_caret() -> None:
    assert frame(["value: "], Place(1, 8, 1, 8), 76, "red", False)[1].endswith(" ^")


def test_controls_in_the_source_are_shown_as_escapes_and_the_caret_keeps_its_place() -> None:
    line = "name: a\x1b[31m\u202e支出"
    start = line.index("支")
    lines = frame([line], Place(1, start + 1, 1, start + 3), 76, "red", False)
    assert "\\u001b[31m\\u202e" in lines[0]
    assert caret(lines) == "支出"


def test_lines_end_as_places_count_them() -> None:
    assert source_lines("a\r\nb\rc\nd\u2028e\x0bf") == ["a", "b", "c", "d\u2028e\x0bf"]
