"""The way over several versions."""

from __future__ import annotations

import pytest

from wiremark.schema.migrate.chain import route
from wiremark.schema.migrate.operations import Migration

VERSIONS = ["1.10.0", "2.0.0", "1.0.0", "1.2.0", "2.0.0-beta", "3.0.0"]


def way(old: str, new: str, *migrations: tuple[str, str]) -> list[str]:
    """The steps, each as `1.0.0 > 1.2.0`, with = where only the stamp changes and < where it is run backwards."""
    steps = route(old, new, VERSIONS, [Migration(*pair) for pair in migrations])
    return [f"{step.old} {'<' if step.back else '>'}{'' if step.migration else '='} {step.new}" for step in steps]


@pytest.mark.parametrize(
    ("old", "new", "migrations", "steps"),
    [
        ("1.0.0", "1.0.0", [], []),
        ("1.0.0", "1.10.0", [], ["1.0.0 >= 1.2.0", "1.2.0 >= 1.10.0"]),
        ("1.10.0", "2.0.0", [], ["1.10.0 >= 2.0.0-beta", "2.0.0-beta >= 2.0.0"]),
        ("1.0.0", "2.0.0", [("1.0.0", "2.0.0")], ["1.0.0 > 2.0.0"]),
        ("1.2.0", "2.0.0", [("1.10.0", "2.0.0")], ["1.2.0 >= 1.10.0", "1.10.0 > 2.0.0"]),
        ("1.0.0", "2.0.0", [("1.0.0", "1.2.0"), ("1.2.0", "2.0.0")], ["1.0.0 > 1.2.0", "1.2.0 > 2.0.0"]),
        (
            "1.0.0",
            "2.0.0",
            [("1.0.0", "1.2.0"), ("1.2.0", "2.0.0"), ("1.0.0", "2.0.0")],
            ["1.0.0 > 2.0.0"],
        ),
        (
            "1.0.0",
            "2.0.0",
            [("1.0.0", "3.0.0"), ("1.0.0", "1.10.0"), ("1.10.0", "2.0.0")],
            ["1.0.0 > 1.10.0", "1.10.0 > 2.0.0"],
        ),
        ("2.0.0", "1.0.0", [("1.0.0", "1.2.0"), ("1.2.0", "2.0.0")], ["2.0.0 < 1.2.0", "1.2.0 < 1.0.0"]),
        ("1.10.0", "1.0.0", [("1.0.0", "1.2.0")], ["1.10.0 <= 1.2.0", "1.2.0 < 1.0.0"]),
    ],
)
def test_route(old: str, new: str, migrations: list[tuple[str, str]], steps: list[str]) -> None:
    assert way(old, new, *migrations) == steps


def test_a_migration_of_unknown_versions_leads_nowhere() -> None:
    assert way("1.0.0", "1.2.0", ("1.0.0", "1.1.0"), ("1.1.0", "1.2.0")) == ["1.0.0 >= 1.2.0"]


@pytest.mark.parametrize(("old", "new"), [("0.1.0", "1.0.0"), ("1.0.0", "0.1.0")])
def test_an_unknown_version(old: str, new: str) -> None:
    with pytest.raises(KeyError):
        way(old, new)
