"""The labelled pages of ../shared: each is tiled and given back, none is refused."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from tests.bench.cleaning.score import f1, overlap, shingles
from tests.cleaning.html.test_page import tiles

from wiremark.cleaning import clean_html
from wiremark.cleaning.html.train import cross_validated, folds, read_pages, site

HTML = Path(__file__).parents[4] / "shared" / "bench" / "html"

pytestmark = pytest.mark.shared


def test_every_page_is_tiled_and_given_back() -> None:
    for page in read_pages(HTML / "pages").values():
        tiles(page, clean_html(page))


def test_pages_of_sites_that_the_model_has_not_seen() -> None:
    pytest.importorskip("lightgbm")
    pages, truth = read_pages(HTML / "pages"), json.loads((HTML / "ground-truth.json").read_text("utf-8"))
    texts = cross_validated(pages, truth, mode=None)
    ours = [shingles(texts[name]) for name in pages]
    gold = [shingles(truth[name]["articleBody"]) for name in pages]
    precision, recall = np.array([overlap(*pair) for pair in zip(ours, gold, strict=True)]).mean(axis=0)
    assert f1(precision, recall) > 0.962
    assert sum(map(Counter.__eq__, ours, gold)) > 0.33 * len(pages)
    sites = [site(truth[name]["url"]) for name in pages]
    for seen, unseen in folds(sites, 5, "0"):
        assert not {sites[row] for row in seen} & {sites[row] for row in unseen}
