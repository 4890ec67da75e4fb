"""The fewest numbers to take out so that the rest rises."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from perflint.checks.tables import out_of_order


def _rises(numbers: list[int]) -> bool:
    return all(one <= other for one, other in pairwise(numbers))


@given(st.lists(st.integers(1, 9), max_size=8))
def test_as_few_as_possible_are_taken_out(numbers: list[int]) -> None:
    gone = out_of_order(numbers)
    assert _rises([number for place, number in enumerate(numbers) if place not in gone])
    fewest = next(
        size
        for size in range(len(numbers) + 1)
        if any(
            _rises([number for place, number in enumerate(numbers) if place not in out])
            for out in combinations(range(len(numbers)), size)
        )
    )
    assert len(gone) == fewest


def test_a_hundred_thousand_numbers_take_no_time() -> None:
    assert out_of_order([*range(50_000), 7, *range(50_000, 100_000)]) == [50_000]
