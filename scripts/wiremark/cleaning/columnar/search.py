"""Which rules would act on which lines, if it came to that: everything but the state of the page.

A line from which a rule takes a piece goes on through the rest of the table with what is left: a new line here,
tried from the next rule on. So the hits of a batch are trees, and `walk` follows one path through each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from wiremark.cleaning.columnar.frame import Flags, Frame, Offsets
from wiremark.cleaning.columnar.gates import Edges, rare_signs
from wiremark.cleaning.columnar.hits import Hits, Lines, behind, joined, kept, matched, rests
from wiremark.cleaning.columnar.plan import STATELESS, Plan, Row
from wiremark.cleaning.columnar.sentences import sentences
from wiremark.cleaning.columnar.texts import Texts
from wiremark.cleaning.rule import LINES_ABOVE, LONGEST, LONGEST_NEWS, Place


@dataclass(frozen=True, slots=True)
class Found:
    """The lines of a batch, of which the first are its rows; what may be taken out of them; per row its document.

    `first_row` has an entry more than there are documents; `sentence` and `sentence_below` speak of rows.
    """

    lines: Lines
    hits: Hits
    document: Offsets
    first_row: Offsets
    sentence: Flags
    sentence_below: Flags


def search(frame: Frame, plan: Plan) -> Found:
    """All hits that a walk through the documents may come to, in order of line and rule."""
    return _Search(frame, plan).found()


class _Search:
    def __init__(self, frame: Frame, plan: Plan) -> None:
        self.frame, self.plan = frame, plan
        inside = np.flatnonzero(frame.trimmed_start < frame.trimmed_end)
        start, end = frame.trimmed_start[inside], frame.trimmed_end[inside]
        self.length = frame.code_points(end) - frame.code_points(start)
        self.rows = Lines(start, end, np.arange(start.size), self.length, np.zeros(start.size, np.int64))
        self.lines = self.rows
        self.document = frame.line_document[inside]
        self.first_row = np.searchsorted(self.document, np.arange(frame.documents.size))
        self.sentence = sentences(frame, start, end, self.length)
        self.sentence_below = self._sentence_below()
        self.news = (np.diff(self.first_row) <= LONGEST_NEWS)[self.document]
        self.texts = Texts(frame)
        self.signs = rare_signs(frame.raw, start, end, self.length)
        self.edges = self._edges(self.rows)
        self.passing: dict[int, Offsets] = {}  # per rule that is tried on some rows at a time, all that it could match
        self.hits: list[Hits] = []
        self.sure = np.full(start.size, len(plan.rows))  # per row the first rule that acts if the walk comes to it
        self.hit = np.zeros(start.size, np.bool_)  # per row: some rule may act on it
        self.tried = {place: np.zeros(start.size, np.bool_) for place in Place if place not in STATELESS}

    def _sentence_below(self) -> Flags:
        last = np.full(self.first_row.size - 1, -1)
        rows = np.flatnonzero(self.sentence)
        last[self.document[rows]] = rows
        return np.asarray(self.rows.row < last[self.document])

    def _edges(self, lines: Lines) -> Edges | None:
        if not lines.start.size:
            return None
        signs, is_ascii = self.signs[lines.row], not self.frame.continuations.size
        return self.plan.gates.edges(self.frame.data, lines.start, lines.end, signs, is_ascii=is_ascii)

    def found(self) -> Found:
        if self.rows.start.size:
            self._anywhere()
            self._at_the_top()
            self._below_an_end()
            new, self.hits = joined(self.hits), []
            done: list[Hits] = []
            while new.line.size:
                new, lines = rests(self.frame, self.lines, new)
                done.append(new)
                self._go_on(lines)
                self._below_an_end()
                new, self.hits = joined(self.hits), []
            self.hits = done
        hits = joined(self.hits)
        return Found(self.lines, hits, self.document, self.first_row, self.sentence, self.sentence_below)

    def _anywhere(self) -> None:
        """The rules that the raw text alone decides on."""
        if self.edges is None:
            return
        rows = [row for row in self.plan.rows if row.rule.place in STATELESS]
        edges, lines = self.plan.gates.narrowed(self.edges, [row.number for row in rows])
        lengths = self.length[lines]
        for row in rows:
            found = lines[self.plan.gates.passing(edges, row.number, lengths)]
            self._try(row, found[self.news[found]] if row.rule.place is Place.NEWS else found)

    def _at_the_top(self) -> None:
        """The rules for the top of an article, on as many rows as may be there.

        The rank of a row is how many rows above it in the document do not surely leave whole. A row without a hit
        surely stays; a document of which enough such have been seen is done.
        """
        leaves = np.zeros(self.hit.size, np.int64)
        for hits in self.hits:
            leaves[hits.line[self.plan.sure[hits.rule] & (hits.left_start == hits.left_end)]] = 1
        rank = np.cumsum(1 - leaves) - (1 - leaves)
        rank -= rank[self.first_row[:-1].clip(max=rank.size - 1)][self.document]
        documents = self.first_row.size - 1
        stay, told = np.zeros(documents, np.int64), np.zeros(documents, np.int64)
        nothing_stays = np.ones(documents, np.bool_)
        by_rank = np.argsort(rank, kind="stable")
        ranks = rank[by_rank]
        first, last = 0, LINES_ABOVE + 1
        while first <= ranks[-1]:
            rows = np.sort(by_rank[np.searchsorted(ranks, first) : np.searchsorted(ranks, last)])
            rows = rows[((stay <= LINES_ABOVE) & (told <= 1))[self.document[rows]]]
            if not rows.size:
                break
            self._try_at(Place.TOP, rows)
            self._at_the_very_top(rows, rank[rows], nothing_stays, first, last)
            rows = rows[~self.hit[rows]]
            stay += np.bincount(self.document[rows], minlength=documents)
            told += np.bincount(self.document[rows[self.sentence[rows]]], minlength=documents)
            first, last = last, 2 * last

    def _at_the_very_top(self, rows: Offsets, rank: Offsets, nothing_stays: Flags, first: int, last: int) -> None:
        """The rules for lines above which nothing is kept, on `rows`, whose ranks are from `first` to `last`."""
        while first < last:
            until = first + max(1, first)
            here = rows[(rank >= first) & (rank < until)]
            here = here[nothing_stays[self.document[here]]]
            self._try_at(Place.FIRST, here[self.sentence_below[here]])
            nothing_stays[self.document[here[~self.hit[here]]]] = False
            first = until

    def _below_an_end(self) -> None:
        """The rules for lines below an end mark, on all below one of the hits that are new."""
        ends = [self.lines.row[hits.line] for hits in self.hits if self.plan.ends_article[hits.rule[0]]]
        if ends:
            end = np.full(self.first_row.size - 1, self.hit.size)
            for rows in ends:
                np.minimum.at(end, self.document[rows], rows)
            below = (self.rows.row > end[self.document]) & ~self.tried[Place.AFTER_END]
            self._try_at(Place.AFTER_END, np.flatnonzero(below))

    def _try_at(self, place: Place, rows: Offsets) -> None:
        self.tried[place][rows] = True
        if not rows.size or self.edges is None:
            return
        here = np.zeros(self.hit.size, np.bool_)
        here[rows] = True
        for row in self.plan.rows:
            if row.rule.place is place:
                if row.number not in self.passing:
                    self.passing[row.number] = self.plan.gates.passing(self.edges, row.number, self.length)
                found = self.passing[row.number]
                self._try(row, found[here[found]])

    def _try(self, row: Row, rows: Offsets) -> None:
        """A rule on rows that its gates let pass."""
        if not rows.size:
            return
        rows = rows[self.sure[rows] > row.number]
        if row.whole:
            rows = rows[self.length[rows] <= LONGEST]
        rows = rows[self._neighbours_may_fit(row, rows)]
        found = self._matched(row, rows, self.rows)
        if found is not None:
            self.hit[found.line] = True
            if self.plan.sure[row.number]:
                self.sure[found.line] = row.number

    def _go_on(self, lines: Lines) -> None:
        """The rest of the table for what pieces taken out left: new lines, put behind the others."""
        first = self.lines.start.size
        self.lines = behind(self.lines, lines)
        edges = self._edges(lines)
        if edges is None:
            return
        lengths = self.frame.code_points(lines.end) - self.frame.code_points(lines.start)
        sure = np.full(lines.start.size, len(self.plan.rows))
        for row in self.plan.rows:
            found = self.plan.gates.passing(edges, row.number, lengths)
            if not found.size:
                continue
            found = found[(lines.since[found] <= row.number) & (sure[found] > row.number)]
            if row.whole:
                found = found[lines.row_length[found] <= LONGEST]
            if row.rule.place is Place.NEWS:
                found = found[self.news[lines.row[found]]]
            elif row.rule.place in (Place.TOP, Place.FIRST):
                found = found[self.tried[row.rule.place][lines.row[found]]]
            found = found[self._neighbours_may_fit(row, lines.row[found])]
            hits = self._matched(row, first + found, self.lines)
            if hits is not None and self.plan.sure[row.number]:
                sure[hits.line - first] = row.number

    def _matched(self, row: Row, numbers: Offsets, lines: Lines) -> Hits | None:
        """The hits of a rule on lines of these numbers, added to the others."""
        if not numbers.size:
            return None
        if row.rule.needs:
            numbers = self.texts.holding(lines, numbers, row.rule.needs)
        found = matched(row, numbers, lines.start[numbers], lines.end[numbers], self.texts.of(lines, numbers))
        if found is not None and row.neighbours:
            found = kept(found, self._neighbours_fit(row, lines.row[found.line]))
        if found is None or not found.line.size:
            return None
        self.hits.append(found)
        return found

    def _neighbours_may_fit(self, row: Row, rows: Offsets) -> Flags:
        """Around which of `rows` the rows pass the gates of what the rule wants there."""
        fit = np.ones(rows.size, np.bool_)
        if self.edges is not None:
            for near in row.neighbours:
                fit &= self._same_document(rows, near.step)
                fit[fit] = self.plan.gates.passes(self.edges, near.gate, rows[fit] + near.step)
        return fit

    def _same_document(self, rows: Offsets, step: int) -> Flags:
        """Which of `rows` have a row so many steps away in their document."""
        there = rows + step
        inside = (there >= 0) & (there < self.hit.size)
        inside[inside] = self.document[there[inside]] == self.document[rows[inside]]
        return inside

    def _neighbours_fit(self, row: Row, rows: Offsets) -> Flags:
        """Around which of `rows` the rows begin as the rule wants them to."""
        fit = np.ones(rows.size, np.bool_)
        for near in row.neighbours:
            fit &= self._same_document(rows, near.step)
            at = rows[fit] + near.step
            begins = re.compile(near.pattern).match
            fit[fit] = [begins(text[:LONGEST]) is not None for text in self.texts.of(self.rows, at)]
        return fit
