"""The rule table: every kind of change with its code, what it does by meaning, the version that it needs, its words.

A kind says what a keyword means to annotators and readers. Whether JSON values stay valid is never read from this
table: set inclusion decides that (wiremark.schema.inclusion), and raises the version where it finds a break.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Bump = Literal["none", "patch", "minor", "major", "unclassified"]
ORDER: tuple[Bump, ...] = ("none", "patch", "minor", "unclassified", "major")
"""From the least to the most: what cannot be told may be a break, and a proven break is more than that."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of change.

    `bump`: the least version it needs. `backward`: old annotations mean the same; `forward`: old readers read new
    files as they are meant; `ids`: the label ids of a dataset keep their labels. True leaves the word to set inclusion.
    """

    code: str
    bump: Bump
    title: str
    help: str
    backward: bool = True
    forward: bool = True
    ids: bool = True


_MIGRATE = "write a migration"
RULES: Mapping[str, Rule] = {
    # labels
    "label removed": Rule(
        "S201", "major", "a label is removed", f"deprecate it first; {_MIGRATE}; its id stays free for ever", False
    ),
    "label added": Rule("S202", "minor", "a label is added", "", forward=False),
    "label renamed": Rule(
        "S203", "major", "a label is renamed", f"{_MIGRATE}: rename_label loses nothing", False, False
    ),
    "label moved": Rule(
        "S204", "major", "a label's id moves", "give every label the id that it had; a new one takes the next free id",
        ids=False,
    ),
    "label id reused": Rule(
        "S205", "major", "a label's id is given to another label",
        "give the new label the next free id; was it a rename, let a migration say so (rename_label)",
        False, False, ids=False,
    ),
    "label id refilled": Rule(
        "S205", "major", "a label's id is given to another label", "give the new label the next free id", ids=False
    ),
    "labels merged": Rule(
        "S206", "major", "labels are merged", f"{_MIGRATE}: merge_labels; there is no way back", False, False, ids=False
    ),
    "label split": Rule(
        "S207", "major", "a label is split", f"{_MIGRATE}: split_label; a person looks at what no mapping decides",
        False, False,
    ),
    "deprecated": Rule("S208", "minor", "a label or property is deprecated, or offered again", ""),
    "ids added": Rule(
        "S209", "major", "values get ids, or lose them",
        "leave x-labels out, or tell those who read the words: a dataset stores ids",
    ),
    "ids removed": Rule(
        "S209", "major", "values get ids, or lose them", "keep x-labels: a dataset stores ids by it", ids=False
    ),
    # properties
    "property removed": Rule(
        "S211", "major", "a property is removed", f"{_MIGRATE}: remove_attribute", backward=False
    ),
    "required property added": Rule(
        "S212", "major", "a required property is added", f"make it optional, or {_MIGRATE}: add_attribute"
    ),
    "property added": Rule("S213", "minor", "an optional property is added", ""),
    "free property bound": Rule(
        "S214", "major", "a property that was free is now described", "files may hold anything there: check them"
    ),
    "property renamed": Rule(
        "S215", "major", "a property is renamed", f"{_MIGRATE}: rename_attribute loses nothing", False, False
    ),
    "property required": Rule(
        "S216", "major", "a property becomes required", f"{_MIGRATE}: set_default"
    ),
    "property optional": Rule("S217", "minor", "a property becomes optional", ""),
    "object closed": Rule("S218", "major", "an object is closed", f"{_MIGRATE}: remove_attribute"),
    "object opened": Rule("S219", "minor", "an object is opened", ""),
    # values
    "values narrowed": Rule("S221", "major", "fewer values are valid", f"{_MIGRATE}, or allow them again"),
    "values widened": Rule("S222", "minor", "more values are valid", ""),
    "values replaced": Rule("S223", "major", "other values are valid", f"{_MIGRATE}, or allow the old ones too"),
    "stored type": Rule(
        "S224", "major", "values are stored with another type", "typed readers break: keep the type, or tell them"
    ),
    "null allowed": Rule("S225", "minor", "null is allowed", ""),
    "null forbidden": Rule("S226", "major", "null is no longer allowed", f"{_MIGRATE}: set_default"),
    # what values mean
    "default changed": Rule(
        "S231", "major", "an absent value means something else",
        f"{_MIGRATE}: set_default writes the old meaning down", False, False,
    ),
    "default added": Rule("S232", "minor", "an absent value gets a meaning", ""),
    "span changed": Rule(
        "S233", "major", "offsets count something else", f"{_MIGRATE}: the same numbers mean other places", False, False
    ),
    "roles narrowed": Rule(
        "S241", "major", "fewer things go together", "look at what falls out, or allow it again", backward=False
    ),
    "roles widened": Rule("S242", "minor", "more things go together", "", forward=False),
    "identity narrowed": Rule(
        "S243", "major", "an id, a reference or a span is bound more", "check the files that it binds", backward=False
    ),
    "identity widened": Rule("S244", "minor", "an id, a reference or a span is bound less", "", forward=False),
    "reference emptied": Rule(
        "S245", "major", "a reference points elsewhere", "take the reference out too, or keep what it refers to",
        False, False,
    ),
    "reference moved": Rule(
        "S245", "major", "a reference points elsewhere", f"{_MIGRATE}: the same id means another thing", False, False
    ),
    # the rest
    "wording": Rule("S251", "patch", "wording changes", ""),
    "rewritten": Rule("S252", "patch", "the same is written otherwise", ""),
    "other break": Rule("S253", "major", "values that were valid are not", f"{_MIGRATE}, or allow them again"),
    "other widening": Rule("S254", "minor", "values that were not valid are", ""),
    "unclassified": Rule(
        "S259", "unclassified", "a change that cannot be told apart from a break",
        "write it in keywords that are known here, or look at it and name its place in schemas/ignore.toml",
    ),
}  # fmt: skip
"""Every kind of change, by the name that the walk gives it."""
BY_VALUES = frozenset(
    {
        *("required property added", "property added", "free property bound", "property required"),
        *("property optional", "object closed", "object opened", "null allowed", "null forbidden"),
    }
)
"""The kinds that say nothing beside what they do to values: where they do nothing, the same is written otherwise."""
TITLES: Mapping[str, str] = {rule.code: rule.title for rule in RULES.values()}
