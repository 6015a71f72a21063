"""Events: roles, modes, triggers, factuality, clusters."""

from __future__ import annotations

from collections.abc import Iterator

from wiremark.schema.profile import Text, listed
from wiremark.schema.walk import child
from wiremark.validation.guideline.view import View, called, finding
from wiremark.validation.guideline.words import NO_TRIGGERS
from wiremark.validation.item import Item
from wiremark.validation.places import Problem, show


def roles(view: View) -> Iterator[Problem]:
    """A role within its domain (event types) and its range (mention types)."""
    mentions = view.by_id("mentions")
    for event in view.layer("events"):
        type = event.text("type")
        for argument in event.objects("arguments"):
            role = argument.text("role")
            rule = view.roles.get(role or "")
            if rule is None:
                continue
            if rule.domain and type in view.names("events.type") and type not in rule.domain:
                yield finding(
                    argument.at("role"),
                    f"{called(event)} is {type}, which has no {role}",
                    found=f"{show(role)} of a {type} event",
                    expected=f"{role} of one of {', '.join(rule.domain)}",
                    help="give the argument the role that it has, or the event its type",
                    rule=view.rule("events.arguments"),
                )
            filler = mentions.get(argument.text("mention") or "")
            kind = filler.text("type") if filler else None
            if filler and rule.range and kind in view.names("mentions.type") and kind not in rule.range:
                yield finding(
                    argument.at("mention"),
                    f"{show(filler.words)} is {kind} and {role} of {called(event)}",
                    found=f"{filler.id}, a {kind} mention",
                    expected=f"{role}: one of {', '.join(rule.range)}",
                    help="give the argument the role that it has (a treaty, a thing: theme), or mend the mention",
                    rule=view.rule("events.arguments"),
                )


def domains(view: View) -> Iterator[Problem]:
    """Values that go with some types of their record only: a label's `domain` in the schema."""
    for layer, node in view.record.fields.items():
        record = listed(node)
        for key, property in record.fields.items() if record else ():
            domain = (
                {row.name: row.domain for row in property.labels if row.domain} if isinstance(property, Text) else {}
            )
            if not domain:
                continue
            for item in view.layer(layer):
                type, value = item.text("type"), item.text(key)
                if type in view.names(f"{layer}.type") and value in domain and type not in domain[value]:
                    fitting = [name for name, those in domain.items() if type in those]
                    yield finding(
                        item.at(key),
                        f"the {key} {show(value)} does not go with {type}",
                        found=show(value),
                        expected=f"{', '.join(fitting) + ' or null' if fitting else 'null'} on {type}; "
                        f"{show(value)} goes with {', '.join(domain[value])}",
                        help=f"write null, or the {key} that the text names, or mend the type",
                        rule=view.rule(f"{layer}.{key}"),
                    )


def contexts(view: View) -> Iterator[Problem]:
    """One to three contexts."""
    for event in view.layer("events"):
        given = event.data.get("contexts")
        if isinstance(given, list) and not 1 <= len(given) <= 3:
            yield finding(
                event.at("contexts"),
                f"{called(event)} has {len(given) or 'no'} contexts",
                found=", ".join(str(item) for item in given) or "an empty list",
                expected="one to three",
                help="give the first ones that fit, in the order of the rule",
                rule=view.rule("events.contexts"),
            )


def one_role_once(view: View) -> Iterator[Problem]:
    """One entity fills a role of an event once, by its first mention."""
    mentions = view.by_id("mentions")
    for event in view.layer("events"):
        seen: dict[tuple[str, str], Item] = {}
        for argument in event.objects("arguments"):
            filler = mentions.get(argument.text("mention") or "")
            role, entity = argument.text("role"), filler.text("entity") if filler else None
            if not filler or not role or not entity:
                continue
            first = seen.setdefault((role, entity), filler)
            if first.id != filler.id:
                yield finding(
                    argument.at("mention"),
                    f"{entity} is {role} of {called(event)} twice",
                    found=f"{first.id} ({show(first.words)}) and {filler.id} ({show(filler.words)})",
                    expected="one entity once in one role, by the first mention that the grammar attaches",
                    help=f"take {first.id} or {filler.id} out of the arguments",
                    rule=view.rule("events.arguments"),
                )


