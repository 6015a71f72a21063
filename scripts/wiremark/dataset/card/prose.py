"""What is said of a corpus in plain sentences, once: the card shows them, croissant.json has them as its RAI fields.

What SOURCES.toml does not tell is said to be not stated; nothing is guessed.
"""

from __future__ import annotations

from collections import Counter

from wiremark.annotation.annotators import MEASURED
from wiremark.dataset.card.facts import Facts
from wiremark.dataset.inputs import Inputs

UNSTATED = "Not stated by its makers."

USES = (
    "Training and testing of named-entity recognition, coreference and entity linking, of events with their arguments, "
    "their time and factuality, and of quotations with their speakers.",
    "Clustering across documents: which reports tell the same event, and which quotations the same utterance, in other "
    "words or in translation.",
    "Reading how several newsrooms tell one story; testing tools on offsets that are exact.",
)

NOT_USES = (
    "To decide what happened: an event in the data is a reported event.",
    "To judge, profile or track the persons who are named.",
    "To republish the articles, or to train what reproduces them, without leave of those who hold the rights.",
    "As a sample of news, or of a language: unless the rationale says that the articles were drawn as one.",
)

PERSONAL = (
    "The articles are news: they name public figures and quote them. Nothing was collected about a person beyond that.",
    "Names of authors stand as the source gives them: in `author`, and in the full form also in `byline`.",
    "Political positions that an article reports of a person are in the data as events and quotations.",
    "Contact details in articles are taken out by cleaning where its rules know them.",
)

LIMITS = (
    "Absence is not a negative: what is not annotated was not found, or not looked for.",
    "The type of a quotation is computed from its marks: a treaty's name in quotation marks makes it mixed.",
    "The articles tell what their makers chose to tell. An event has the factuality that its article gives it.",
)

PROTOCOL = (
    "Annotators follow written guidelines in numbered rules; marks are offsets into the clean text, checked by "
    "program: every span's words, every reference, the roles of every event."
)

SAMPLE = (
    "No sample of news is meant, unless the rationale says so: what an outlet reports, whom it quotes, what it leaves "
    "out is in the data as it is in the articles."
)

SMALL = 100
"""Below so many articles a corpus is called too small to train on alone."""


def counted(number: int, what: str, plural: str = "") -> str:
    """A number with its noun: 1 article, 2,000 articles. plural: of a noun that takes more than an s."""
    return f"{number:,} {what if number == 1 else plural or f'{what}s'}"


def listed(counts: Counter[str]) -> str:
    """Names with their counts, the most frequent first, then by name."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{name} ({count})" for name, count in ordered)


def period(facts: Facts) -> str:
    """When the articles appeared."""
    days = f"on {facts.first}" if facts.first == facts.last else f"from {facts.first} to {facts.last}"
    inferred = facts.dated["inferred"]
    return f"Published {days}" + (f"; the day of {inferred} is inferred from the text." if inferred else ".")


def collection(facts: Facts) -> list[str]:
    """Where the articles come from."""
    found = [
        f"{counted(facts.articles, 'news article')}, kept as received. By publisher or agency: "
        f"{listed(facts.publishers)}.",
        period(facts),
    ]
    if facts.translated:
        found.append(f"Read in translation: {listed(facts.translated)}, by the language that was translated from.")
    return found


def cleaning(facts: Facts) -> str:
    """How the articles became the texts."""
    rules = " and ".join(facts.rules)
    taken = sum(pieces for pieces, _ in facts.removed.values())
    points = sum(points for _, points in facts.removed.values())
    model = "" if facts.mode == "rules" else f" and then, in its mode `{facts.mode}`, by its model of lines,"
    return (
        f"Clean text is made by rule, version {rules} of wiremark's cleaning rules,{model} of slices of the raw "
        "article alone: nothing is rewritten. Taken out, beside line breaks, white space and the tags of pages: "
        f"{counted(taken, 'piece')} of {points:,} code points together. Each piece is recorded in the corpus with its "
        "reason and place, so the raw article can be put together again there."
    )


def annotation(facts: Facts) -> list[str]:
    """Who annotated, as far as the names of annotators say."""
    people = {row for row in facts.passes if row.by_people}
    if not facts.passes:
        return ["Nothing is annotated yet."]
    if not people:
        found = ["A language model made these annotations. No person has reviewed them."]
    elif len(people) < len(facts.passes):
        found = ["A language model made a part of these annotations; the table says which no person has reviewed."]
    else:
        found = ["People made or reviewed these annotations."]
    if any(row.state != "draft" and row not in people for row in facts.passes):
        found.append(
            "Passes of language models measure the guideline, not people: that they agree is no human agreement."
        )
    return found


def annotators(facts: Facts) -> str:
    """What is known of the annotators as people."""
    if not facts.passes:
        return "There are none yet."
    told = []
    if facts.models:
        told.append(f"Language models: {', '.join(facts.models)}. They have no demographic.")
    if facts.people:
        told.append(
            f"Persons: {', '.join(facts.people)}. Their age, gender, first language and training are not known "
            "beyond what their own words under Annotators say."
        )
    return " ".join(told)


def agreement(inputs: Inputs) -> str:
    """What the figures of agreement are of; empty where there are none."""
    if not inputs.agreement:
        return ""
    return (
        "Independent passes were compared by layer (F1 of exact and overlapping spans, accuracy of types, Cohen's "
        f"kappa, mean of MUC, B³ and CEAFe for clusters). Where annotators are language models, {MEASURED}."
    )


def limits(inputs: Inputs, facts: Facts) -> list[str]:
    """What to mind, in general and of this corpus."""
    found = [*LIMITS]
    if facts.articles < SMALL:
        found.append(
            f"With {counted(facts.articles, 'article')} it is too small to train a model on alone, or to rank models."
        )
    if facts.passes and not facts.people:
        found.append("What one language model takes for right, all passes may take for right: its errors are shared.")
    return found + ([inputs.sources.limits.strip()] if inputs.sources.limits else [])


def contact(inputs: Inputs) -> str:
    """Whom to ask, and how a text comes out of the dataset."""
    where = inputs.sources.contact.strip() or inputs.sources.homepage.strip()
    if not where:
        return "No address is stated by its makers: ask where you got it."
    return f"Contact: {where}."


def maintenance(inputs: Inputs) -> str:
    """How the dataset changes."""
    return (
        f"This is version {inputs.sources.version} of the corpus, by schema version {inputs.profile.version}. A change "
        "of rows gives a new version; ids of records and ids of labels are never given again, and an older version "
        "stays under its tag where the dataset is published. `wiremark diff` tells what changed between two releases, "
        "by document, record and label."
    )
