"""The name that was meant."""

from wiremark.text.spelling import Names


def test_guesses_stay_few() -> None:
    names = Names(f"E:name-{number}" for number in range(10_000))
    assert [names.meant(f"E:nmae-{number}") is not None for number in range(7)] == [True] * 5 + [False] * 2
    assert names.meant("E:nmae-0") == "E:name-0"
    assert Names(["a" * 1000]).meant("a" * 999) is None
