"""How well lines of text are cleaned: ours in each mode and the peers, on the labelled pages.

What `safe` and `full` decide here is not the shipped model's, which has seen these pages: for every page a model is
trained on the other sites' pages alone, as `python -m wiremark.cleaning.context.train` trains the one that is shipped.
"""

from __future__ import annotations

import logging
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from pathlib import Path
from zlib import crc32

from tests.bench.cleaning.paired import difference
from tests.bench.cleaning.peers import LINES
from tests.bench.cleaning.score import Judged, Page, figures, judge, load
from tests.bench.cleaning.table import share, show

from wiremark.cleaning import clean

SETS = {"dev_residual": "what resiliparse's main content leaves of a page", "dev": "all text of a page"}
MODES = ("rules", "safe", "full")
HEADING = ("text P", "R", "F1", "keep F1", "body kept", "drop F1", "removals right", "perfect")
NOTES = """\
ours, rules: as shipped, and its table was made with these pages in sight. ours, safe and full: cross-validated by site
in {folds} folds, a model of the same training that has seen no page of the site; what it looks at, and from what score
on it takes a line out, was chosen with these pages in sight. minus it: of the text F1 of a page, the mean of the
differences, its 95 % interval (sites drawn anew), and how probable it is by chance (signs flipped).
body kept: of the lines of the body, those kept. removals right: of the lines taken out, those that are no body.
C4 and datatrove: what they say of a line by itself. on <p>: each line given as a paragraph of a page of HTML.
The text of these pages was taken out of HTML by resiliparse, which so cannot be judged on it.
"""

Decisions = Mapping[str, list[bool]]
"""By mode, which lines of a page are kept."""


def run(folder: Path, *, folds: int, part: int = 1) -> None:
    """Prints the tables; of `part` sites one is read."""
    logging.disable(logging.CRITICAL)
    pages = {name: _some(load(folder / f"{name}.jsonl.gz"), part) for name in SETS if _there(folder, name)}
    if not pages:
        return
    ours = _ours(pages, folds)
    for name, read in pages.items():
        judged = _judged(read, ours[name])
        for title, chosen in (("news pages", [page.news for page in read]), ("all pages", [True] * len(read))):
            kept = [page for page, wanted in zip(read, chosen, strict=True) if wanted]
            some = {tool: _chosen(found, chosen) for tool, found in judged.items()}
            print(f"{name}, {SETS[name]}: {len(kept)} {title} of {len({page.site for page in kept})} sites")
            _show(some, [page.site for page in kept])
    print(NOTES.format(folds=folds))


def _there(folder: Path, name: str) -> bool:
    found = (folder / f"{name}.jsonl.gz").is_file()
    if not found:
        print(f"{name}: not there ({folder})\n")
    return found


def _some(pages: list[Page], part: int) -> list[Page]:
    if part > 1:
        pages = [page for page in pages if crc32(page.site.encode()) % part == 0]
        print(f"a part of the sites, one in {part}: {len(pages)} pages; the figures are not those of the whole")
    return pages


def _ours(pages: Mapping[str, list[Page]], folds: int) -> dict[str, list[Decisions]]:
    """What ours keeps: the rules as they are, the modes with a model cross-validated over all sets together."""
    found: dict[str, list[dict[str, list[bool]]]] = {
        name: [{"rules": _by_rules(page)} for page in read] for name, read in pages.items()
    }
    try:
        from wiremark.cleaning.context.train import cross_validated
    except ImportError as error:
        print(f"ours safe, full: not here ({error})\n")
        return {name: list(read) for name, read in found.items()}
    rows = [{**page.known, "set": name} for name, read in pages.items() for page in read]
    decided = iter(cross_validated(rows, folds=folds))
    return {name: [{**rules, **next(decided)} for rules in read] for name, read in found.items()}


def _by_rules(page: Page) -> list[bool]:
    """For each line whether a code point of it is kept."""
    segments = clean(page.raw).segments
    ends = [segment.raw_start + segment.length for segment in segments]
    kept = []
    for line in page.lines:
        place = bisect_left(ends, line.start + 1)
        kept.append(place < len(ends) and segments[place].raw_start < line.end)
    return kept


def _judged(pages: Sequence[Page], ours: Sequence[Decisions]) -> dict[str, list[Judged] | None]:
    """By tool, each page judged; None where the tool is not installed."""
    judged: dict[str, list[Judged] | None] = {}
    for name, make in LINES.items():
        try:
            decide = make()
        except ImportError:
            judged[name] = None
            continue
        texts = ([page.raw[line.start : line.end] for line in page.lines] for page in pages)
        judged[name] = [judge(page, decide(lines)) for page, lines in zip(pages, texts, strict=True)]
    for mode in MODES:
        if ours and mode in ours[0]:
            judged[f"ours, {mode}"] = [judge(page, known[mode]) for page, known in zip(pages, ours, strict=True)]
    return judged


def _chosen(judged: Sequence[Judged] | None, chosen: Sequence[bool]) -> list[Judged] | None:
    return None if judged is None else [one for one, wanted in zip(judged, chosen, strict=True) if wanted]


def _show(judged: Mapping[str, list[Judged] | None], sites: Sequence[str]) -> None:
    best = next(name for name in (f"ours, {mode}" for mode in reversed(MODES)) if judged.get(name))
    rows = []
    for name, found in judged.items():
        if found is None:
            rows.append([name, "not installed"])
            continue
        f = figures(found)
        shares = (f.text_precision, f.text_recall, f.text_f1, f.keep_f1, f.keep_recall, f.drop_f1)
        against = difference([page.f1 for page in judged[best] or ()], [page.f1 for page in found], sites)
        last = "" if name == best else str(against)
        rows.append([name, *map(share, (*shares, f.removal_precision, f.perfect)), last])
    show(("", *HEADING, f"{best} minus it"), rows)
    every, safe = judged.get("keep everything"), judged.get("ours, safe")
    if every and safe:
        gain = difference([page.f1 for page in safe], [page.f1 for page in every], sites)
        print(f"  ours, safe minus keep everything: {gain}\n")
