"""Who the dataset is for, whom it speaks of, whose it is, and how to reach and cite its makers."""

from __future__ import annotations

from collections.abc import Iterator

from wiremark.dataset import rights
from wiremark.dataset.card import prose
from wiremark.dataset.card.citation import citation
from wiremark.dataset.card.facts import Facts
from wiremark.dataset.inputs import Inputs


def summary(inputs: Inputs, facts: Facts) -> Iterator[str]:
    """The name, and what this is in a paragraph."""
    yield f"# {inputs.sources.name}"
    if inputs.sources.description:
        yield inputs.sources.description.strip()
    if inputs.note:
        yield inputs.note.strip()
    yield (
        "News articles with four layers of stand-off annotation: mentions of entities, time expressions, events and\n"
        f"quotations. {facts.articles} in all, {facts.annotated} of them annotated; corpus version "
        f"{inputs.sources.version}, schema version {inputs.profile.version}."
    )


def uses() -> Iterator[str]:
    """What it is for, and what it is not for."""
    yield "## Uses"
    yield "It is for:\n\n" + "\n".join(f"- {use}" for use in prose.USES)
    yield "It is not for use:\n\n" + "\n".join(f"- {use}" for use in _lowered(prose.NOT_USES))


def _lowered(sentences: tuple[str, ...]) -> Iterator[str]:
    return (sentence[0].lower() + sentence[1:] for sentence in sentences)


def personal() -> Iterator[str]:
    """What is in it about people."""
    yield "## Personal and sensitive information"
    yield "\n".join(f"- {sentence}" for sentence in prose.PERSONAL)


def owned(inputs: Inputs, *, texts: bool) -> Iterator[str]:
    """The rights, and which form of the dataset is public."""
    yield "## Rights"
    yield rights.prose(inputs, short=True)
    yield "### Which form is public"
    yield _FORMS
    yield _FULL if texts else _BARE


_FORMS = """\
There are two forms of one dataset. The full form has the articles; the stand-off form has of their words names and
titles of entities alone, and ids, offsets, types, links, clusters, splits, lengths, and hashes of whole documents and
long paragraphs. **The stand-off form is the public one by default**, because the articles are third parties': to study
them is one thing, to publish them again another.

Hashes are of whole documents and of long paragraphs, never of tokens. What is annotated has a start and an end, and so
a length, be it one word; the words between have none. On the five articles of wiremark's first
corpus, hashes of single tokens, salted or not, gave 98.7 % of the tokens back to someone with a word list and the
other four articles; the lengths of tokens alone gave 17.7 %. The hash of a whole document gives nothing to put
together, and still tells whether a copy is the same. So `ner`, which is tokens, stands in the full form only."""

_FULL = """\
This folder is the full form: keep it to yourself where the table grants no licence."""

_BARE = """\
This folder is the stand-off form. Names and titles of entities, and the dates, publishers and authors of articles, are
facts and stay."""


def upkeep(inputs: Inputs) -> Iterator[str]:
    """How it changes, whom to ask, how a text is taken out."""
    yield "## Maintenance and contact"
    yield prose.maintenance(inputs)
    yield prose.contact(inputs)
    yield (
        "Whoever holds the rights in an article, or is named in one, and wants it out: name the `document_id`.\n"
        "A version can be made without it, and its id is not given again."
    )


def cited(inputs: Inputs) -> Iterator[str]:
    """How to cite it."""
    yield "## Citation"
    yield f"```bibtex\n{citation(inputs)}\n```"
