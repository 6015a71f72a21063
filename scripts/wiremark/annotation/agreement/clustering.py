"""How far two annotators make the same clusters of the same items: MUC, B³, CEAFe, their mean, and LEA.

A clustering is a mapping from item to the name of its cluster; every item is in one, if need be alone, so singletons
count. Each score is the F1 of recall and precision, which change places with the annotators: all are symmetric.
No library on the package index that is kept has LEA, so the five short formulas are ours.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import asdict, dataclass

from wiremark.annotation.matching import assign

Clustering = Mapping[Hashable, Hashable]
Cluster = frozenset[Hashable]


@dataclass(frozen=True, slots=True)
class Scores:
    """F1 by each measure, 0 to 1. `items`: how many were scored; where there is none, all are None.

    `muc` is None where neither side links any two items; `conll` is the mean of MUC, B³ and CEAFe, of those there are.
    """

    muc: float | None
    b3: float | None
    ceafe: float | None
    conll: float | None
    lea: float | None
    items: int

    def plain(self) -> dict[str, float | int | None]:
        """As JSON has it."""
        return asdict(self)


def scores(a: Clustering, b: Clustering) -> Scores:
    """Scores two clusterings of the same items. Raises ValueError where the items differ."""
    if a.keys() != b.keys():
        raise ValueError("two clusterings of different items")
    ours, theirs = clusters(a), clusters(b)
    links, items, best = muc(ours, theirs), b_cubed(ours, theirs), ceaf_e(ours, theirs)
    given = [score for score in (links, items, best) if score is not None]
    mean = sum(given) / len(given) if given else None
    return Scores(links, items, best, mean, lea(ours, theirs), len(a))


def clusters(clustering: Clustering) -> list[Cluster]:
    """The clusters as sets of items."""
    members: dict[Hashable, set[Hashable]] = defaultdict(set)
    for item, name in clustering.items():
        members[name].add(item)
    return [frozenset(items) for items in members.values()]


def muc(a: list[Cluster], b: list[Cluster]) -> float | None:
    """MUC (Vilain et al. 1995): the links of a spanning tree that survive in the other's partition."""

    def kept(some: list[Cluster], others: list[Cluster]) -> tuple[int, int]:
        cluster_of = _index(others)
        links = sum(len(cluster) - 1 for cluster in some)
        return sum(len(cluster) - len({cluster_of[item] for item in cluster}) for cluster in some), links

    (there, wanted), (here, made) = kept(a, b), kept(b, a)
    return _f1(there / wanted if wanted else 0.0, here / made if made else 0.0) if wanted or made else None


def b_cubed(a: list[Cluster], b: list[Cluster]) -> float | None:
    """B³ (Bagga & Baldwin 1998): per item the share of its cluster that is in the other's, then the mean over items."""
    items = sum(map(len, a))
    if not items:
        return None
    shared = [(len(one & other), len(one), len(other)) for one, other in _overlaps(a, b)]
    recall = sum(n * n / size for n, size, _ in shared) / items
    precision = sum(n * n / size for n, _, size in shared) / items
    return _f1(recall, precision)


def ceaf_e(a: list[Cluster], b: list[Cluster]) -> float | None:
    """CEAFe (Luo 2005): the best one-to-one alignment of clusters under phi4 = 2·shared / (sum of the sizes)."""
    if not a:
        return None
    ours, theirs = ({cluster: number for number, cluster in enumerate(side)} for side in (a, b))
    phi = {(ours[one], theirs[other]): 2 * len(one & other) / (len(one) + len(other)) for one, other in _overlaps(a, b)}
    total = sum(sorted(phi[pair] for pair in assign(phi)))
    return _f1(total / len(a), total / len(b))


def lea(a: list[Cluster], b: list[Cluster]) -> float | None:
    """LEA (Moosavi & Strube 2016): per cluster, weighted by its size, the share of its links that the other has too.

    A cluster of n items has n·(n-1)/2 links; a singleton has one, to itself, which another singleton alone has too.
    """

    def resolved(some: list[Cluster], others: list[Cluster]) -> float:
        cluster_of, total = _index(others), 0.0
        for cluster in some:
            parts = Counter(cluster_of[item] for item in cluster)
            if len(cluster) == 1:
                total += len(others[next(iter(parts))]) == 1
            else:
                links = len(cluster) * (len(cluster) - 1) / 2
                total += len(cluster) * sum(n * (n - 1) / 2 for n in parts.values()) / links
        return total / sum(map(len, some))

    return _f1(resolved(a, b), resolved(b, a)) if a else None


def _index(some: list[Cluster]) -> dict[Hashable, int]:
    return {item: number for number, cluster in enumerate(some) for item in cluster}


def _overlaps(a: list[Cluster], b: list[Cluster]) -> set[tuple[Cluster, Cluster]]:
    """The pairs of clusters that share an item."""
    cluster_of = _index(b)
    return {(cluster, b[cluster_of[item]]) for cluster in a for item in cluster}


def _f1(recall: float, precision: float) -> float:
    return 2 * recall * precision / (recall + precision) if recall + precision else 0.0
