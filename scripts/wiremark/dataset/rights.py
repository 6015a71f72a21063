"""The three rights that a dataset keeps apart: the tool's, the annotations', the articles'."""

from __future__ import annotations

import re

from wiremark.dataset.inputs import Inputs
from wiremark.dataset.markdown import table

NAME = "three-rights-see-file"
"""What the card gives as `license_name`."""


def prose(inputs: Inputs) -> str:
    """The rights in plain words, with one row for each article, in Markdown."""
    stated = re.search(r"(?m)^SPDX-License-Identifier: *(\S+)", inputs.annotation_licence)
    annotations = f"{stated.group(1)}; LICENSE-annotations has the words." if stated else "no licence is stated."
    rows = [
        (source.id, source.rights.holder, source.rights.licence, source.rights.basis)
        for source in inputs.sources.documents
    ]
    return (
        "Three rights, kept apart:\n\n"
        "- The tool that made this folder, wiremark: Apache-2.0.\n"
        f"- The annotations, that is offsets, labels, links and this card, not the words under a mark: {annotations}\n"
        "- The articles, also where they stand in the `text` of a span: their holders'. Nothing here grants a\n"
        "  licence to them beyond what the table says; NOASSERTION means that none is known.\n\n"
        + table(("document", "holder", "licence", "basis"), rows)
    )
