"""Whole articles: ten of our own making, written before the rules, and the five seeds of this corpus."""

import json
import re
from pathlib import Path

import pytest

from wiremark.cleaning import clean, rebuild, record

ARTICLES = sorted((Path(__file__).parent / "articles").glob("*.txt"))
ROOT = Path(__file__).parents[2]
SEEDS = [f"gsomia-{number:03}" for number in range(5)]


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_made_up_article_comes_out_as_written_by_hand(path: Path) -> None:
    expected = json.loads(path.with_suffix(".expected.json").read_text("utf-8"))
    cleaned = clean(path.read_bytes().decode("utf-8"))
    assert cleaned.text == expected["text"]
    assert cleaned.metadata == expected["metadata"]
    seen = [[piece.reason, piece.text] for piece in cleaned.removed]
    assert [piece for piece in seen if piece[0] not in ("line_break", "white_space")] == expected["removed"]


def test_there_are_ten_made_up_articles() -> None:
    assert len(ARTICLES) == 10


@pytest.mark.parametrize("document", SEEDS)
def test_seed_gives_the_text_of_the_corpus(document: str) -> None:
    [seed] = (ROOT / "seeds").glob(f"{document.removeprefix('gsomia-')}_*.txt")
    raw = seed.read_bytes()
    cleaned = clean(raw.decode("utf-8"))
    assert cleaned.text == (ROOT / "corpus" / f"{document}.txt").read_bytes().decode("utf-8")
    assert rebuild(record(cleaned, id=document, seed=seed.name, raw=raw), cleaned.text).encode("utf-8") == raw


SEED_PIECES = {
    "gsomia-000": [],
    "gsomia-001": ["edition_tag", "title", "caption", "source_line", "navigation"],
    "gsomia-002": ["title", "dateline", "contact", "end_mark", *["separator", "related_link"] * 10],
    "gsomia-003": ["caption", "credit", "agency_tag", "navigation"],
    "gsomia-004": ["markup", "caption", "credit", "markup", "byline"],
}


@pytest.mark.parametrize("document", SEEDS)
def test_seed_loses_these_pieces_in_this_order(document: str) -> None:
    [seed] = (ROOT / "seeds").glob(f"{document.removeprefix('gsomia-')}_*.txt")
    cleaned = clean(seed.read_bytes().decode("utf-8"))
    reasons = [piece.reason for piece in cleaned.removed if not re.fullmatch("line_break|white_space", piece.reason)]
    assert reasons == SEED_PIECES[document]
