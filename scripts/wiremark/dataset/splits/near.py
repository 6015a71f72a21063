"""Documents that share windows: by an exact count, or of very many those that MinHash and LSH make candidates.

After Broder (1997) and Indyk and Motwani (1998), by `datasketch`, with 64 bands of two hashes each. Two texts whose
windows are alike with Jaccard's J are a candidate with the probability 1 - (1 - J²)⁶⁴: .998 for J = .3, .93 for .2, .47
for .1. Copies are found, and what was edited; an article that has taken over a paragraph mostly not. What was missed
and then parted is found after the assignment: `duplicates.apart` is exact for any number.
"""

from __future__ import annotations

from collections.abc import Mapping

from wiremark.diagnostics import Usage
from wiremark.text.windows import windows, words
from wiremark.validation.corpus import duplicates
from wiremark.validation.corpus.duplicates import Pair

_BANDS, _ROWS = 64, 2


def sharing(texts: Mapping[str, str], exact: int = duplicates.AT_ONCE) -> tuple[list[Pair], bool]:
    """Pairs of documents that share windows, in order, and whether these are all. texts: by id.

    Of more than `exact` documents they are the near-duplicates among the candidates. Raises Usage as `candidates` does.
    """
    if len(texts) <= exact:
        return duplicates.pairs(texts), True
    return [pair for pair in duplicates.counted(candidates(texts), texts) if pair.near], False


def candidates(texts: Mapping[str, str]) -> set[tuple[str, str]]:
    """Pairs of ids, each in order. texts: by id. The same for the same texts, in any process.

    Raises Usage where `datasketch` is not installed.
    """
    try:
        from datasketch import MinHash, MinHashLSH
    except ImportError:
        raise Usage(
            f"near-duplicates among {len(texts)} documents are sought with a library that is not installed",
            "pip install 'wiremark[minhash]'",
        ) from None
    table = MinHashLSH(num_perm=_BANDS * _ROWS, params=(_BANDS, _ROWS))
    found = set[tuple[str, str]]()
    for id in sorted(texts):
        those = {" ".join(window).encode("utf-8") for window in windows(words(texts[id]))}
        if those:
            sketch = MinHash(num_perm=_BANDS * _ROWS)
            sketch.update_batch(sorted(those))
            found |= {(min(id, other), max(id, other)) for other in table.query(sketch)}
            table.insert(id, sketch)
    return found
