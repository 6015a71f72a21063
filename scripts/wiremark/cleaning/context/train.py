"""Trains the context model: `python -m wiremark.cleaning.context.train PAGES.jsonl.gz…`. Needs the extra `train`.

PAGES are labelled pages, a JSON object a line: `id`, `domain` (the site), `raw_text`, `lines` (`start`, `end` in code
points, `keep` 0 or 1, `unsure`). Of two pages of one id the longer is a whole web page, of which only what
stands round the article is learnt from, as an extractor might have left it. What is written holds numbers alone.
"""

import argparse
import gzip
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from wiremark.cleaning.cleaner import clean
from wiremark.cleaning.context.features import Line, Matrix, rows
from wiremark.cleaning.context.model import FILE, Model, cautious, weighed, widened, write
from wiremark.cleaning.context.rows import lines_of
from wiremark.cleaning.trees import Trees
from wiremark.cleaning.trees.growing import grow, together

FULL: Final = 0.7
"""From which probability `full` takes a line out. The figures change little round it: F1 by .003 from .6 to .8."""

BODY: Final = 0.995
"""The share of body lines that `safe` is to keep, on news and on all pages, where a model has not seen them."""

_SAFE = (0.97, 0.98, 0.985, 0.99, 0.993, 0.995, 0.997)  # it takes the first of these that does so
Page = Mapping[str, Any]

_INNER = 3  # parts of the training data, each scored by a model that has not seen it
_SEEDS = 3  # second ensembles, grown from different seeds, which act as one
_LINES = 120  # of a page that are learnt from: a long one shall not outvote the rest
_NEWS = ("aeb", "feval", "fundus")  # the sets that hold news, by the beginning of a page's id
_NEWS_WEIGHT, _CROPPED_WEIGHT = 3.0, 0.4
_SETTINGS = {
    "max_depth": 5,
    "num_leaves": 20,
    "learning_rate": 0.07,
    "min_data_in_leaf": 15,
    "min_sum_hessian_in_leaf": 4.0,
    "feature_fraction": 0.25,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 63,
}
_ROUNDS = 120


@dataclass(frozen=True, slots=True)
class Example:
    """A page to learn from: its lines as the rules leave them, 1 for boilerplate or 0, -1 where nobody knows."""

    domain: str
    lines: list[Line]
    labels: npt.NDArray[np.int8]
    weight: float
    table: Matrix


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and write. How models do on sites that they have not seen, `tests/bench/clean.py --quality` prints."""
    parser = argparse.ArgumentParser(prog="python -m wiremark.cleaning.context.train", description=__doc__)
    parser.add_argument("pages", type=Path, nargs="+", metavar="PAGES.jsonl.gz")
    parser.add_argument("--out", type=Path, default=FILE, help="the model file (default: the package's)")
    options = parser.parse_args(arguments)
    pages = [page for path in options.pages for page in read(path)]
    write(train(examples(pages)), options.out)
    print(f"{options.out}: {options.out.stat().st_size:,} bytes, from {len(pages)} pages", file=sys.stderr)  # noqa: T201
    return 0


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The pages of a file of JSON lines, gzipped or plain."""
    data = path.read_bytes()
    for row in (gzip.decompress(data) if path.suffix == ".gz" else data).split(b"\n"):
        if row.strip():
            yield json.loads(row)


def examples(pages: Sequence[Page]) -> list[Example]:
    """What there is to learn from `pages`, in their order."""
    longest: dict[str, int] = {}
    seen: dict[str, int] = {}
    for page in pages:
        longest[page["id"]] = max(longest.get(page["id"], 0), len(page["raw_text"]))
        seen[page["id"]] = seen.get(page["id"], 0) + 1
    random = np.random.default_rng(11)
    found = []
    for page in pages:
        whole = seen[page["id"]] > 1 and len(page["raw_text"]) == longest[page["id"]]
        lines, labels = labelled(page)
        weight = _NEWS_WEIGHT if page["id"].startswith(_NEWS) else 1.0
        if whole:
            body = np.flatnonzero(labels == 0)
            above, below = int(random.geometric(0.2)), int(random.geometric(0.06))
            if len(body) < 3:
                continue
            first, last = max(0, body[0] - above), body[-1] + 1 + below
            lines, labels, weight = lines[first:last], labels[first:last], weight * _CROPPED_WEIGHT
        if lines:
            found.append(Example(page["domain"], lines, labels, weight, rows(lines)))
    return found


def labelled(page: Page) -> tuple[list[Line], npt.NDArray[np.int8]]:
    """The lines of a page as the rules leave them, and for each 1 (boilerplate), 0 (body) or -1 (nobody knows)."""
    spans = [(line["start"], line["end"], -1 if line.get("unsure") else 1 - line["keep"]) for line in page["lines"]]
    lines, labels, at = [], [], 0
    for row in lines_of(clean(page["raw_text"])):
        while at < len(spans) and spans[at][1] <= row.start:
            at += 1
        inside = at < len(spans) and spans[at][0] < row.end
        lines.append(row.line)
        labels.append(spans[at][2] if inside else -1)
    return lines, np.array(labels, dtype=np.int8)


