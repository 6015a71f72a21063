"""The step of the corpus's version that changes need (Semantic Versioning 2.0.0, for those who build on the data).

major: what someone rests on is gone or means something else: a label or its id, a document, a record, an entity, a
cluster, a layer that was done, a table or column, the words at an offset, the split of a document. minor: all that was
there is still there, and there is more. patch: the same things, with other facts. Below 1.0.0, where nothing is
promised yet, what would be a major step is a minor one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from wiremark.dataset.changes.record import Changes, Needed, Step, Total
from wiremark.diagnostics import count
from wiremark.schema.changes.declared import required
from wiremark.schema.versions import is_version, precedence

_STEPS: tuple[Step, ...] = ("major", "minor", "patch")


def needed(changes: Changes) -> Needed:
    """The greatest step that a change needs, every reason for it, and the version that it leads to."""
    found: dict[Step, list[str]] = {}
    for step, reason in _reasons(changes):
        found.setdefault(step, []).append(reason)
    made = [one["table"] for one in changes["tables"] if one["same"] is False]
    if made and not found:  # one article cut otherwise by another version of a library, say
        found["patch"] = [f"other content in {', '.join(made)}"]
    step = next((step for step in _STEPS if step in found), "none")
    version = changes["before"]["version"]
    leads = step != "none" and is_version(version)
    return {"step": step, "because": found.get(step, []), "version": _required(version, step) if leads else None}


def _required(version: str, step: Step) -> str:
    early = precedence(version)[0][0] == 0
    return required(version, "minor" if early and step == "major" else step)


def _reasons(changes: Changes) -> Iterator[tuple[Step, str]]:
    labels, tables = changes["labels"], changes["tables"]
    for change, number in Counter(one["change"] for one in labels).items():
        step: Step = "minor" if change in ("added", "set added") else "major"
        yield step, " ".join([count(number, _LABELS.get(change, "label")), change.removeprefix("set ")])
    yield from _counted("major", (True for _ in changes["splits"]), "document", "moved to another split")
    yield from _counted("major", (True for _ in changes["texts"]), "text", "changed")
    yield from _counted("major", (one["change"] == "withdrawn" for one in changes["layers"]), "layer", "withdrawn")
    yield from _counted("minor", (one["change"] == "done" for one in changes["layers"]), "layer", "done")
    yield from _counted("patch", (one["change"] == "changed" for one in changes["layers"]), "layer", "changed")
    yield from _counted("major", (one["after"] is None for one in tables), "table", "removed")
    yield from _counted("minor", (one["before"] is None for one in tables), "table", "added")
    yield from _counted("major", (True for one in tables for _ in one["columns_removed"]), "column", "removed")
    yield from _counted("minor", (True for one in tables for _ in one["columns_added"]), "column", "added")
    for noun, totals in _by_noun(changes).items():
        for size, verb in _VERBS:
            if number := sum(total[verb] for total in totals):
                yield size, f"{count(number, noun, _PLURAL.get(noun, ''))} {verb}"


_LABELS = {
    **dict.fromkeys(("moved", "reused", "refilled"), "label id"),
    **dict.fromkeys(("set added", "set removed"), "label set"),
}
_Verb = Literal["removed", "moved", "added", "changed"]
_VERBS: tuple[tuple[Step, _Verb], ...] = (
    ("major", "removed"),
    ("major", "moved"),
    ("minor", "added"),
    ("patch", "changed"),
)
_SINGULAR = {"documents": "document", "entities": "entity", "clusters": "cluster"}
_PLURAL = {singular: plural for plural, singular in _SINGULAR.items()}


def _by_noun(changes: Changes) -> dict[str, list[Total]]:
    """The totals, those of all layers together."""
    found: dict[str, list[Total]] = {}
    for total in changes["totals"]:
        found.setdefault(_SINGULAR.get(total["what"], "record"), []).append(total)
    return found


def _counted(step: Step, holds: Iterator[bool], noun: str, verb: str) -> Iterator[tuple[Step, str]]:
    if number := sum(holds):
        yield step, f"{count(number, noun)} {verb}"
