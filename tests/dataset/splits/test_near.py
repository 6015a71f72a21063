"""The candidates of MinHash beside the exact pairs, on a collection with known copies."""

from __future__ import annotations

import random
import sys

import pytest

from wiremark.dataset.splits.near import candidates, sharing
from wiremark.diagnostics import Usage
from wiremark.validation.corpus.duplicates import pairs


def collection(copies: int) -> tuple[dict[str, str], set[tuple[str, str]], set[tuple[str, str]]]:
    """Texts of 200 words; the pairs that share the most part, and those that share a paragraph."""
    chance = random.Random(4)  # noqa: S311 (no secret)

    def fresh(size: int) -> list[str]:
        return [f"w{chance.randrange(10**7)}" for _ in range(size)]

    texts, edited, quoting = {}, set(), set()
    for number in range(copies):
        text, at = fresh(200), chance.randrange(60)
        texts[f"d{number}"] = " ".join(text)
        texts[f"edited{number}"] = " ".join([*text[at : at + 140], *fresh(60)])
        texts[f"quoting{number}"] = " ".join([*fresh(100), *text[at : at + 30], *fresh(70)])
        edited.add((f"d{number}", f"edited{number}"))
        quoting.add((f"d{number}", f"quoting{number}"))
    return texts, edited, quoting


def test_copies_are_candidates_and_what_is_none_of_them_is_counted_away() -> None:
    texts, edited, quoting = collection(60)
    exact = {(pair.first, pair.second): pair for pair in pairs(texts)}
    assert edited | quoting <= exact.keys()
    found = candidates(texts)
    assert len(found & edited) >= 59  # the probability of a miss is .0001 each
    assert len(found & quoting) < 30  # what the module says of a paragraph that was taken over
    near, whole = sharing(texts, exact=10)
    assert not whole
    assert {(pair.first, pair.second) for pair in near} == {key for key in found if key in exact and exact[key].near}
    assert all(exact[pair.first, pair.second] == pair for pair in near)
    assert sharing(texts) == (sorted(exact.values()), True)


def test_the_candidates_do_not_depend_on_the_order() -> None:
    texts, _, _ = collection(10)
    assert candidates(dict(reversed(texts.items()))) == candidates(texts)


def test_without_the_library_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "datasketch", None)
    with pytest.raises(Usage) as refused:
        sharing({"a": "", "b": ""}, exact=1)
    assert "wiremark[minhash]" in refused.value.help
