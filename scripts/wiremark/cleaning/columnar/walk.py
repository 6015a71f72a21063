"""Down the lines of all documents at once, as the reference goes down one: which of the possible hits come true.

Only lines matter on which something may happen that depends on the lines above. So a document takes one step for
each such line, and what lies between is counted; the documents of a batch step together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wiremark.cleaning.columnar.frame import Flags, Frame, Offsets
from wiremark.cleaning.columnar.plan import PLACES, Plan
from wiremark.cleaning.columnar.search import Found
from wiremark.cleaning.columnar.sentences import sentences
from wiremark.cleaning.rule import LINES_ABOVE, METADATA, Place


@dataclass(frozen=True, slots=True)
class Outcome:
    """The hits that come true, and the lines that are kept, in order of their rows."""

    hits: Offsets
    kept: Offsets


def walk(frame: Frame, plan: Plan, found: Found) -> Outcome:
    """What the reference cleaner would do, given all it could do."""
    return _Walk(frame, plan, found).outcome()


class _Walk:
    def __init__(self, frame: Frame, plan: Plan, found: Found) -> None:
        self.plan, self.found = plan, found
        rows = found.document.size
        lines, hits = found.lines, found.hits
        self.first_hit = np.searchsorted(hits.line, np.arange(lines.start.size + 1))
        self.end_of = np.arange(rows)  # per row the line that is left of it, or -1
        self.chosen: list[Offsets] = [np.zeros(0, np.int64)]
        start, end = lines.start[rows:], lines.end[rows:]
        length = frame.code_points(end) - frame.code_points(start)
        self.sentence = np.concatenate((found.sentence, sentences(frame, start, end, length)))
        documents = found.first_row.size - 1
        self.stay = np.zeros(documents, np.int64)
        self.told = np.zeros(documents, np.int64)
        self.ended = np.zeros(documents, np.bool_)
        self.named = np.zeros((documents, len(METADATA)), np.bool_)

    def outcome(self) -> Outcome:
        rows = self.found.document.size
        has_hit = self.first_hit[1 : rows + 1] > self.first_hit[:rows]
        steps = self._steps(has_hit)
        self._step(steps, has_hit)
        has_hit[steps] = False
        rest = np.flatnonzero(has_hit)
        no = np.zeros(rest.size, np.bool_)
        self._follow(rest, no, no, no)
        chosen = np.concatenate(self.chosen)
        return Outcome(chosen, self.end_of[self.end_of >= 0])

    def _steps(self, has_hit: Flags) -> Offsets:
        """The rows that the state of the page decides on or that change it, down to the last it decides on."""
        found, plan, hits = self.found, self.plan, self.found.hits
        depends = np.zeros(has_hit.size, np.bool_)
        depends[found.lines.row[hits.line[~plan.sure[hits.rule]]]] = True
        last = np.full(found.first_row.size - 1, -1)
        rows = np.flatnonzero(depends)
        last[found.document[rows]] = rows
        rows = np.flatnonzero(has_hit)
        rows = rows[rows <= last[found.document[rows]]]
        first = self.first_hit[rows]
        rule = hits.rule[first]
        plain = plan.sure[rule] & (hits.left_start[first] == hits.left_end[first])
        return np.asarray(rows[~(plain & ~plan.ends_article[rule] & (plan.metadata[rule] < 0))])

    def _step(self, steps: Offsets, has_hit: Flags) -> None:
        """Row by row in each document, and all documents together."""
        document = self.found.document[steps]
        number = np.arange(steps.size) - np.searchsorted(document, document)
        order = np.argsort(number, kind="stable")
        bounds = np.searchsorted(number[order], np.arange(number.max(initial=-1) + 2))
        stays = np.concatenate(([0], np.cumsum(~has_hit)))
        told = np.concatenate(([0], np.cumsum(~has_hit & self.found.sentence)))
        before = self.found.first_row[:-1].copy()  # per document the row down to which it has been counted
        for at in range(bounds.size - 1):
            rows = steps[order[bounds[at] : bounds[at + 1]]]
            here = self.found.document[rows]
            between = stays[rows] - stays[before[here]]
            self.stay[here] += between
            self.told[here] += told[rows] - told[before[here]]
            self.ended[here] &= between == 0
            before[here] = rows
            top = (self.stay[here] <= LINES_ABOVE) & (self.told[here] <= 1)
            first = (self.stay[here] == 0) & self.found.sentence_below[rows]
            ends = self._follow(rows, top, first, self.ended[here])
            left = self.end_of[rows]
            kept = left >= 0
            self.stay[here] += kept
            self.told[here] += kept & self.sentence[left]
            self.ended[here] = (self.ended[here] | ends) & ~kept

    def _follow(self, rows: Offsets, top: Flags, first: Flags, ended: Flags) -> Flags:
        """Each of `rows`, of different documents, down the table; gives which of them held an end mark."""
        plan, hits, first_hit = self.plan, self.found.hits, self.first_hit
        document = self.found.document[rows]
        open_at = np.ones((rows.size, len(PLACES)), np.bool_)
        for place, here in ((Place.TOP, top), (Place.FIRST, first), (Place.AFTER_END, ended)):
            open_at[:, PLACES.index(place)] = here
        at, until = first_hit[rows], first_hit[rows + 1]
        ends = np.zeros(rows.size, np.bool_)
        active = np.flatnonzero(at < until)
        while active.size:
            hit = at[active]
            rule = hits.rule[hit]
            acts = open_at[active, plan.place[rule]]
            acts &= ~(plan.once[rule] & self.named[document[active], plan.metadata[rule]])
            at[active[~acts]] += 1
            acting, hit, rule = active[acts], hit[acts], rule[acts]
            self.chosen.append(hit)
            ends[acting] |= plan.ends_article[rule]
            naming = plan.metadata[rule] >= 0
            self.named[document[acting[naming]], plan.metadata[rule[naming]]] = True
            rest = hits.rest[hit]
            self.end_of[rows[acting]] = rest
            at[acting] = np.where(rest < 0, 0, first_hit[rest])
            until[acting] = np.where(rest < 0, 0, first_hit[rest + 1])
            active = active[at[active] < until[active]]
        return ends
