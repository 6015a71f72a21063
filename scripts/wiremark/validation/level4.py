"""Level 4: the guideline as code. What a program can tell of the numbered rules, one check per code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from wiremark.annotation.store import File
from wiremark.schema.profile import Record
from wiremark.validation.context import Context
from wiremark.validation.guideline import done, edges, events, mentions, nesting, quotes, records, reported, times
from wiremark.validation.guideline.view import View
from wiremark.validation.places import Problem


class Check(NamedTuple):
    """A code, what finds it, and the properties and values without which a schema has no ground for it."""

    code: str
    find: Callable[[View], Iterator[Problem]]
    needs: tuple[str, ...]


CHECKS = (
    Check("A401", events.roles, ("events.arguments", "events.type", "mentions.type")),
    Check("A402", mentions.types, ("mentions.type", "mentions.entity")),
    Check("A403", mentions.metonymy, ("mentions.type=GPE", "mentions.metonymy")),
    Check("A404", events.domains, ()),
    Check("A405", events.factuality, ("events.factuality",)),
    Check("A406", quotes.types, ("quotes.type", "quotes.content")),
    Check("A407", reported.reported_in, ("events.reported_in", "events.trigger", "quotes.content")),
    Check("A408", reported.source, ("events.factuality_source", "events.reported_in", "quotes.speaker")),
    Check("A409", nesting.crossing, ("mentions.span",)),
    Check("A410", nesting.nesting, ("mentions.span",)),
    Check("A411", events.triggers, ("events.trigger",)),
    Check("A412", edges.edges, ("mentions.span",)),
    Check("A413", edges.cut_words, ("mentions.span",)),
    Check("A414", times.value, ("times.value",)),
    Check("A415", times.type_of_value, ("times.value", "times.type")),
    Check("A416", times.reckoned, ("times.value", "times.type", "times.anchor")),
    Check("A417", times.points, ("times.begin_point", "times.end_point")),
    Check("A418", records.circles, ()),
    Check("A419", records.duplicates, ("mentions.span",)),
    Check("A420", records.repeats, ()),
    Check("A421", quotes.utterances, ("quotes.utterance", "quotes.relation")),
    Check("A422", mentions.variant, ("mentions.variant", "mentions.form=NAM", "mentions.entity")),
    Check("A423", mentions.form, ("mentions.form",)),
    Check("A424", quotes.speaker, ("quotes.speaker", "quotes.source", "mentions.entity")),
    Check("A425", events.unspecified, ("events.cluster", "events.factuality")),
    Check("A426", done.state, ("annotated_with",)),
    Check("A427", done.version, ("annotated_with",)),
    Check("A428", done.annotators, ("annotated_with",)),
    Check("A429", events.cause_and_same, ("events.cluster", "events.arguments")),
    Check("A430", events.contexts, ("events.contexts",)),
    Check("A431", events.one_role_once, ("events.arguments", "mentions.entity")),
)


def guideline(file: File, data: dict[str, Any], record: Record, context: Context) -> Iterator[Problem]:
    """What one file's data has against the guidelines. Passes over what is not of the right kind, and never raises."""
    yield from found(view(file, data, record, context))


def found(view: View) -> Iterator[Problem]:
    """Every problem of level 4 in a file. A check without ground in the schema finds nothing."""
    for check in CHECKS:
        if all(view.has(path) for path in check.needs):
            yield from (replace(problem, code=check.code) for problem in check.find(view))


def view(file: File, data: dict[str, Any], record: Record, context: Context) -> View:
    """One file's data as the checks look at it."""
    article, folder = context.article(file, data), file.path.parent
    profile = context.schemas.profile_for(data)
    return View(
        data,
        record,
        text=context.text(file, data),
        dct=date.fromisoformat(article.dct) if article else None,
        language=article.language if article else "",
        entities=context.items(folder, "entities.json", "entities"),
        utterances=context.items(folder, "clusters.json", "utterances"),
        annotators=context.annotators,
        roles=profile.roles if profile else {},
    )
