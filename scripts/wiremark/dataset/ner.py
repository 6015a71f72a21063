"""Names as BIO tags on tokens, for many texts at once, and the count of what tags cannot say.

Python sees each word between white space once in a batch; the places of tokens and tags are reckoned by numpy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from wiremark.dataset.sentences import pieces, sentences
from wiremark.schema.profile import Label

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Losses:
    """Names that BIO tags do not show as they are.

    nested: left out, because they stand inside a longer name or cross an earlier one.
    inexact: start or end inside a token, and are tagged on the whole token.
    parted: go on in the next sentence, and are tagged as a name in each.
    hidden: left out, because other names took all their tokens.
    """

    names: int = 0
    nested: int = 0
    inexact: int = 0
    parted: int = 0
    hidden: int = 0

    def __add__(self, other: Losses) -> Losses:
        return Losses(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))


def bio(labels: Sequence[Label]) -> tuple[Label, ...]:
    """The tags: O is 0; the type with id n has B- at 1 + 2n and I- after it. An appended type moves none."""
    tags = [Label(0, "O")]
    for label in labels:
        tags += Label(1 + 2 * label.id, f"B-{label.name}"), Label(2 + 2 * label.id, f"I-{label.name}")
    return tuple(tags)


@dataclass(frozen=True)
class Tokens:
    """The tokens of some texts, one text after the other.

    A token is `words[kind]`; start and end are code points, to which the text's `base` is added, so that all texts
    stand side by side. sentence: of each token the number of its sentence among all. text, number: of each sentence the
    place of its text, and its own number within that.
    """

    words: pa.Array
    kind: Integers
    start: Integers
    end: Integers
    sentence: Integers
    base: Integers
    text: Integers
    number: Integers


class Names(NamedTuple):
    """Names in some texts: for each the place of its text, start and end in code points of it, the id of its type."""

    text: Integers
    start: Integers
    end: Integers
    type: Integers


def tokenized(texts: Sequence[str], languages: Sequence[str]) -> Tokens:
    """Cuts texts into sentences and these into tokens. languages: BCP 47 tags."""
    cuts = [sentences(text, language) for text, language in zip(texts, languages, strict=True)]
    base = _before(np.array([len(text) + 1 for text in texts], np.int64))
    place = np.repeat(np.arange(len(texts)), [len(some) for some in cuts])
    places = np.array([place for some in cuts for cut in some for place in cut], np.int64).reshape(-1, 2)
    joined = "\n".join([text[start:end] for text, some in zip(texts, cuts, strict=True) for start, end in some])
    begins = _before(places[:, 1] - places[:, 0] + 1)  # of the sentences in `joined`
    words = _words(joined)
    sentence = np.searchsorted(begins, words, side="right") - 1
    starts = words + (places[:, 0] + base[place] - begins)[sentence]
    encoded = pa.array(joined.split(), pa.string()).dictionary_encode()
    known, first, last, token, many = _pieces(encoded.dictionary)
    kinds = encoded.indices.to_numpy()
    counts = many[kinds]
    piece = _ranges(_before(many)[kinds], counts)
    start = np.repeat(starts, counts)
    return Tokens(
        known,
        token[piece],
        start + first[piece],
        start + last[piece],
        np.repeat(sentence, counts),
        base,
        place,
        np.arange(len(place)) - np.searchsorted(place, place),
    )


def _pieces(words: pa.Array) -> tuple[pa.Array, Integers, Integers, Integers, Integers]:
    """The tokens of some words; of each piece of a word start, end and token; of each word how many pieces it has."""
    simple = pc.ascii_is_alpha(words).to_numpy(zero_copy_only=False)
    hard = np.nonzero(~simple)[0]
    others = words.take(pa.array(hard)).to_pylist()
    cut = [pieces(word) for word in others]
    many = np.ones(len(words), np.int64)
    many[hard] = [len(some) for some in cut]
    at = _before(many)
    first, last, token = (np.zeros(many.sum(), np.int64) for _ in range(3))
    last[at[simple]] = pc.binary_length(words).to_numpy(zero_copy_only=False)[simple]
    token[at[simple]] = np.nonzero(simple)[0]
    inner = _ranges(at[hard], many[hard])
    flat = np.array([place for some in cut for piece in some for place in piece], np.int64).reshape(-1, 2)
    first[inner], last[inner], token[inner] = flat[:, 0], flat[:, 1], len(words) + np.arange(len(flat))
    parts = [word[start:end] for word, some in zip(others, cut, strict=True) for start, end in some]
    return pa.concat_arrays([words, pa.array(parts, pa.string())]), first, last, token, many


def tags(tokens: Tokens, names: Names) -> tuple[Integers, Losses]:
    """The id of each token's tag, see `bio`, and what was lost. Names come in any order."""
    base = tokens.base[names.text]
    start, end, kind = names.start + base, names.end + base, names.type
    order = np.lexsort((-end, start))
    outer = order[list(_outermost(start[order].tolist(), end[order].tolist()))]
    start, end, kind = start[outer], end[outer], kind[outer]
    # the tokens that a name touches, without those that an earlier one has
    last = np.searchsorted(tokens.start, end, side="left")
    taken = np.concatenate([[0], np.maximum.accumulate(last)])[: len(last)]
    first = np.maximum(np.searchsorted(tokens.end, start, side="right"), taken)
    shown = first < last
    start, end, kind, first, last = start[shown], end[shown], kind[shown], first[shown], last[shown]
    inexact = (tokens.start[first] != start) | (tokens.end[last - 1] != end)
    parted = tokens.sentence[first] != tokens.sentence[last - 1]
    counts = last - first
    token = _ranges(first, counts)
    goes_on = (token != np.repeat(first, counts)) & (tokens.sentence[token] == tokens.sentence[token - 1])
    found = np.zeros(len(tokens.kind), np.int64)
    found[token] = 1 + 2 * np.repeat(kind, counts) + goes_on
    nested, hidden = len(names.start) - len(outer), len(outer) - len(start)
    return found, Losses(len(names.start), nested, int(inexact.sum()), int(parted.sum()), hidden)


