"""Mentions against their entities: type, metonymy, form, variant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wiremark.validation.guideline.view import View, finding
from wiremark.validation.guideline.words import OTHER_PRONOUNS, PRONOUNS
from wiremark.validation.item import Item
from wiremark.validation.places import Problem, show


def forms(entity: Mapping[str, Any]) -> dict[str, set[str]]:
    """The forms of an entity in entities.json, in lower case, each with its kinds; its name's kind is `canonical`."""
    found: dict[str, set[str]] = {}
    name, aliases = entity.get("name"), entity.get("aliases")
    if isinstance(name, str):
        found[name.casefold()] = {"canonical"}
    for alias in aliases if isinstance(aliases, list) else ():
        form, kind = (alias.get("form"), alias.get("kind")) if isinstance(alias, dict) else (None, None)
        if isinstance(form, str) and isinstance(kind, str):
            found.setdefault(form.casefold(), set()).add(kind)
    return found


def _placed(view: View) -> list[Item]:
    """The mentions, but for those whose span is not where it says: level 3 has told of their words."""
    return [item for item in view.layer("mentions") if view.text is None or view.extents(item, "span")]


def types(view: View) -> Iterator[Problem]:
    """A mention has its entity's type; a NORP mention may link to a GPE."""
    for mention in view.layer("mentions"):
        id = mention.text("entity") or ""
        type, wanted = mention.text("type"), view.entities.get(id, {}).get("type")
        known = view.names("mentions.type")
        if type in known and wanted in known and type != wanted and (type, wanted) != ("NORP", "GPE"):
            yield finding(
                mention.at("type"),
                f"the mention {show(mention.words)} is {type} and its entity {wanted}",
                found=f"{show(type)}, linked to {id}",
                expected=f"{show(wanted)}, the type of {id}" + (" (or NORP)" if wanted == "GPE" else ""),
                help=f"write {show(wanted)}, or link the mention to the entity that is meant",
                rule=view.rule("mentions.type"),
            )


def metonymy(view: View) -> Iterator[Problem]:
    """Every GPE mention says what it stands for, and no other mention does."""
    values = ", ".join(view.names("mentions.metonymy"))
    for mention in view.layer("mentions"):
        type, given = mention.text("type"), "metonymy" in mention.data
        if type == "GPE" and not given:
            yield finding(
                mention.pointer,
                f"the GPE mention {show(mention.words)} has no metonymy",
                found="no metonymy",
                expected=f"one of {values}",
                help='add "metonymy": "government" where “the government of …” can stand in its place, '
                "else population, literal or none",
                rule=view.rule("mentions.metonymy"),
            )
        elif type in view.names("mentions.type") and type != "GPE" and given:
            yield finding(
                mention.at("metonymy"),
                f"the mention {show(mention.words)} is {type} and has a metonymy",
                found=show(mention.data["metonymy"]),
                expected="a metonymy on GPE mentions only",
                help="take the metonymy out, or mend the type",
                rule=view.rule("mentions.metonymy"),
            )


def variant(view: View) -> Iterator[Problem]:
    """A variant stands on names only, and is the kind that entities.json has for the form."""
    kinds = view.names("mentions.variant")
    for mention in _placed(view):
        given = mention.text("variant")
        form, text = mention.text("form"), mention.words
        if form and form != "NAM":
            if given:
                yield finding(
                    mention.at("variant"),
                    f"the mention {show(text)} has a variant and is no name",
                    found=f"{show(given)} on a {form} mention",
                    expected="a variant on NAM mentions only",
                    help="take the variant out, or mend the form",
                    rule=view.rule("mentions.variant"),
                )
            continue
        entity = view.entities.get(mention.text("entity") or "")
        if not form or not text or entity is None or (given and given not in kinds):
            continue
        known = forms(entity).get(text.casefold())  # a form that is not listed is level 5's
        if known is not None and not _fits(given, known, kinds):
            yield _misfit(view, mention, given, known, kinds)


def _fits(given: str | None, known: set[str], kinds: tuple[str, ...]) -> bool:
    """The variant is one of the form's kinds, and may stay away where the form is the name.

    A kind that is no variant, such as official, leaves open which one the form has.
    """
    if given == "canonical":
        return "canonical" in known
    return (given in known if given else "canonical" in known) or not known <= set(kinds)


def _misfit(view: View, mention: Item, given: str | None, known: set[str], kinds: tuple[str, ...]) -> Problem:
    wanted = sorted(known & (set(kinds) - {"canonical"}))
    right = [show(kind) for kind in wanted] + ["none"] * _fits(None, known, kinds)
    return finding(
        mention.at("variant"),
        f"the variant of {show(mention.words)} is not its kind in entities.json",
        found=show(given) if given else "no variant",
        expected=f"{' or '.join(right)}: entities.json has this form as {' and '.join(sorted(known))}",
        help=(f'write "variant": {show(wanted[0])}' if wanted else "take the variant out")
        + ", or mend the alias in entities.json",
        rule=view.rule("mentions.variant"),
    )


def form(view: View) -> Iterator[Problem]:
    """A PRO mention is a pronoun, and a pronoun is no NOM mention."""
    if view.language != "en":
        return
    for mention in _placed(view):
        given, text = mention.text("form"), mention.words
        plain = text.casefold()
        if given == "PRO" and text and plain not in PRONOUNS | OTHER_PRONOUNS:
            right, what = "NAM or NOM", "is PRO and no personal, possessive or demonstrative pronoun"
        elif given == "NOM" and plain in PRONOUNS:
            right, what = "PRO", "is a pronoun and NOM"
        else:
            continue
        yield finding(
            mention.at("form"),
            f"the mention {show(text)} {what}",
            found=show(given),
            expected=right,
            help="write PRO"
            if right == "PRO"
            else "write NAM for a name, NOM for a noun phrase, or mark the noun meant",
            rule=view.label_rule("mentions.form", "PRO"),
        )
