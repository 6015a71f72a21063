"""The two statements that corpora of language owe their users, each point in one place of the card.

Data statement: E. M. Bender and B. Friedman, Data Statements for Natural Language Processing, TACL 6, 2018.
Datasheet: T. Gebru et al., Datasheets for Datasets, Communications of the ACM 64(12), 2021.
"""

from __future__ import annotations

from collections.abc import Iterator

from wiremark.annotation.markdown import table
from wiremark.dataset.card import prose
from wiremark.dataset.card.citation import makers
from wiremark.dataset.card.facts import Facts
from wiremark.dataset.inputs import Inputs


def data_statement(inputs: Inputs, facts: Facts) -> Iterator[str]:
    """The headings of Bender and Friedman, in their order."""
    yield "## Data statement"
    points = {
        "Curation rationale": "See [Curation rationale](#curation-rationale).",
        "Language variety": _language(facts),
        "Speaker demographic": (
            f"The speakers are the writers of the articles: {facts.authored} of {facts.articles} name an author. Their "
            "age, gender, first language and training are not known. Those whom they quote stand in `quotes` as "
            "`speaker`; beside a name, nothing is known of them here."
        ),
        "Annotator demographic": prose.annotators(facts),
        "Speech situation": (
            f"Written news, edited and meant for the readers of its outlet. {prose.period(facts)} Quotations in it "
            "were spoken or written elsewhere, to others."
        ),
        "Text characteristics": _text(facts),
        "Recording quality": "Written text only; nothing was recorded.",
        "Other": "Nothing else is known.",
        "Provenance appendix": (
            "Each row of `documents` has the name and sha256 of the file that an article was received as. Where it "
            "was received from is not recorded beyond publisher, agency and author."
        ),
    }
    yield "\n".join(f"- **{heading}.** {text}" for heading, text in points.items())


def _language(facts: Facts) -> str:
    told = f"By BCP 47 tag: {prose.listed(facts.languages)}."
    if facts.translated:
        total = facts.translated.total()
        told += f" {prose.counted(total, 'article')} of these in translation, from {prose.listed(facts.translated)}."
    return f"{told} Which variety of a language an article is written in, beyond its tag, is not known."


def _text(facts: Facts) -> str:
    low, middle, high = facts.lengths
    stories = sum(facts.stories.values())
    return (
        f"News articles on {prose.counted(stories, 'story', 'stories')}, from {low:,} to {high:,} "
        f"code points of clean text, {middle:,g} in the median."
    )


def datasheet(inputs: Inputs, facts: Facts, *, texts: bool) -> Iterator[str]:
    """The seven headings of Gebru et al.: where this card answers them, and what is left to say."""
    yield "## Datasheet"
    names = ", ".join(makers(inputs)) or "not stated"
    held = "Self-contained." if texts else "The articles are not in it: you bring them."
    rows = (
        (
            "Motivation",
            f"[Curation rationale](#curation-rationale). Made by: {names}. Funding: not stated.",
        ),
        (
            "Composition",
            f"[Dataset structure](#dataset-structure), [Figures](#figures), [Labels](#labels). {held} Nothing in it is "
            "confidential by its nature; [personal information](#personal-and-sensitive-information) apart.",
        ),
        (
            "Collection",
            "[Source data](#source-data). Whether the writers were asked, and of any ethical review: not stated.",
        ),
        (
            "Preprocessing, cleaning, labelling",
            "[Cleaning](#cleaning), [Annotation process](#annotation-process). Its makers keep the raw articles.",
        ),
        ("Uses", "[Uses](#uses), [Bias, risks and limits](#bias-risks-and-limits)."),
        ("Distribution", "[Rights](#rights)."),
        ("Maintenance", "[Maintenance and contact](#maintenance-and-contact)."),
    )
    yield table(("heading", "answer"), rows)
