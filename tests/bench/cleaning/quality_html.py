"""How well the article of an HTML page is found, and how fast: ours and the peers, on pages with their article bodies.

The measure is that of Scrapinghub's article-extraction-benchmark: runs of four words, precision averaged over the pages
for which a tool gives any text, recall over all, F1 that of the averages; a page is exact where both texts have the
same runs. A tool that gives nothing for a page it finds hard is the better off, so empty pages are told, and F1 also
with 0 for their precision. Ours are models that have seen no page of the same site, as `quality` has it.
"""

from __future__ import annotations

import gzip
import json
import logging
import time
import warnings
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.cleaning.paired import difference
from tests.bench.cleaning.peers_html import PAGES, Extractor
from tests.bench.cleaning.score import Shingles, f1, overlap, shingles
from tests.bench.cleaning.table import share, show

BLOCK = 10
"""Pages that one tool reads before it is the turn of the next: a slow minute of the machine is no tool's."""
NOTES = """\
ours: the page model, cross-validated by site in {folds} folds (none has seen a page of the site; what it looks at was
chosen with these pages in sight), then the rules; its speed is that of the shipped model. pages/s: of CPU time, one
thread, tools in turn. F1, empty 0: a page without a text has precision 0. minus it: of the F1 of a page, the mean of
the differences, its 95 % interval (sites drawn anew), and how probable it is by chance (signs flipped).
readability-lxml: its HTML is made text by resiliparse.
"""


@dataclass(frozen=True, slots=True)
class Found:
    """What a tool makes of the pages, by id, and its seconds of CPU."""

    texts: dict[str, str]
    seconds: float


def run(folder: Path, *, folds: int, part: int = 1) -> None:
    """Prints the table; of `part` pages one is read."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    if not (folder / "ground-truth.json").is_file():
        print(f"html: not there ({folder})\n")
        return
    truth: dict[str, dict[str, str]] = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    ids = sorted(truth)[::part]
    pages = {id: gzip.decompress((folder / "pages" / f"{id}.html.gz").read_bytes()).decode("utf-8") for id in ids}
    gold = {id: shingles(truth[id]["articleBody"]) for id in ids}
    sites = [urlsplit(truth[id]["url"]).hostname or "" for id in ids]
    tools, missing = _tools()
    found = _read(tools, pages)
    found |= _ours(pages, truth, folds, found.pop("ours", None))
    print(f"HTML, {len(ids)} pages of {len(set(sites))} hosts" + (f": every {part}th" if part > 1 else ""))
    _show(found, gold, sites, missing)
    print(NOTES.format(folds=folds))


def _tools() -> tuple[dict[str, Extractor], list[str]]:
    """Those that are here, ours as it is shipped among them, and the names of those that are not."""
    tools, missing = {}, []
    for name, make in {**PAGES, "ours": _shipped}.items():
        try:
            tools[name] = make()
        except ImportError:
            missing.append(name)
    return tools, missing


def _shipped() -> Extractor:
    from wiremark.cleaning.html import clean_html

    return lambda page: clean_html(page).text


def _read(tools: Mapping[str, Callable[[str], str]], pages: Mapping[str, str]) -> dict[str, Found]:
    """Each page by each tool. One that fails on a page has no text for it."""
    texts: dict[str, dict[str, str]] = {name: {} for name in tools}
    seconds = dict.fromkeys(tools, 0.0)
    ids = list(pages)
    for tool in tools.values():
        _text(tool, pages[ids[0]], Counter())  # what is loaded once is loaded
    failed: dict[str, Counter[str]] = {name: Counter() for name in tools}
    for at in range(0, len(ids), BLOCK):
        for name, tool in tools.items():
            before = time.process_time()
            for id in ids[at : at + BLOCK]:
                texts[name][id] = _text(tool, pages[id], failed[name])
            seconds[name] += time.process_time() - before
    for name, kinds in failed.items():
        for kind, times in kinds.items():
            print(f"{name} fails on {times} pages, which so have no text: {kind}")
    return {name: Found(texts[name], seconds[name]) for name in tools}


def _text(tool: Extractor, page: str, failed: Counter[str]) -> str:
    try:
        return tool(page)
    except Exception as error:
        failed[type(error).__name__] += 1
        return ""


def _ours(
    pages: Mapping[str, str], truth: Mapping[str, dict[str, str]], folds: int, shipped: Found | None
) -> dict[str, Found]:
    try:
        from wiremark.cleaning.html.train import cross_validated
    except ImportError as error:
        print(f"ours: not here ({error})\n")
        return {}
    seconds = shipped.seconds if shipped else 0.0
    texts = cross_validated(pages, truth, folds=folds)
    return {"ours, rules": Found(texts, seconds)}


def _show(found: Mapping[str, Found], gold: Mapping[str, Shingles], sites: list[str], missing: list[str]) -> None:
    scored = {
        name: [(runs := shingles(tool.texts[id]), *overlap(runs, gold[id])) for id in gold]
        for name, tool in found.items()
    }
    best = max((name for name in found if name.startswith("ours")), key=lambda name: _f1(scored[name]), default=None)
    rows = []
    for name, pages in scored.items():
        empty = sum(not runs for runs, _, _ in pages)
        precision = sum(one for _, one, _ in pages) / (len(pages) - empty or 1)
        recall = sum(one for _, _, one in pages) / len(pages)
        exact = sum(runs == right for (runs, _, _), right in zip(pages, gold.values(), strict=True)) / len(pages)
        shares = (precision, recall, f1(precision, recall), exact, _f1(pages))
        speed = f"{len(pages) / found[name].seconds:.0f}" if found[name].seconds else "-"
        row = [name, *map(share, shares), str(empty), speed]
        if best and name != best:
            ours, theirs = ([f1(*pair) for _, *pair in scored[one]] for one in (best, name))
            row.append(str(difference(ours, theirs, sites)))
        rows.append(row)
    rows += [[name, "not installed"] for name in missing]
    show(("", "P", "R", "F1", "exact", "F1, empty 0", "empty", "pages/s", f"{best or 'ours'} minus it"), rows)


def _f1(pages: list[tuple[Shingles, float, float]]) -> float:
    """F1 with a page without text as precision 0."""
    return f1(*(sum(values) / len(pages) for values in list(zip(*pages, strict=True))[1:]))
