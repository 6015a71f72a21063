"""What each cleaning rule gets right on labelled pages: `python tests/bench/clean_rules.py [PAGES.jsonl.gz]`.

A rule claims a line when it takes all that was left of it; a label speaks of a whole line. Rules that only cut
a head (datelines, tags) are therefore counted apart, as are lines that the labellers were unsure of.
`--write` puts the table into CLEANING.md, numbers and our own examples alone; `--check` exits 1 where the page
says something else. Exits 1, too, where a rule with at least ENOUGH scored claims is right in fewer than FLOOR.
"""

import argparse
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
sys.path.append(str(REPOSITORY))

from tests.bench.cleaning.score import load  # noqa: E402

from wiremark.cleaning import HIDDEN, RULES, Removed, Rule, clean  # noqa: E402
from wiremark.cleaning.rule import SOME_BODY  # noqa: E402

PAGES = REPOSITORY.parent / "shared/bench/clean/dev_residual.jsonl.gz"
DOCUMENT = REPOSITORY / "CLEANING.md"
BEGIN, END = "<!-- rules: begin (tests/bench/clean_rules.py --write) -->", "<!-- rules: end -->"
FLOOR, ENOUGH = 0.95, 5
BY_EYE = {"credit.reporting"}
"""Habits of wires that the makers of the labels did not agree on: half of them hold such a line to be body."""


@dataclass
class Tally:
    """Of one rule or of all: lines claimed, those labelled drop among them, and the sites they stand on."""

    claims: int = 0
    right: int = 0
    sites: set[str] = field(default_factory=set)

    def add(self, *, right: bool, site: str) -> None:
        """Count one claim."""
        self.claims += 1
        self.right += right
        self.sites.add(site)

    @property
    def precision(self) -> float:
        """The share that is right; 1 where there is no claim."""
        return self.right / self.claims if self.claims else 1.0

    @property
    def least(self) -> float:
        """The lower end of Wilson's 95 % interval for the precision."""
        if not self.claims:
            return 0.0
        z, n, share = 1.96, self.claims, self.precision
        spread = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
        return (share + z * z / (2 * n) - spread) / (1 + z * z / n)


@dataclass
class Score:
    """What came of all pages."""

    rules: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    whole: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    unsure: Counter[str] = field(default_factory=Counter)
    partial: Counter[str] = field(default_factory=Counter)
    dropped: int = 0
    pages: int = 0


def main(arguments: argparse.Namespace) -> int:
    score = measured(arguments.pages)
    low = [rule.id for rule in RULES if is_low(score, rule)]
    if arguments.write or arguments.check:
        return max(in_document(table(score), write=arguments.write), int(bool(low)))
    print(f"{'rule':28} {'claims':>6} {'drop':>6} {'precision':>9} {'least':>6} {'sites':>6} {'unsure':>6} {'part':>6}")
    for rule in RULES:
        mark = "BELOW" if rule.id in low else "by eye" if rule.id in BY_EYE else ""
        mark = "few" if not mark and score.rules[rule.id].claims < ENOUGH else mark
        print(
            f"{row(rule.id, score.rules[rule.id])} {score.unsure[rule.id]:6} {score.partial[rule.id]:6} {mark}".rstrip()
        )
    for name in ("news", "other", "all"):
        print(row(name, score.whole[name]))
    whole = score.whole["all"]
    print(
        f"{score.pages} pages; {whole.right} of {score.dropped} lines labelled drop are taken, "
        f"and {whole.claims - whole.right} labelled keep; few: under {ENOUGH} claims, to be judged by eye"
    )
    return int(bool(low))


def measured(path: Path) -> Score:
    score = Score()
    for page in load(path):
        score.pages += 1
        cleaned = clean(page.raw)
        kept = [(segment.raw_start, segment.raw_start + segment.length) for segment in cleaned.segments]
        kind = "news" if page.news else "other"
        for line in page.lines:
            pieces = _pieces(cleaned.removed, line.start, line.end)
            if any(line.start < end and start < line.end for start, end in kept):
                score.partial.update(piece.rule for piece in pieces)
                score.dropped += not line.keep and line.sure
                continue
            taken = {piece.rule for piece in pieces}
            if not line.sure:
                score.unsure.update(taken)
                continue
            score.dropped += not line.keep
            for tally in (
                *(score.rules[id] for id in taken),
                *(score.whole[name] for name in (kind, "all") if taken),
            ):
                tally.add(right=not line.keep, site=page.site)
    return score


def is_low(score: Score, rule: Rule) -> bool:
    """Whether the rule is wrong too often, as far as that many claims can say."""
    tally = score.rules[rule.id]
    return rule.id not in BY_EYE and tally.claims >= ENOUGH and tally.precision < FLOOR


def row(name: str, tally: Tally) -> str:
    share = f"{tally.precision:.3f}" if tally.claims else "-"
    return f"{name:28} {tally.claims:6} {tally.right:6} {share:>9} {tally.least:6.3f} {len(tally.sites):6}"


def table(score: Score) -> str:
    """The table of CLEANING.md."""
    lines = ["| rule | reason | takes | leaves | claims | sites | right |", "|---|---|---|---|--:|--:|--:|"]
    for rule in RULES:
        tally = score.rules[rule.id]
        [taken, *_] = [piece.text for piece in clean(rule.example).removed if piece.rule == rule.id]
        share = f"{tally.precision:.3f}" if tally.claims else ""
        leaves = rule.counter_example.removesuffix(SOME_BODY).replace("\n", " ⏎ ")
        lines.append(
            f"| `{rule.id}` | {rule.reason} | {_cell(taken)} | {_cell(leaves)} "
            f"| {tally.claims} | {len(tally.sites)} | {share} |"
        )
    for name in ("news", "other", "all"):
        whole = score.whole[name]
        lines.append(f"| **{name}** | | | | {whole.claims} | {len(whole.sites)} | {whole.precision:.3f} |")
    return "\n".join(lines)


def in_document(table: str, *, write: bool) -> int:
    """Put the table between its marks in CLEANING.md, or say whether it stands there."""
    text = DOCUMENT.read_text("utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        print(f"{DOCUMENT.name}: no {BEGIN} … {END}", file=sys.stderr)
        return 1
    wanted = f"{before}{BEGIN}\n{table}\n{END}{after}"
    if write:
        DOCUMENT.write_text(wanted, "utf-8", newline="\n")
        return 0
    if text != wanted:
        print(f"{DOCUMENT.name}: the table of rules is old; tests/bench/clean_rules.py --write", file=sys.stderr)
    return int(text != wanted)


def _cell(text: str) -> str:
    return "`" + text.replace("|", "\\|") + "`"


def _pieces(removed: Iterable[Removed], start: int, end: int) -> list[Removed]:
    return [piece for piece in removed if start < piece.end and piece.start < end and piece.reason not in HIDDEN]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="?", type=Path, default=PAGES)
    parser.add_argument("--write", action="store_true", help="put the table into CLEANING.md")
    parser.add_argument("--check", action="store_true", help="exit 1 where CLEANING.md has another table")
    sys.exit(main(parser.parse_args()))