_SIGNS = {"POS": "-", "NEG": "+"}
"""Per polarity, the sign of factuality that contradicts it."""


def factuality(view: View) -> Iterator[Problem]:
    """Polarity and the sign of factuality agree, and what is to come is not certain."""
    for event in view.layer("events"):
        value, polarity = event.text("factuality") or "", event.text("polarity")
        if value not in view.names("events.factuality"):
            continue
        wrong = _SIGNS.get(polarity or "")
        if wrong and value.endswith(wrong):
            right = value[:-1] + ("+" if wrong == "-" else "-")
            yield finding(
                event.at("factuality"),
                f"{called(event)} has polarity {polarity} and factuality {value}",
                found=show(value),
                expected=f"{right}, CTu or Uu with polarity {polarity}",
                help=f"write {show(right)}, or turn the polarity",
                rule=view.rule("events.factuality"),
            )
        if event.text("tense") == "FUTURE" and value in ("CT+", "CT-"):
            yield finding(
                event.at("factuality"),
                f"{called(event)} is to come, and certain",
                found=f"{show(value)} with tense FUTURE",
                expected=f"PR{value[-1]} or PS{value[-1]}",
                help=f"write {show('PR' + value[-1])} for what is planned, decided or expected, or mend the tense",
                rule=view.rule("events.tense"),
            )


def triggers(view: View) -> Iterator[Problem]:
    """A trigger is one word, and one that carries an event."""
    rule = view.rule("events.trigger")
    help = "keep the one word that carries the event; of a light verb or an idiom and its noun, the noun"
    for event in view.layer("events"):
        spans = event.objects("trigger")
        if len(spans) > 1:
            yield finding(
                event.at("trigger"),
                f"the trigger of {called(event)} has {len(spans)} spans",
                found=f"{len(spans)} spans",
                expected="one span on one word",
                help=help,
                rule=rule,
            )
            continue
        text = spans[0].text("text") if spans else None
        plain = (text or "").strip()
        what = next((what for what, listed in NO_TRIGGERS.items() if plain.casefold() in listed), "")
        if len(plain.split()) > 1:
            yield finding(
                child(spans[0].pointer, "text"),
                f"the trigger {show(plain)} is more than one word",
                found=f"{len(plain.split())} words",
                expected="one word without white space; a hyphenated word is one",
                help=help,
                rule=rule,
            )
        elif what and view.language == "en":
            yield finding(
                child(spans[0].pointer, "text"),
                f"the trigger {show(plain)} is {what}",
                found=what,
                expected="the verb or noun that carries the event",
                help=help,
                rule=rule,
            )


def unspecified(view: View) -> Iterator[Problem]:
    """What is not said to happen is in no cluster."""
    for event in view.layer("events"):
        cluster = event.text("cluster")
        if cluster and event.text("factuality") == "Uu":
            yield finding(
                event.at("cluster"),
                f"{called(event)} is Uu and in a cluster",
                found=cluster,
                expected="null for what is only requested, hoped for, or a purpose or condition",
                help="write null, or the factuality that the text gives",
                rule=view.rule("events.cluster"),
            )


def cause_and_same(view: View) -> Iterator[Problem]:
    """An event is not an argument of one that is the same by their cluster."""
    events = view.by_id("events")
    for event in view.layer("events"):
        for argument in event.objects("arguments"):
            other = events.get(argument.text("event") or "")
            cluster = event.text("cluster")
            if other and cluster and other.id != event.id and other.text("cluster") == cluster:
                yield finding(
                    argument.at("event"),
                    f"{called(other)} is an argument of {called(event)}, and the same event by their cluster",
                    found=f"both in {cluster}",
                    expected="an argument that is another event",
                    help="take the argument out if both tell one act, or mend one of the clusters",
                    rule=view.rule("events.cluster"),
                )
