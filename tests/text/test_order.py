from __future__ import annotations

import pytest

from wiremark.text.order import natural


@pytest.mark.parametrize(
    "ordered",
    [
        ["m2", "m10", "t1"],
        ["R-E2", "R-E10", "R-T1", "none"],
        ["", "1", "2", "10"],
        ["EV:talks-2024-05-07", "EV:talks-2024-05-16"],
    ],
)
def test_numbers_at_the_end_count_as_numbers(ordered: list[str]) -> None:
    assert sorted(ordered, key=natural) == ordered


def test_no_number_is_too_long() -> None:
    assert sorted(["m" + "1" * 5000, "m2"], key=natural)[0] == "m2"
