"""Whether every JSON value that is valid under one schema is valid under another."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from wiremark.schema.inclusion.boundary_values import values_of
from wiremark.schema.inclusion.documents import Document, declared, needs_draft
from wiremark.schema.inclusion.nodes import Table
from wiremark.schema.inclusion.reading import Reader, grounded
from wiremark.schema.inclusion.search import Search
from wiremark.schema.inclusion.validator import Validator, validator
from wiremark.schema.inclusion.values import Undecided

BUDGET: Final = 1_000_000
"""Steps of the search, after which the question is left open."""

_UNNAMED: Final = ("2020-12", "draft-07", "draft-04")


@dataclass(frozen=True, slots=True)
class Inclusion:
    """`holds`: True, False with a witness (valid under the old schema, not under the new), or None with the reason."""

    holds: bool | None
    witness: Any = None
    has_witness: bool = False
    reason: str = ""


def included(old: Any, new: Any, *, budget: int = BUDGET) -> Inclusion:
    """Whether each value valid under `old` is valid under `new`; what cannot be told is left open. Raises nothing.

    The draft is the one that `$schema` names, else 2020-12, or the newest under which the schema is valid; where
    draft-07 and 2020-12 read a schema without `$schema` otherwise, both must agree. `format` asserts nothing.
    """
    try:
        return _agreed(old, new, budget)
    except Undecided as why:
        return Inclusion(None, reason=str(why))
    except RecursionError:
        return Inclusion(None, reason="the schemas are nested too deeply")


def _agreed(old: Any, new: Any, budget: int) -> Inclusion:
    """The verdict of all drafts under which the two schemas are to be read, if it is one."""
    drafts = [(one, other) for one in _drafts(old) for other in _drafts(new)]
    if len(drafts) == 4:
        drafts = [drafts[0], drafts[3]]  # two schemas that leave the draft open have the same
    judges = [(validator(old, one), validator(new, other)) for one, other in drafts]
    answers = []
    for pair, judged in zip(drafts, judges, strict=True):
        answer = _included((old, new), pair, judged, budget)
        if answer.holds is None:
            return answer
        if answer.holds is False and all(_breaks(other, answer.witness) for other in judges):
            return answer
        answers.append(answer)
    return answers[0] if all(answer.holds for answer in answers) else _DEPENDS


_DEPENDS: Final = Inclusion(None, reason="draft-07 and 2020-12 differ here: say with $schema which it is")


def _included(
    schemas: tuple[Any, Any], drafts: tuple[str, str], judges: tuple[Validator, Validator], budget: int
) -> Inclusion:
    if drafts[0] == drafts[1] and len({json.dumps(schema, sort_keys=True) for schema in schemas}) == 1:
        return Inclusion(True)
    table = Table()
    readers = [Reader(table, Document(schema, draft)) for schema, draft in zip(schemas, drafts, strict=True)]
    before, after = (reader.root() for reader in readers)
    if not grounded(table, [before, after]):
        raise Undecided("a reference leads back to itself")
    question = (before, table.not_(after))
    # ECMA-262's dot leaves out four characters, that of most validators one: what needs a dot must hold either way.
    searches = [Search(table, budget, strict_dot=strict_dot) for strict_dot in (False, True)]
    outcomes = [searches[0].solve(question)]
    if searches[0].evaluator.met_dot:
        outcomes.append(searches[1].solve(question))
    found = [outcome.value for outcome in outcomes if outcome.has_value]
    proved = all(outcome.answer is False for outcome in outcomes)
    disputed = any(outcome.answer for outcome in outcomes)
    # A proof is held against values made from the schemas; where there is none, one of them may be a witness.
    for value in chain(found, values_of(*schemas)):
        if _breaks(judges, value):
            if not any(search.evaluator.all(question, value) is False for search in searches):
                return Inclusion(False, value, True)
            disputed = True
    if disputed:
        return Inclusion(None, reason="the search and the validator disagree about a value")
    if proved:
        return Inclusion(True)
    reasons = {reason: None for search in searches for reason in search.reasons}
    return Inclusion(None, reason="; ".join(reasons) or "the search found neither a proof nor a witness")


def _breaks(judges: tuple[Validator, Validator], value: Any) -> bool:
    try:
        return judges[0](value) and not judges[1](value)
    except Undecided:
        return False


def _drafts(schema: Any) -> list[str]:
    """The drafts under which a schema is to be read."""
    named = declared(schema)
    if named:
        return [named]
    drafts = (draft for draft in _UNNAMED if _is_valid(schema, draft))
    first = [next(drafts, _UNNAMED[0])]
    return first + [*drafts][:1] if needs_draft(schema) else first


def _is_valid(schema: Any, draft: str) -> bool:
    try:
        validator(schema, draft)
    except Undecided:
        return False
    return True
