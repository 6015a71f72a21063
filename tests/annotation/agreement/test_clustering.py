"""Cluster scores against numbers worked out by hand and those that the papers print."""

from __future__ import annotations

from collections.abc import Hashable
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiremark.annotation.agreement.clustering import Clustering, clusters, scores


def made(*groups: str) -> dict[Hashable, Hashable]:
    """`made("abc", "d")`: a, b and c in one cluster, d alone."""
    return {item: number for number, group in enumerate(groups) for item in group}


def test_the_example_of_bagga_and_baldwin() -> None:
    # Bagga & Baldwin 1998, figures 1 and 2; Luo 2005, table 1, system (a): MUC .947, B³ .865, CEAFe .733
    found = scores(made("12345", "67", "89ABC"), made("12345", "6789ABC"))
    # MUC: recall (4+1+4)/9 = 1, precision (4 + 7-2)/10 = 9/10; F1 18/19
    assert found.muc == pytest.approx(18 / 19) == pytest.approx(0.947, abs=5e-4)
    # B³: recall 1; precision (5 + 2·2/7 + 5·5/7)/12 = 16/21; F1 32/37
    assert found.b3 == pytest.approx(32 / 37) == pytest.approx(0.865, abs=5e-4)
    # CEAFe: {1-5} with itself 1, {8-C} with {6-C} 2·5/12; 11/6 over 3 and over 2; F1 2·(11/6)/5
    assert found.ceafe == pytest.approx(11 / 15) == pytest.approx(0.733, abs=5e-4)
    assert found.conll == pytest.approx((18 / 19 + 32 / 37 + 11 / 15) / 3)
    # LEA: recall 1; precision (5·1 + 7·(1+10)/21)/12 = 13/18; F1 26/31
    assert found.lea == pytest.approx(26 / 31)
    assert found.items == 12


def test_luo_s_second_system() -> None:
    # Luo 2005, table 1, system (b): {1-5, 8-C} and {6,7}: MUC .947, B³ .737, CEAFe .667
    found = scores(made("12345", "67", "89ABC"), made("1234589ABC", "67"))
    assert found.muc == pytest.approx(18 / 19)
    assert found.b3 == pytest.approx(14 / 19) == pytest.approx(0.737, abs=5e-4)  # precision (2 + 10/2)/12 = 7/12
    assert found.ceafe == pytest.approx(2 / 3)  # 1 + 2·5/15 = 5/3 over 3 and over 2


def test_singletons_count() -> None:
    # {1} {2,3} against {1,2} {3}
    found = scores(made("1", "23"), made("12", "3"))
    assert found.muc == 0.0
    assert found.b3 == pytest.approx(2 / 3)  # 1, 1/2, 1/2 either way
    assert found.ceafe == pytest.approx(2 / 3)  # two pairs of 2/3, two clusters on either side
    assert found.conll == pytest.approx(4 / 9)
    assert found.lea == 0.0  # no link and no singleton is the same


def test_a_singleton_has_one_link_to_itself() -> None:
    # {1} {2,3} {4} against {1} {2} {3} {4}: LEA recall (1 + 0 + 1)/4, precision (1 + 0 + 0 + 1)/4
    assert scores(made("1", "23", "4"), made("1", "2", "3", "4")).lea == pytest.approx(0.5)


def test_muc_has_nothing_to_say_of_singletons_alone() -> None:
    found = scores(made("1", "2"), made("1", "2"))
    assert (found.muc, found.b3, found.ceafe, found.conll, found.lea) == (None, 1.0, 1.0, 1.0, 1.0)
    assert scores(made("1", "2"), made("12")).muc == 0.0


def test_nothing() -> None:
    found = scores({}, {})
    assert (found.muc, found.b3, found.ceafe, found.conll, found.lea, found.items) == (None,) * 5 + (0,)


def test_different_items_are_refused() -> None:
    with pytest.raises(ValueError, match="different items"):
        scores(made("12"), made("13"))


GROUPINGS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=9)


@settings(deadline=None)  # the first call imports networkx
@given(GROUPINGS, st.permutations(range(5)))
def test_scores_are_symmetric_bounded_and_blind_to_names(rows: list[tuple[int, int]], order: list[int]) -> None:
    a: Clustering = {n: one for n, (one, _) in enumerate(rows)}
    b: Clustering = {n: other for n, (_, other) in enumerate(rows)}
    found, turned = scores(a, b).plain(), scores(b, a).plain()
    renamed = scores(a, {n: f"c{order[other]}" for n, (_, other) in reversed([*enumerate(rows)])}).plain()
    for key, value in found.items():
        if value is None:
            assert turned[key] is None
            continue
        assert value == pytest.approx(turned[key])
        assert value == pytest.approx(renamed[key])
        if key != "items":
            assert 0 <= value <= 1
    itself = scores(a, a).plain()
    assert {value for key, value in itself.items() if key != "items"} <= {None, 1.0}


@settings(deadline=None)  # the first call imports networkx
@given(GROUPINGS)
def test_ceafe_aligns_clusters_as_well_as_can_be(rows: list[tuple[int, int]]) -> None:
    a: Clustering = {n: one for n, (one, _) in enumerate(rows)}
    b: Clustering = {n: other for n, (_, other) in enumerate(rows)}
    ours, theirs = clusters(a), clusters(b)
    if not rows:
        return
    padded = [*theirs, *[frozenset[Hashable]()] * len(ours)]
    best = max(
        sum(2 * len(one & other) / (len(one) + len(other)) for one, other in zip(ours, order, strict=False))
        for order in permutations(padded, len(ours))
    )
    assert scores(a, b).ceafe == pytest.approx(2 * best / (len(ours) + len(theirs)))
