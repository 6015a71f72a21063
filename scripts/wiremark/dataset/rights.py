"""The three rights that a dataset keeps apart: the tool's, the annotations', the articles'."""

from __future__ import annotations

import re
from collections import Counter

from wiremark.annotation.markdown import table
from wiremark.dataset.inputs import Inputs
from wiremark.dataset.markdown import MANY

NAME = "three-rights-see-file"
"""What the card gives as `license_name`."""


def annotation_licence(inputs: Inputs) -> str | None:
    """The SPDX id of the annotations' licence, where the workspace states one."""
    stated = re.search(r"(?m)^SPDX-License-Identifier: *(\S+)", inputs.annotation_licence)
    return stated.group(1) if stated else None


def prose(inputs: Inputs, *, short: bool = False) -> str:
    """The rights in plain words, with one row for each article, in Markdown.

    short: where there are many articles, one row for all that have the same.
    """
    stated = annotation_licence(inputs)
    annotations = f"{stated}; LICENSE-annotations has the words." if stated else "no licence is stated."
    documents = inputs.sources.documents
    alike = Counter((source.rights.holder, source.rights.licence, source.rights.basis) for source in documents)
    grouped = short and len(documents) > MANY
    rows: list[tuple[object, ...]] = [
        (source.id, source.rights.holder, source.rights.licence, source.rights.basis) for source in documents
    ]
    if grouped:
        rows = [(count, *same) for same, count in alike.most_common(MANY)]
    return (
        "Three rights, kept apart:\n\n"
        "- The tool that made this folder, wiremark: Apache-2.0.\n"
        f"- The annotations, that is offsets, labels, links and this card, not the words under a mark: {annotations}\n"
        "- The articles, also where they stand in the `text` of a span: their holders'. Nothing here grants a\n"
        "  licence to them beyond what the table says; NOASSERTION means that none is known.\n\n"
        + ("LICENSE.md has a row for each document; the most frequent here:\n\n" if grouped else "")
        + table(("documents" if grouped else "document", "holder", "licence", "basis"), rows)
    )
