"""The reference cleaner: the rule table read line by line. Pure and readable rather than fast.

Each line is trimmed, then the table is walked once, top to bottom. A rule sees what the rules before it
left of the line and may take all of it, its head or its tail; so what is kept of a line is one slice.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from wiremark.cleaning.cleaned import JOINER, WHITE_SPACE, Cleaned, Removed, Segment
from wiremark.cleaning.patterns import SENTENCE
from wiremark.cleaning.rule import LINES_ABOVE, LONGEST, LONGEST_NEWS, METADATA, Part, Place, Rule
from wiremark.cleaning.rules import LANGUAGES, primary, rules_for
from wiremark.sources import check_mode
from wiremark.text.lines import lines

_Matcher = Callable[[str], re.Match[str] | None]


def clean(raw: str, *, language: str = "en", mode: str = "rules") -> Cleaned:
    """The article in `raw`, without what the rules for `language` (a BCP 47 tag) take out or set aside.

    In the modes `safe` and `full` the context model then takes out what no rule claims, as pieces with a score;
    `safe` where it is very sure, `full` where that serves precision and recall best. The model knows English.
    An unknown language gets the language-neutral rules and a note, a language that the model does not know the rules
    alone and a note. Raises ValueError where `mode` is none of `MODES`.
    """
    check_mode(mode)
    tag = primary(language)
    notes = () if tag in LANGUAGES else (f"no rules for language {language!r}: only the language-neutral ones ran",)
    page = _Page(raw, rules_for(tag))
    for row in range(len(page.cores)):
        page.sweep(row)
    text = JOINER.join(raw[start:end] for start, end in page.kept)
    page.removed.sort(key=lambda piece: piece.start)
    cleaned = Cleaned(text, tuple(page.removed), _segments(page.kept), page.metadata, notes)
    return cleaned if mode == "rules" else _by_context(cleaned, tag, mode)


def _by_context(cleaned: Cleaned, language: str, mode: str) -> Cleaned:
    """What the rules gave, less the lines that the model takes out."""
    from wiremark.cleaning import context

    if language not in context.LANGUAGES:
        note = f"the context model knows English only: mode {mode} did for {language!r} what mode rules does"
        return replace(cleaned, notes=(*cleaned.notes, note))
    return context.refined(cleaned, mode)


def _segments(kept: Sequence[tuple[int, int]]) -> tuple[Segment, ...]:
    segments, at = [], 0
    for start, end in kept:
        segments.append(Segment(start, at, end - start))
        at += end - start + len(JOINER)
    return tuple(segments)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _matcher(rule: Rule) -> _Matcher:
    pattern = _compiled(rule.pattern)
    return pattern.match if rule.part is Part.HEAD else pattern.fullmatch


def is_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does and is as long as one."""
    return _compiled(SENTENCE).fullmatch(line[-LONGEST:]) is not None


def holds(line: str, strings: Sequence[str]) -> bool:
    """Whether a line, in small letters, holds one of the strings."""
    small = line.lower()
    for string in strings:  # noqa: SIM110  # four times as fast as `any` with a generator
        if string in small:
            return True
    return False


