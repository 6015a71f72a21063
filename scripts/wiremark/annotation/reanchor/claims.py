"""Which tokens of a new text are claimed by several runs, or for several tokens of the old one, and who gets them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wiremark.annotation.reanchor.loose import loose
from wiremark.annotation.reanchor.runs import Run

At = dict[int, list[Run]]


@dataclass(frozen=True, slots=True)
class Claims:
    """at: per old token the runs that hold it. contested: old tokens that might have gone elsewhere, or be gone."""

    at: Mapping[int, Sequence[Run]]
    contested: frozenset[int]


def claims(runs: Sequence[Run], a: Sequence[str], b: Sequence[str]) -> Claims:
    """What the runs of two texts claim, given as tokens.

    Tokens that claim each other crosswise are settled where there is only one way to place them all: each then has
    one place, and each place one token, by runs that hold undisputed tokens too. Else all of them are contested.
    """
    at: At = defaultdict(list)
    back: At = defaultdict(list)
    for run in runs:
        for number in range(run.size):
            at[run.old + number].append(run)
            back[run.new + number].append(run)
    contested = {token for run in runs for token in loose(run, at, back, a, b)}
    alone = {
        run
        for token, holders in at.items()
        if len(holders) == 1
        for run in holders
        if len(back[token + run.shift]) == 1
    }
    seen = set[int]()
    for token in [token for token, holders in at.items() if len(holders) > 1]:
        _settle(token, at, back, alone, seen, contested)
    for place, holders in back.items():
        if len(holders) > 1:
            _settle(place - holders[0].shift, at, back, alone, seen, contested)
    return Claims(at, frozenset(contested))


def _settle(token: int, at: At, back: At, alone: set[Run], seen: set[int], contested: set[int]) -> None:
    """Settles all that hangs together with an old token, or marks it as contested."""
    if token in seen:
        return
    ours, todo = set[int](), [token]
    while todo:
        one = todo.pop()
        if one not in ours:
            ours.add(one)
            todo += [one + run.shift - other.shift for run in at[one] for other in back[one + run.shift]]
    seen |= ours
    choices = {one: {one + run.shift: run for run in at[one]} for one in ours}
    places = {place for options in choices.values() for place in options}
    chosen = _only(choices) if len(places) == len(ours) else None
    for one in ours:
        if chosen is None or not alone.issuperset(chosen.values()):
            contested.add(one)
        else:
            at[one] = [chosen[one]]


def _only(choices: dict[int, dict[int, Run]]) -> dict[int, Run] | None:
    """The one way to give each token a place of its own; None where there is none, or more than one.

    Who has a single choice takes it, token or place; in what has no circle this finds the one perfect matching.
    """
    left = {token: dict(options) for token, options in choices.items()}
    found: dict[int, Run] = {}
    while left:
        wanted: dict[int, list[int]] = defaultdict(list)
        for token, options in left.items():
            for place in options:
                wanted[place].append(token)
        forced = [(token, next(iter(options))) for token, options in left.items() if len(options) == 1]
        forced += [(tokens[0], place) for place, tokens in wanted.items() if len(tokens) == 1]
        if not forced:
            return None
        token, place = forced[0]
        found[token] = left.pop(token)[place]
        for options in left.values():
            options.pop(place, None)
        if not all(left.values()):
            return None
    return found