def train(known: Sequence[Example]) -> Model:
    """The model that `known` teaches."""
    parts = _parts([example.domain for example in known], _INNER, 99)
    tables: list[Matrix] = [example.table for example in known]
    for part in range(_INNER):
        others = [row for row in range(len(known)) if parts[row] != part]
        first = _grown([known[row] for row in others], [known[row].table for row in others])
        for row in np.flatnonzero(parts == part).tolist():
            example = known[row]
            tables[row] = widened(example.table, first.margins(example.table), example.lines)
    cuts = {"safe": _safe(known, tables, parts), "full": FULL}
    return Model(_grown(known, [example.table for example in known]), _grown(known, tables, _SEEDS), cuts)


def _safe(known: Sequence[Example], tables: Sequence[Matrix], parts: npt.NDArray[np.int64]) -> float:
    """From which probability a line may go and enough of the body stay, on pages that an ensemble has not seen."""
    lost, body = np.zeros((2, len(_SAFE))), np.zeros((2, 1))  # of news, of all
    for part in range(_INNER):
        taught = [row for row in range(len(known)) if parts[row] != part]
        second = _grown([known[row] for row in taught], [tables[row] for row in taught])
        for row in np.flatnonzero(parts == part).tolist():
            example = known[row]
            if example.weight < 1:  # cropped
                continue
            which = [0, 1] if example.weight >= _NEWS_WEIGHT else [1]
            scores = weighed(second.margins(tables[row]), example.table, example.lines)
            dropped = [cautious(scores, example.lines, example.table, cut) for cut in _SAFE]
            lost[which] += [int((example.labels[taken] == 0).sum()) for taken in dropped]
            body[which] += int((example.labels == 0).sum())
    enough = np.all(lost <= (1 - BODY) * body, axis=0).tolist()
    return next((cut for cut, fits in zip(_SAFE, enough, strict=True) if fits), _SAFE[-1])


def _grown(known: Sequence[Example], tables: Sequence[Matrix], seeds: int = 1) -> Trees:
    random = np.random.default_rng(1)
    matrices, labels, weights = [], [], []
    for example, table in zip(known, tables, strict=True):
        taught = np.flatnonzero(np.array([line.kept for line in example.lines]) & (example.labels >= 0))
        if not len(taught):
            continue
        weight = example.weight * max(len(taught), 5) ** 0.2 / 2
        if len(taught) > _LINES:
            taught = np.sort(random.choice(taught, _LINES, replace=False))
        matrices.append(table[taught])
        labels.append(example.labels[taught])
        weights.append(np.full(len(taught), weight * 40 / len(taught)))
    matrix, label, weighed = np.concatenate(matrices), np.concatenate(labels), np.concatenate(weights)
    return together(
        [grow(matrix, label, weights=weighed, rounds=_ROUNDS, seed=seed, **_SETTINGS) for seed in range(seeds)]
    )


def _parts(domains: Sequence[str], parts: int, seed: int) -> npt.NDArray[np.int64]:
    """A part for each page, 0 to `parts` - 1; pages of one site are in the same."""
    names = sorted(set(domains))
    np.random.default_rng(seed).shuffle(names)
    part = {name: number % parts for number, name in enumerate(names)}
    return np.array([part[domain] for domain in domains])


def cross_validated(pages: Sequence[Page], *, folds: int = 5, seed: int = 0) -> list[dict[str, list[bool]]]:
    """For each of `pages`, by mode ("safe", "full"), which of its labelled lines a model keeps some of.

    The model has seen no page of the same `domain`; the rules have acted before it.
    """
    parts = _parts([page["domain"] for page in pages], folds, seed)
    part_of = {page["domain"]: part for page, part in zip(pages, parts.tolist(), strict=True)}
    known = examples(pages)
    kept: list[dict[str, list[bool]]] = [{} for _ in pages]
    for part in range(folds):
        model = train([example for example in known if part_of[example.domain] != part])
        for row in np.flatnonzero(parts == part).tolist():
            kept[row] = _kept(pages[row], model)
    return kept


def _kept(page: Page, model: Model) -> dict[str, list[bool]]:
    found = lines_of(clean(page["raw_text"]))
    lines = [row.line for row in found]
    modes = {}
    for mode in model.cuts:
        dropped = model.dropped(lines, mode)
        spans = [(row.start, row.end) for n, row in enumerate(found) if row.line.kept and n not in dropped]
        modes[mode] = [any(a < line["end"] and line["start"] < b for a, b in spans) for line in page["lines"]]
    return modes


if __name__ == "__main__":
    sys.exit(main())
