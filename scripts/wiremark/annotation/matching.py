"""Which record of one annotator is which of another's: extents, and one-to-one matching.

An extent is the set of code points that a record's spans cover, without the quotation marks, other punctuation and
white space at the edges of each span. Records are exactly alike where their extents are equal. They are softly alike
where they are partners in the one-to-one assignment with the greatest total IoU (code points shared over code points of
either) among pairs with an IoU of .5 or more. So there are never fewer soft pairs than exact ones.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from unicodedata import category

Object = Mapping[str, Any]
Extent = frozenset[int]

PLACES: Mapping[str, str] = {"mentions": "span", "times": "span", "events": "trigger", "quotes": "content"}
"""Per layer the property that says where a record stands, in the order in which layers are told."""

SOFT = 0.5
"""The least IoU of a soft pair."""

_MARKS = "`´"  # quotation marks to those who typed them, symbols to Unicode
_ID = re.compile(r"(?:[mteq][1-9][0-9]*|(?:E|EV|U):.*)\Z")
_PARTS = ("span", "trigger", "content", "source", "cue")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records, by their places in the two lists. `iou` is of their extents; `exact` where these are equal."""

    a: int
    b: int
    iou: float
    exact: bool


@dataclass(frozen=True, slots=True)
class Matching:
    """The pairs, in the order of the first list, and what found no partner on either side, by place in its list."""

    pairs: tuple[Pair, ...]
    only_a: tuple[int, ...]
    only_b: tuple[int, ...]


class Tie(NamedTuple):
    """What one pair brings to the choice between assignments of equal total weight, in this order.

    The greatest sum of `alike`; something fixed that depends on the pairs' `name` alone; the greatest sum of `last`.
    """

    alike: int = 0
    name: str = ""
    last: int = 0


def spans(record: Object, key: str) -> Sequence[Object]:
    """The spans under `key`: of one span a list, of a list itself; none where the record has no such key."""
    value = record.get(key)
    return [value] if isinstance(value, Mapping) else value or []


def extent(parts: Iterable[Object]) -> Extent:
    """The code points that spans `{start, end, text}` cover, edges taken away as the module says.

    A span of edge signs alone adds nothing, unless all are: then they are kept as they stand.
    """
    whole, trimmed = set[int](), set[int]()
    for part in parts:
        start, end, text = part["start"], part["end"], part.get("text") or ""
        whole.update(range(start, end))
        kept = [point for point, sign in zip(range(start, end), text, strict=False) if not _edge(sign)]
        trimmed.update(range(min(kept), max(kept) + 1) if kept else ())
    return frozenset(trimmed or whole)


def iou(a: Collection[int], b: Collection[int]) -> float:
    """Intersection over union of two extents, 0 to 1; 0 where both are empty."""
    a, b = frozenset(a), frozenset(b)
    return len(a & b) / len(a | b) if a or b else 0.0


def match(a: Sequence[Object], b: Sequence[Object], layer: str) -> Matching:
    """Matches the records of one layer of one document softly, one to one. See the module for what that means.

    Between assignments of equal total the one is taken whose partners agree in more of their other properties, so it
    matters neither which annotator is called A, nor how records are ordered or numbered (records that are equal but for
    the ids in them excepted: of these the ones with like ids are partners).
    """
    key = PLACES[layer]
    ours, theirs = ([extent(spans(record, key)) for record in records] for records in (a, b))
    at: dict[int, list[int]] = {}
    for j, points in enumerate(theirs):
        for point in points:
            at.setdefault(point, []).append(j)
    shares: dict[tuple[int, int], float] = {}
    for i, points in enumerate(ours):
        for j in {j for point in points for j in at.get(point, ())}:
            if (share := iou(points, theirs[j])) >= SOFT:
                shares[i, j] = share
    own, others = ([_content(record) for record in records] for records in (a, b))
    ties = {
        (i, j): Tie(_alike(own[i], others[j]), " ".join(sorted(map(repr, (own[i], others[j])))), _alike(a[i], b[j]))
        for i, j in shares
    }
    pairs = tuple(Pair(i, j, shares[i, j], ours[i] == theirs[j]) for i, j in assign(shares, ties))
    matched_a, matched_b = {pair.a for pair in pairs}, {pair.b for pair in pairs}
    return Matching(
        pairs,
        tuple(i for i in range(len(a)) if i not in matched_a),
        tuple(j for j in range(len(b)) if j not in matched_b),
    )


def assign(
    weights: Mapping[tuple[int, int], float], ties: Mapping[tuple[int, int], Tie] | None = None
) -> list[tuple[int, int]]:
    """The one-to-one assignment with the greatest total weight, as sorted pairs (row, column).

    weights: of the pairs that are allowed; only those above zero are taken. ties: what decides between equal totals.
    Maximum weight matching (Edmonds 1965; Galil 1986) by networkx, in whole numbers, so that it is exact.
    """
    if not weights:
        return []
    import networkx

    graph = networkx.Graph()
    for (row, column), weight in sorted(weights.items()):
        tie = (ties or {}).get((row, column), Tie())
        fixed = int.from_bytes(hashlib.blake2b(tie.name.encode("utf-8", "replace"), digest_size=6).digest())
        whole = (round(weight * 2**40) << 128) + (tie.alike << 96) + (fixed << 32) + tie.last
        if weight > 0:
            graph.add_edge(("a", row), ("b", column), weight=whole)
    found = []
    for component in networkx.connected_components(graph):
        part = graph.subgraph(component)
        edges = part.edges if len(component) == 2 else networkx.max_weight_matching(part)
        for edge in edges:
            (_, row), (_, column) = sorted(edge)
            found.append((row, column))
    return sorted(found)


def _edge(sign: str) -> bool:
    return category(sign)[0] in "PZC" or sign in _MARKS


def _content(record: Object) -> dict[str, Any]:
    """What a record says that does not depend on how records, entities and clusters are numbered."""
    values = {key: value for key, value in sorted(record.items()) if isinstance(value, str) and not _ID.match(value)}
    return values | {key: sorted(extent(spans(record, key))) for key in _PARTS}


def _alike(a: Object, b: Object) -> int:
    return sum(key in b and value == b[key] for key, value in a.items())
