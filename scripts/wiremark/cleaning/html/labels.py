"""Which blocks of a labelled page are its article: the page's words against those of the true text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from wiremark.cleaning.html.blocks import Block

_TOKEN = re.compile(r"\w+")
_DOUBTFUL = (0.1, 0.9)
_SHORT = 8
_REACH = 15


def labels(blocks: Sequence[Block], true: str) -> list[bool]:
    """Whether each block is the article's: most of its words are aligned with the true text's, and where that is in
    doubt, leaving it in makes the text more like the true one."""
    tokens = [_TOKEN.findall(block.text) for block in blocks]
    owner = [row for row, found in enumerate(tokens) for _ in found]
    hits: Counter[int] = Counter()
    every, wanted = [token for found in tokens for token in found], _TOKEN.findall(true)
    for match in SequenceMatcher(None, every, wanted, autojunk=False).get_matching_blocks():
        hits.update(owner[match.a : match.a + match.size])
    shares = [hits[row] / len(found) if found else 0.0 for row, found in enumerate(tokens)]
    return _better(tokens, shares, true)


def _better(tokens: Sequence[Sequence[str]], shares: Sequence[float], true: str) -> list[bool]:
    kept = [share > 0.5 for share in shares]
    gold = _shingles(true)

    def f1() -> float:
        text = _shingles(" ".join(token for found, here in zip(tokens, kept, strict=True) if here for token in found))
        return 2 * (text & gold).total() / max(1, text.total() + gold.total())

    rows = [row for row, here in enumerate(kept) if here]
    if not rows:
        return kept
    low, high = _DOUBTFUL
    now = f1()
    for row, share in enumerate(shares):
        if not rows[0] - _REACH < row < rows[-1] + _REACH:
            continue
        if low < share < high or (share and len(tokens[row]) < _SHORT):
            kept[row] = not kept[row]
            then = f1()
            if then > now or (then == now and not kept[row]):
                now = then
            else:
                kept[row] = not kept[row]
    return kept


def _shingles(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    """The runs of four words of a text, each as often as it stands there: what the field's benchmark counts
    (github.com/scrapinghub/article-extraction-benchmark)."""
    found = _TOKEN.findall(text)
    return Counter(tuple(found[at : at + size]) for at in range(max(1, len(found) - size + 1))) if found else Counter()