def tagged(
    document: str, text: str, language: str, mentions: Sequence[Mapping[str, Any]]
) -> tuple[list[dict[str, Any]], Losses]:
    """The sentences of one document as rows of the config `ner`, tags by name, and what was lost.

    mentions: the records of the layer; those of form NAM are its names. Offsets are code points of `text`.
    """
    tokens = tokenized([text], [language])
    found = [mention for mention in mentions if mention["form"] == "NAM"]
    types = list(dict.fromkeys(mention["type"] for mention in found))
    ids = [types.index(mention["type"]) for mention in found]
    start, end = (np.array([mention["span"][key] for mention in found], np.int64) for key in ("start", "end"))
    ids_of_tags, losses = tags(tokens, Names(np.zeros(len(found), np.int64), start, end, np.array(ids, np.int64)))
    tag_names = [label.name for label in bio([Label(id, name) for id, name in enumerate(types)])]
    made: list[dict[str, Any]] = [
        {"id": f"{document}:{number}", "document_id": document, "sentence_id": number}
        | {"tokens": [], "token_offsets": [], "ner_tags": []}
        for number in tokens.number.tolist()
    ]
    words = tokens.words.take(pa.array(tokens.kind)).to_pylist()
    columns = (tokens.sentence, tokens.start, tokens.end, ids_of_tags)
    for word, sentence, first, last, tag in zip(words, *(column.tolist() for column in columns), strict=True):
        made[sentence]["tokens"].append(word)
        made[sentence]["token_offsets"].append([first, last])
        made[sentence]["ner_tags"].append(tag_names[tag])
    return made, losses


_SPACES = np.array([chr(point).isspace() for point in range(0x3002)])
"""Which code points are white space; beyond these none is."""


def _words(text: str) -> Integers:
    """Where the words of `text.split()` begin."""
    points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    space = _SPACES[np.minimum(points, len(_SPACES) - 1)]
    return np.nonzero(~space & np.concatenate([[True], space])[: len(space)])[0]


def _before(lengths: Integers) -> Integers:
    """Where each of some pieces of these lengths begins, laid side by side."""
    return np.cumsum(lengths) - lengths


def _ranges(starts: Integers, counts: Integers) -> Integers:
    """For each start the `count` whole numbers from it on, one after the other."""
    return np.arange(counts.sum()) + np.repeat(starts - _before(counts), counts)


def _outermost(starts: Sequence[int], ends: Sequence[int]) -> Iterator[int]:
    """Of names sorted by start, longest first, the places of those that start where no earlier one is open."""
    open_until = -1
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if start >= open_until:
            open_until = end
            yield place
