"""`annotated_with`: by whom a layer was done, how far, and under which schema."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from wiremark.validation.guideline.view import View, finding
from wiremark.validation.item import layers
from wiremark.validation.places import Problem, show

_PART = "The file"
_PASSES = {"double": 2, "adjudicated": 2}
"""How many annotators a state takes."""
_VERSION = re.compile(r"([0-9]+)\.([0-9]+)\.([0-9]+)", re.ASCII)


def state(view: View) -> Iterator[Problem]:
    """A layer said to be annotated twice by fewer than two."""
    for name, layer in layers(view.data).items():
        given = layer.text("state") or ""
        names = set(layer.strings("annotators"))
        if len(names) < _PASSES.get(given, 0):
            yield finding(
                layer.at("state"),
                f"the layer {show(name)} is {given} and has {len(names)} annotator{'' if len(names) == 1 else 's'}",
                found=", ".join(sorted(names)) or "no annotator",
                expected="the names of both passes",
                help='name the second annotator, or write "state": "draft"',
                rule=_PART,
            )


def version(view: View) -> Iterator[Problem]:
    """A layer done under a schema newer than the file's; older ones stay after a migration."""
    declared = view.data.get("schema_version")
    own = _VERSION.fullmatch(declared) if declared in view.names("schema_version") else None  # else level 2 has told
    for name, layer in layers(view.data).items():
        given = _VERSION.fullmatch(layer.text("schema") or "")
        if not own or not given:
            continue
        here, there = (tuple(map(int, match.groups())) for match in (own, given))
        if there > here:
            yield finding(
                layer.at("schema"),
                f"the layer {show(name)} was done under a newer schema than the file follows",
                found=show(given[0]),
                expected=f"{show(own[0])}, or an older version under which the layer was done",
                help=f"write the version that the annotators had, at most {own[0]}, or bring the file to {given[0]}",
                rule=_PART,
            )


def annotators(view: View) -> Iterator[Problem]:
    """Names that ANNOTATORS.md does not explain."""
    if view.annotators is None:
        return
    for layer in layers(view.data).values():
        for pointer, annotator in layer.pointed("annotators"):
            if annotator not in view.annotators:
                unknown = finding(
                    pointer,
                    f"the annotator {show(annotator)} has no row in annotations/ANNOTATORS.md",
                    found=show(annotator),
                    expected=f"one of {', '.join(sorted(view.annotators)) or 'no names yet'}",
                    help=f"add a row that begins with `{annotator}` and says who that is",
                    rule=_PART,
                )
                yield replace(unknown, severity="warning")
