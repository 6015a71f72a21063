"""What training is made of, on made-up pages."""

from tests.cleaning.html.pages import NEWS

from wiremark.cleaning.html.blocks import read
from wiremark.cleaning.html.labels import labels
from wiremark.cleaning.html.train import folds, site

BODY = """The ferry to Skarholm sailed again on Tuesday, nine days after a storm had torn it from its moorings and
thrown it on the rocks below the old lighthouse of Ostrand. The crossing takes forty minutes."""


def test_a_block_is_the_articles_where_its_words_are() -> None:
    blocks = read(NEWS).blocks
    kept = [block.text for block, here in zip(blocks, labels(blocks, BODY), strict=True) if here]
    assert [text[:9] for text in kept] == ["The ferry", "The cross"]


def test_a_site_stands_on_one_side() -> None:
    assert site("https://news.ostrand.example/a") == site("http://ostrand.example:80/b") == "ostrand.example"
    assert site("https://www.herald.co.uk/x") == "herald.co.uk"
    sites = ["a", "b", "a", "c", "d", "b"]
    found = list(folds(sites, 3, "0"))
    assert sorted(row for _, unseen in found for row in unseen) == list(range(6))
    assert not any({sites[row] for row in seen} & {sites[row] for row in unseen} for seen, unseen in found)
