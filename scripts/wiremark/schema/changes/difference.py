"""What a new schema means for the annotations, readers and datasets of an old one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wiremark.schema.changes.judge import Effect, Judge
from wiremark.schema.changes.normal import aligned, canonical
from wiremark.schema.changes.record import ABSENT, Change, SchemaDiff, SchemaFinding, severity
from wiremark.schema.changes.rules import BY_VALUES, ORDER, RULES, Bump
from wiremark.schema.changes.walk import changes
from wiremark.schema.walk import child


def diff(
    old: Mapping[str, Any] | bool,
    new: Mapping[str, Any] | bool,
    renames: frozenset[tuple[str, str]] = frozenset(),
) -> SchemaDiff:
    """Compares two JSON Schemas (draft-07, 2020-12), with or without this package's own keywords. Never raises.

    What marks a version (`x-version`, `$id`, the constant of `schema_version`) is no difference. `renames`: old and new
    names of labels that are known to be renamed, as a migration has them.
    """
    try:
        return _diff(_object(old), _object(new), renames)
    except RecursionError:
        change = Change(kind="unclassified", old="", new="", message="the schema is nested too deeply to compare")
        told = _told(change, Effect(None, None))
        return SchemaDiff(
            compatible=None, bump="unclassified", label_ids_stable=None, forward=None, backward=None, findings=(told,)
        )


def _object(schema: Mapping[str, Any] | bool) -> Mapping[str, Any]:
    """A schema that is only true or false, as an object."""
    return schema if isinstance(schema, Mapping) else {} if schema else {"not": {}}


def _diff(old: Mapping[str, Any], new: Mapping[str, Any], renames: frozenset[tuple[str, str]]) -> SchemaDiff:
    before, after = aligned(old, new)
    if canonical(before) == canonical(after):
        return SchemaDiff(compatible=True, bump="none", label_ids_stable=True, forward=True, backward=True)
    judge = Judge(before, after)
    findings = [_told(change, judge.effect(change)) for change in changes(before, after, renames)]
    findings += _rest(judge, findings)
    broken = any(one.instance for one in findings)
    compatible = False if broken else judge.back.holds
    return SchemaDiff(
        compatible=compatible,
        bump=max((one.bump for one in findings), key=ORDER.index),
        label_ids_stable=_all(None if _ids_unknown(one) else one.label_ids for one in findings),
        forward=_all((judge.forth.holds, *(one.forward for one in findings))),
        backward=_all((compatible, *(one.backward for one in findings))),
        findings=tuple(findings),
    )


def _all(answers: Any) -> bool | None:
    """False where one answer is; else None where one is not known; else True."""
    found = list(answers)
    return False if False in found else None if None in found else True


def _ids_unknown(one: SchemaFinding) -> bool:
    return one.bump == "unclassified" and "x-labels" in one.pointer + one.old_pointer


def _rest(judge: Judge, findings: list[SchemaFinding]) -> Iterator[SchemaFinding]:
    """What set inclusion knows and no single change explains."""
    back, forth = judge.back, judge.forth
    edits = [one for one in findings if one.change and one.change.edits]
    old, new = (edits[0].old_pointer, edits[0].pointer) if len(edits) == 1 else ("", "")
    most = max((ORDER.index(one.bump) for one in findings), default=0)
    proven = any(one.instance for one in findings)
    if back.holds is False and not proven:
        message = "the changes together make values invalid"
        change = Change(kind="other break", old=old, new=new, message=message)
        yield _told(change, Effect(False, True, back.witness))
    elif back.holds is None and most < ORDER.index("unclassified"):
        message = "it cannot be told whether every old value stays valid"
        notes = (back.reason,) if back.reason else ()
        yield _told(Change(kind="unclassified", old=old, new=new, message=message, notes=notes), Effect(None, True))
    elif forth.holds is False and most < ORDER.index("minor"):
        change = Change(kind="other widening", old=old, new=new, message="the changes together allow more values")
        yield _told(change, Effect(True, False))
    elif forth.holds is None and most < ORDER.index("minor"):
        message = "it cannot be told whether more values are valid"
        notes = (forth.reason,) if forth.reason else ()
        yield _told(Change(kind="unclassified", old=old, new=new, message=message, notes=notes), Effect(True, None))
    elif not findings:
        place = _first(judge.old, judge.new)
        change = Change(kind="rewritten", old=place, new=place, message="the same values, written otherwise")
        yield _told(change, Effect(True, True))


def _first(old: Any, new: Any) -> str:
    """The pointer of the first place where two JSON values differ."""
    pointer = ""
    while True:
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            steps = [str(key) for key in {**new, **old} if (key in old) != (key in new)] or [
                key for key in new if canonical(old[key]) != canonical(new[key])
            ]
            if not steps or steps[0] not in old or steps[0] not in new:
                return child(pointer, steps[0]) if steps and steps[0] in new else pointer
            pointer, old, new = child(pointer, steps[0]), old[steps[0]], new[steps[0]]
        elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
            number = next((n for n, one in enumerate(old) if canonical(one) != canonical(new[n])), None)
            if number is None:
                return pointer
            pointer, old, new = child(pointer, number), old[number], new[number]
        else:
            return pointer


def _kind(change: Change, effect: Effect) -> str:
    """The kind of a change that only its effect tells."""
    if change.kind not in ("values", "type"):
        if change.kind not in BY_VALUES or effect.backward is not True:
            return change.kind
        if effect.forward is True:
            return "rewritten"
        return "values widened" if RULES[change.kind].bump == "major" else change.kind
    if effect.backward is False:
        return "values narrowed" if effect.forward else "values replaced"
    if change.kind == "type":
        return "stored type"
    if effect.backward is None:
        return "unclassified"
    return {True: "rewritten", False: "values widened", None: "unclassified"}[effect.forward]


def _told(change: Change, effect: Effect) -> SchemaFinding:
    """A change with what it does, by meaning and by values, and the version that it needs."""
    rule = RULES[_kind(change, effect)]
    bump = rule.bump
    answers: tuple[tuple[bool | None, Bump], ...] = ((effect.forward, "minor"), (effect.backward, "major"))
    for answer, needs in answers:
        needed: Bump = needs if answer is False else "unclassified" if answer is None else "none"
        bump = max(bump, needed, key=ORDER.index)
    witness = ABSENT
    if bump == "major":
        shown = {"before": change.expected or None, "after": change.found or None}  # where no value shows it
        witness = next((one for one in (effect.witness, change.witness) if one is not ABSENT), shown)
    notes = change.notes
    if bump == "unclassified" and effect.reason:
        notes = (*notes, effect.reason)
    unknown = rule.bump == "unclassified"
    return SchemaFinding(
        code=rule.code if bump != "unclassified" else RULES["unclassified"].code,
        severity=severity(bump),
        pointer=change.new,
        old_pointer=change.old,
        message=change.message,
        bump=bump,
        backward=_all((rule.backward, effect.backward, *((None,) if unknown else ()))),
        forward=_all((rule.forward, effect.forward, *((None,) if unknown else ()))),
        label_ids=rule.ids,
        found=change.found,
        expected=change.expected,
        notes=notes,
        help=rule.help if bump != "unclassified" else RULES["unclassified"].help,
        witness=None if witness is ABSENT else witness,
        has_witness=witness is not ABSENT,
        instance=bump == "major" and effect.witness is not ABSENT,
        change=change,
    )
