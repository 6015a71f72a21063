"""An export: some splits of a corpus in a format, and the count of what it leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from wiremark.dataset.inputs import Inputs
from wiremark.export.formats import Format
from wiremark.export.items import NO_PLACE, Lost, Tally, of_corpus, of_document
from wiremark.export.piece import Options
from wiremark.sources import SPLITS


@dataclass(frozen=True)
class Export:
    """The articles of some splits in a format. tally is complete once `files` came to its end."""

    format: Format
    inputs: Inputs
    splits: Collection[str] = SPLITS
    options: Options = field(default_factory=Options)

    @cached_property
    def tally(self) -> Tally:
        """What there is and what is left out, of the articles that were written so far."""
        return Tally(of_corpus(self.inputs))

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Each file's name and content. Raises Usage where a library is missing."""
        module = self.format.loaded()
        parts: dict[str, list[Any]] = {}
        named: set[str] = set()
        for article in self.inputs.articles:
            if article.source.split not in self.splits:
                continue
            found = replace(article)  # what it keeps, such as its tokens, goes with the copy
            piece = module.piece(self.inputs, found, self.options)
            self.tally.there.update(of_document(found) + piece.there)
            self.tally.lost.update(piece.lost)
            named |= piece.named
            if piece.content is None:
                continue
            if hasattr(module, "joined"):
                parts.setdefault(article.source.split, []).append(piece.content)
            else:
                yield from piece.content.items()
        for split, contents in parts.items():
            yield f"{split}{module.SUFFIX}", module.joined(contents)
        if hasattr(module, "shared"):
            shared = module.shared(self.inputs, named)
            self.tally.lost.update(shared.lost)
            yield from shared.content.items()
        else:
            self.tally.lost.update(Counter({Lost(kind, NO_PLACE): n for kind, n in of_corpus(self.inputs).items()}))
