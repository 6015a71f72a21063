"""What each cleaning rule gets right on labelled news pages: `python tests/bench/clean_rules.py [PAGES.jsonl.gz]`.

A rule claims a line when it takes all that was left of it; a label speaks of a whole line. Rules that only cut
a head (datelines, tags) are therefore counted apart, as are lines that the labellers were unsure of.
Exits 1 where a rule with at least ENOUGH scored claims is right in fewer than FLOOR of them.
"""

import gzip
import json
import sys
from collections import Counter
from pathlib import Path

from wiremark.cleaning import RULES, Removed, clean

PAGES = Path(__file__).parents[3] / "shared/bench/clean/dev_residual.jsonl.gz"
FLOOR, ENOUGH = 0.95, 5


def main(path: Path) -> int:
    claims: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    unsure: Counter[str] = Counter()
    partial: Counter[str] = Counter()
    lost = pages = 0
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for page in map(json.loads, file):
            pages += 1
            cleaned = clean(page["raw_text"])
            kept = [(segment.raw_start, segment.raw_start + segment.length) for segment in cleaned.segments]
            for line in page["lines"]:
                pieces = _pieces(cleaned.removed, line["start"], line["end"])
                if any(line["start"] < end and start < line["end"] for start, end in kept):
                    partial.update(piece.rule for piece in pieces)
                    continue
                taken = {piece.rule for piece in pieces}
                if line.get("unsure"):
                    unsure.update(taken)
                else:
                    claims.update(taken)
                    dropped.update(() if line["keep"] else taken)
                    lost += bool(taken and line["keep"])
    print(f"{'rule':28} {'claims':>6} {'drop':>6} {'precision':>9} {'unsure':>6} {'part of a line':>14}")
    failed = False
    for rule in RULES:
        n, right = claims[rule.id], dropped[rule.id]
        low = n >= ENOUGH and right < FLOOR * n
        failed |= low
        mark = "BELOW" if low else "few" if n < ENOUGH else ""
        share = f"{right / n:.3f}" if n else "-"
        print(f"{rule.id:28} {n:6} {right:6} {share:>9} {unsure[rule.id]:6} {partial[rule.id]:14} {mark}".rstrip())
    n, right = claims.total(), dropped.total()
    print(f"{'all':28} {n:6} {right:6} {right / n if n else 1:9.3f} {unsure.total():6} {partial.total():14}")
    print(f"{pages} pages; {lost} lines labelled keep were taken; few: under {ENOUGH} claims, to be judged by eye")
    return int(failed)


def _pieces(removed: tuple[Removed, ...], start: int, end: int) -> list[Removed]:
    return [
        piece
        for piece in removed
        if start < piece.end and piece.start < end and piece.reason not in ("line_break", "white_space")
    ]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else PAGES))
