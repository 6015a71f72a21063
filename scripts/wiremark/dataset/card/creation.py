"""How the dataset came to be: why these articles, their sources, cleaning, annotation, annotators, agreement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import metadata

from wiremark.annotation.markdown import table
from wiremark.dataset.card import prose
from wiremark.dataset.card.facts import Facts
from wiremark.dataset.inputs import Inputs
from wiremark.dataset.markdown import figures
from wiremark.dataset.ner import Losses


def creation(inputs: Inputs, facts: Facts, *, texts: bool) -> Iterator[str]:
    """The section on how the dataset was made."""
    yield "## Dataset creation"
    yield "### Curation rationale"
    yield inputs.sources.rationale.strip() or prose.UNSTATED
    yield "### Source data"
    yield "\n".join(f"- {sentence}" for sentence in prose.collection(facts))
    if texts:
        yield "How each date was found stands in `published_how` and `published_from` of `documents`."
    yield "### Cleaning"
    yield prose.cleaning(facts)
    if facts.removed:
        rows = [(reason.replace("_", " "), pieces, points) for reason, (pieces, points) in facts.removed.items()]
        yield table(("taken out as", "pieces", "code points"), rows)
    yield "### Annotation process"
    yield from _process(inputs, facts)
    yield "### Annotators"
    yield prose.annotators(facts)
    told = re.sub(r"\A\s*#[^\n]*\n+", "", inputs.annotators).strip()
    if told:
        yield re.sub(r"(?m)^#", "###", told)
    if inputs.agreement:
        yield figures(inputs.figures, "agreement")
        yield _AGREEMENT


def _process(inputs: Inputs, facts: Facts) -> Iterator[str]:
    yield from prose.annotation(facts)
    if not facts.passes:
        return
    yield prose.PROTOCOL
    rows = [
        (row.layer, count, ", ".join(row.annotators), row.state, "yes" if row.by_people else "no")
        for row, count in facts.passes.items()
    ]
    yield table(("layer", "articles", "annotators", "state", "a person took part"), rows)
    states = {label.name: label.description for label in inputs.profile.labels.get("LayerState", ())}
    used = {row.state for row in facts.passes}
    yield "\n".join(f"- {name}: {text}" for name, text in states.items() if name in used)


_AGREEMENT = """\
A round is an earlier pair of passes. F1 counts both sides alike; *soft* is one-to-one with an IoU of .5 or more;
clusters are scored on the items that both have, by the mean of MUC, B³ and CEAFe. The whole reports, per rule, stand
beside the annotations as AGREEMENT.md."""


def limits(inputs: Inputs, facts: Facts, lost: Losses | None) -> Iterator[str]:
    """Bias, risks and limits. lost: what the tags of `ner` lose; None where there is no such config."""
    yield "## Bias, risks and limits"
    found = prose.limits(inputs, facts)
    if lost:
        splitter = metadata.version("sentencex")
        found += [
            f"`ner` shows names only, {lost.names} in all, {_lost(lost)}. `mentions` has them all, with exact offsets.",
            f"Sentences (sentencex {splitter}) and tokens are cut by rule, from the text alone. They serve `ner` only; "
            "no layer depends on them.",
        ]
    yield "\n".join(f"- {sentence}" for sentence in (prose.SAMPLE, *found))


def _lost(lost: Losses) -> str:
    """What BIO tags cannot show, counted; names that they show as they are need no word."""
    ways = {
        "left out, because they stand inside a longer name or cross another": lost.nested,
        "left out, because other names hold their tokens": lost.hidden,
        "that start or end inside a token, tagged on the whole token": lost.inexact,
        "that a sentence cut parts": lost.parted,
    }
    told = [f"{count} {way}" for way, count in ways.items() if count]
    return f"of them {'; '.join(told)}" if told else "each as it is: none is nested, and none ends inside a token"