class _Page:
    """One raw text on its way through the table: its non-blank lines, and what has become of them so far."""

    def __init__(self, raw: str, rules: Sequence[Rule]) -> None:
        self.raw = raw
        self.rules = rules
        self.removed: list[Removed] = []
        self.kept: list[tuple[int, int]] = []
        self.metadata: dict[str, str] = {}
        self.cores: list[tuple[int, int]] = []  # the non-blank lines, trimmed
        for line in lines(raw):
            start, end = self._trim(line.start, line.end)
            if start < end:
                self.cores.append((start, end))
            self._remove(line.end, line.end_with_break, "line_break", "line_break")
        self.words = [raw[start:end] for start, end in self.cores]
        self.last_sentence = max((row for row, line in enumerate(self.words) if is_sentence(line)), default=-1)
        self.sentences_kept = 0
        self.ended = False  # an end mark stands above, and nothing has been kept since
        self.acting: dict[tuple[bool | Place, ...], list[tuple[Rule, _Matcher]]] = {}

    def sweep(self, row: int) -> None:
        """Walk the table over one line and book what is taken out and what stays."""
        start, end = self.cores[row]
        line = self.raw[start : min(end, start + LONGEST + 1)]
        for rule, matches in self._acting(row, whole=len(line) <= LONGEST):
            match = matches(line) if not rule.needs or holds(line, rule.needs) else None
            if match is None or not self._fits(rule, row, line):
                continue
            group = "cut" if "cut" in match.re.groupindex else 0
            cut = self._inside(start + match.start(group), start + match.end(group))
            if rule.reason in METADATA:
                self._set_aside(rule.reason, match["value" if "value" in match.re.groupindex else group].strip())
            self._remove(*cut, rule.reason, rule.id)
            self.ended |= rule.ends_article
            start, end = self._trim(cut[1], end) if cut[0] == start else self._trim(start, cut[0])
            if start == end:
                break
            line = self.raw[start : min(end, start + LONGEST + 1)]
        if start < end:
            self.kept.append((start, end))
            self.sentences_kept += is_sentence(self.raw[start:end])
            self.ended = False

    def _acting(self, row: int, *, whole: bool) -> list[tuple[Rule, _Matcher]]:
        """The rules that may act where this line stands; those that read a whole line only where it is short enough."""
        places = [Place.ANYWHERE]
        if not self.kept and row < self.last_sentence:
            places.append(Place.FIRST)
        if len(self.kept) <= LINES_ABOVE and self.sentences_kept <= 1:
            places.append(Place.TOP)
        if self.ended:
            places.append(Place.AFTER_END)
        if len(self.cores) <= LONGEST_NEWS:
            places.append(Place.NEWS)
        state: tuple[bool | Place, ...] = (whole, *places)
        if state not in self.acting:
            self.acting[state] = [
                (rule, _matcher(rule))
                for rule in self.rules
                if rule.place in places and (whole or rule.part is Part.HEAD)
            ]
        return self.acting[state]

    def _fits(self, rule: Rule, row: int, line: str) -> bool:
        """Whether `rule`, whose pattern the line matches, may act on it."""
        if rule.once and rule.reason in self.metadata:
            return False
        if rule.unless and _compiled(rule.unless).search(line):
            return False
        return self._neighbours_fit(rule, row)

    def _set_aside(self, reason: str, value: str) -> None:
        earlier = self.metadata.get(reason)
        self.metadata[reason] = f"{earlier}; {value}" if earlier else value

    def _neighbours_fit(self, rule: Rule, row: int) -> bool:
        """Whether the non-blank lines around this one, as they stand in the raw text, are as the rule wants them."""
        wanted = [(row + step, pattern) for step, pattern in enumerate(rule.below, 1)]
        if rule.above:
            wanted.append((row - 1, rule.above))
        return all(
            0 <= near < len(self.words) and _compiled(pattern).match(self.words[near][:LONGEST])
            for near, pattern in wanted
        )

    def _inside(self, start: int, end: int) -> tuple[int, int]:
        """`raw[start:end]` without the white space at its edges."""
        piece = self.raw[start:end]
        return end - len(piece.lstrip(WHITE_SPACE)), start + len(piece.rstrip(WHITE_SPACE))

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        """Book the white space at both ends of `raw[start:end]`; give back what is between."""
        inner_start, inner_end = self._inside(start, end)
        if inner_start >= inner_end:
            self._remove(start, end, "white_space", "white_space")
            return end, end
        self._remove(start, inner_start, "white_space", "white_space")
        self._remove(inner_end, end, "white_space", "white_space")
        return inner_start, inner_end

    def _remove(self, start: int, end: int, reason: str, rule: str) -> None:
        if start < end:
            self.removed.append(Removed(start, end, reason, rule, self.raw[start:end]))
