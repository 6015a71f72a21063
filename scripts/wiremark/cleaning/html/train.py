"""Trains the page model: `python -m wiremark.cleaning.html.train PAGES TRUTH`. Needs the extra `train`.

PAGES is a folder of `<id>.html` or `<id>.html.gz`, TRUTH a JSON file `{id: {"articleBody": …, "url": …}}`, as the
article extraction benchmark has it. The model holds numbers alone: thresholds and weights, nothing of the pages.
"""

from __future__ import annotations

import argparse
import gzip
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from wiremark.cleaning.html.blocks import Block, Page, read
from wiremark.cleaning.html.labels import labels
from wiremark.cleaning.html.metadata import stated_in
from wiremark.cleaning.html.model import FILE, Model, Scores, candidates, matrix, scored
from wiremark.cleaning.html.page import NoArticle, cut
from wiremark.cleaning.html.second_look import widened
from wiremark.cleaning.trees import Trees, save
from wiremark.cleaning.trees.growing import grow, together

_SETTINGS: dict[str, Any] = {
    "num_leaves": 15,
    "max_depth": 5,
    "learning_rate": 0.06,
    "min_data_in_leaf": 20,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
}
_ROUNDS = 100
_FIRST, _SECOND = 4, 3
"""Ensembles of each look, whose log odds are averaged."""


@dataclass(frozen=True)
class Labelled:
    """A page with its candidates, their first rows, which of them are the article, and the site that it is from."""

    page: Page
    blocks: list[Block]
    table: Scores
    labels: list[bool]
    site: str


def labelled(raw: str, truth: Mapping[str, str]) -> Labelled:
    """Reads a page. truth: its `articleBody` and its `url`."""
    page = read(raw)
    blocks = candidates(page)
    return Labelled(
        page, blocks, matrix(page, stated_in(page)), labels(blocks, truth["articleBody"]), site(truth["url"])
    )


def site(url: str) -> str:
    """The registered domain, near enough: two names, or three below something like co.uk."""
    names = (urlsplit(url).hostname or "").split(".")
    short = len(names) > 2 and len(names[-1]) == 2 and len(names[-2]) <= 3
    return ".".join(names[-3:] if short else names[-2:])


def folds(sites: Sequence[str], count: int, seed: str) -> Iterator[tuple[list[int], list[int]]]:
    """The rows to train on and those to test, `count` times; no site stands on both sides."""
    ordered = sorted(set(sites), key=lambda name: zlib.crc32(f"{seed}{name}".encode()))
    fold = {name: number % count for number, name in enumerate(ordered)}
    for number in range(count):
        yield (
            [row for row, name in enumerate(sites) if fold[name] != number],
            [row for row, name in enumerate(sites) if fold[name] == number],
        )


def fit(pages: Sequence[Labelled], seed: int = 0) -> Model:
    """Trains on these pages. The second look learns from scores that the first gives on sites that it has not seen."""
    first: list[Trees] = []
    tables: list[Scores] = [page.table for page in pages]
    for number, (seen, unseen) in enumerate(folds([page.site for page in pages], _FIRST, f"{seed}-")):
        trees = _grown([pages[row] for row in seen], [pages[row].table for row in seen], seed + number)
        first.append(trees)
        for row in unseen:
            page = pages[row]
            tables[row] = widened(page.table, trees.scores(page.table), page.blocks)
    second = [_grown(pages, tables, seed + number) for number in range(_SECOND)]
    return Model(together(first), together(second))


def _grown(pages: Sequence[Labelled], tables: Sequence[Scores], seed: int) -> Trees:
    """Trees that tell the blocks apart. Each page weighs the same, a block by the root of its words."""
    weights = [np.sqrt(np.maximum(1.0, page.table[:, 1])) for page in pages]
    weight = np.concatenate([each / each.sum() for each in weights])
    wanted = np.concatenate([np.array(page.labels, dtype=np.int8) for page in pages])
    table = np.vstack(tables).astype(np.float32)
    return grow(table, wanted, weights=weight / weight.mean(), rounds=_ROUNDS, seed=seed, **_SETTINGS)


def cross_validated(
    pages: Mapping[str, str],
    truth: Mapping[str, Mapping[str, str]],
    *,
    folds: int = 5,
    seed: int = 0,
    mode: str | None = "rules",
    language: str = "en",
) -> dict[str, str]:
    """The clean text of each page by its id, with a page model that has seen no page of the same site.

    "" stands for a page that is refused. mode: that of the text cleaner, which acts on what the page model leaves;
    None leaves that out.
    """
    names = list(pages)
    known = [labelled(pages[name], truth[name]) for name in names]
    found: dict[str, str] = {}
    for model, rows in _held_out(known, folds, seed):
        for row in rows:
            each = known[row]
            scores = scored(each.page, each.table, model)
            try:
                stated = stated_in(each.page) if mode else None
                found[names[row]] = cut(each.page, scores, language=language, mode=mode, stated=stated).text
            except NoArticle:
                found[names[row]] = ""
    return {name: found[name] for name in names}


def _held_out(pages: Sequence[Labelled], count: int, seed: int) -> Iterator[tuple[Model, list[int]]]:
    """A model for each fold, and the pages that it has not seen."""
    for seen, unseen in folds([page.site for page in pages], count, f"{seed}"):
        yield fit([pages[row] for row in seen], seed), unseen


def read_pages(folder: Path) -> dict[str, str]:
    """The pages of a folder by their ids."""
    found = {}
    for path in sorted(folder.iterdir()):
        name, _, rest = path.name.partition(".html")
        if rest in ("", ".gz") and name != path.name:
            data = path.read_bytes()
            found[name] = (gzip.decompress(data) if rest else data).decode("utf-8", "replace")
    return found


def write(model: Model, out: Path) -> None:
    """Writes a model as numbers."""
    save(out, {"first": model.first, "second": model.second})


def main() -> None:
    """Train and write. How models do on sites that they have not seen, `tests/bench/clean.py --html` prints."""
    parser = argparse.ArgumentParser(prog="python -m wiremark.cleaning.html.train", description=__doc__)
    parser.add_argument("pages", type=Path, metavar="PAGES")
    parser.add_argument("truth", type=Path, metavar="TRUTH")
    parser.add_argument("--out", type=Path, default=FILE, help="the model file (default: the package's)")
    args = parser.parse_args()
    pages, truth = read_pages(args.pages), json.loads(args.truth.read_text("utf-8"))
    write(fit([labelled(raw, truth[name]) for name, raw in pages.items()]), args.out)
    print(f"{args.out}: {args.out.stat().st_size} bytes")  # noqa: T201


if __name__ == "__main__":
    main()
