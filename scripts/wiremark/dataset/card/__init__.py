"""The dataset card: YAML that `load_dataset` reads, prose that a reader does. Both from the data alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from wiremark.dataset.card import block, creation, statements, structure, use
from wiremark.dataset.card.facts import Facts
from wiremark.dataset.card.front import front_matter
from wiremark.dataset.folder import MADE_BY
from wiremark.dataset.inputs import Inputs
from wiremark.dataset.parts import Part


def card(inputs: Inputs, told: Facts, parts: Sequence[Part], folder: Path, *, texts: bool) -> str:
    """README.md: the YAML block and the prose, with a final newline.

    folder: where the shards of `parts` stand, for one row of each. texts: False for the card of a stand-off release,
    in which no source text stands.
    """
    front = block.dumps(front_matter(inputs.sources, told, parts, texts=texts))
    return f"---\n{MADE_BY}\n{front}---\n\n" + "\n\n".join(_sections(inputs, told, parts, folder, texts=texts)) + "\n"


def _sections(inputs: Inputs, told: Facts, parts: Sequence[Part], folder: Path, *, texts: bool) -> Iterator[str]:
    yield from use.summary(inputs, told)
    yield from structure.loading(parts)
    yield from use.uses()
    yield from structure.structure(inputs, told, parts, folder, texts=texts)
    yield from creation.creation(inputs, told, texts=texts)
    yield from use.personal()
    yield from creation.limits(inputs, told, next((part.lost for part in parts if part.lost), None))
    yield from use.owned(inputs, texts=texts)
    yield from use.upkeep(inputs)
    yield from use.cited(inputs)
    yield from statements.data_statement(inputs, told)
    yield from statements.datasheet(inputs, told, texts=texts)
    yield from structure.labels(inputs)
