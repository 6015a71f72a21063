"""The schema as tables in GitHub's Markdown: label sets, roles, records, id spaces, and the other forms."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from wiremark.diagnostics.markdown import code, escaped, table
from wiremark.schema.profile import Label, Profile, Record, Text, inner


def tables(schema: Mapping[str, Any], profile: Profile) -> str:
    """The tables of a schema file, under headings of the second and third level; no final newline.

    schema: the file's data; profile: what `profile.read` makes of it.
    """
    words = _Words(schema, profile)
    parts = [f"## {escaped(profile.title or 'Schema')} {escaped(profile.version)}"]
    for heading, part in (
        ("Label sets", words.labels()),
        ("Roles", words.roles()),
        ("Records", words.records()),
        ("Id spaces", words.spaces()),
        ("Other forms", words.others()),
    ):
        found = list(part)
        parts += [f"## {heading}", *found] if found else []
    return "\n\n".join(parts)


class _Words:
    """What the tables say of one schema."""

    def __init__(self, schema: Mapping[str, Any], profile: Profile) -> None:
        self._defs: Mapping[str, Mapping[str, Any]] = schema["$defs"]
        self._profile = profile
        self._used = _used(self._defs)

    def labels(self) -> Iterator[str]:
        """A table for each set, without the columns that none of its labels fills."""
        for name, labels in self._profile.labels.items():
            yield f"### {escaped(name)}"
            used = ", ".join(self._property(*place) for place in self._used[name])
            yield " ".join(filter(None, (self._about(name), used and f"In {used}.")))
            rows = [self._label(label) for label in sorted(labels, key=lambda label: label.id)]
            filled = [n for n, column in enumerate(zip(*rows, strict=True)) if any(column)]
            yield table([_COLUMNS[n] for n in filled], ([row[n] for n in filled] for row in rows))

    def _label(self, label: Label) -> Sequence[str]:
        return (
            str(label.id),
            code(label.name),
            escaped(label.description),
            escaped(label.example),
            self._set(label.domain),
            escaped(label.rule),
            escaped(label.since),
            "yes" if label.deprecated else "",
        )

    def roles(self) -> Iterator[str]:
        """Which types may have a role, and which may fill it."""
        about = {label.name: label.description for labels in self._profile.labels.values() for label in labels}
        rows = [
            (code(name), escaped(about.get(name, "")), self._set(rule.domain), self._set(rule.range))
            for name, rule in self._profile.roles.items()
        ]
        if rows:
            yield table(("role", "description", "events that may have it", "mentions that may fill it"), rows)

    def _set(self, names: Sequence[str]) -> str:
        """Label names; the name of the set where they are all of it, and what is missing where that is shorter."""
        for name, labels in self._profile.labels.items():
            every = [label.name for label in labels]
            missing = [label for label in every if label not in names]
            if names and set(names) <= set(every) and 3 * len(missing) < len(every):
                but = f" but {', '.join(map(code, missing))}" if missing else ""
                return f"every {self._link(name)}{but}"
        return ", ".join(map(code, names))

    def records(self) -> Iterator[str]:
        """A table for each object, with what binds several of its attributes below."""
        for name, record in self._profile.records.items():
            yield f"### {escaped(name)}"
            if "$ref" in self._defs[name]:
                yield f"{self._about(name)} It has the attributes of {self._link(record.name)}.".strip()
                continue
            yield from filter(None, [self._about(name)])
            rows = [self._attribute(record, key) for key in record.fields]
            filled = [n for n in range(5) if n < 3 or any(row[n] for row in rows)]
            head = ("attribute", "required", "type", "rule", "description")
            yield table([head[n] for n in filled], ([row[n] for n in filled] for row in rows))
            if record.one_of:
                yield f"Exactly one of {' and '.join(map(code, record.one_of))} stands there."

    def _attribute(self, record: Record, key: str) -> Sequence[str]:
        schema = self._defs[record.name]["properties"][key]
        named = [target for part in (schema, *schema.get("anyOf", ())) if (target := _target(part))]
        about = schema.get("description") or " ".join(self._defs[name].get("description", "") for name in named)
        required = "yes" if key in record.required else "one of them" if key in record.one_of else "no"
        return code(key), required, self._type(schema), escaped(record.rules.get(key, "")), escaped(about)

    def _type(self, schema: Mapping[str, Any]) -> str:
        """What a value may be, in words, with links to where its parts are told; null stands last."""
        target = _target(schema)
        if target:
            return self._link(target)
        if "anyOf" in schema:
            options = sorted(schema["anyOf"], key=lambda option: option == {"type": "null"})
            return " or ".join(map(self._type, options))
        kinds = [schema["type"]] if isinstance(schema.get("type"), str) else schema.get("type", ())
        others = [self._plain(kind, schema) for kind in kinds if kind != "null"]
        return " or ".join([*others, *(kind for kind in kinds if kind == "null")] or [_string(schema)])

    def _plain(self, kind: str, schema: Mapping[str, Any]) -> str:
        if kind == "array":
            least = schema.get("minItems", 0)
            few = f"{_NUMBERS.get(least, least)} or more " if least else ""
            return f"list of {few}{self._type(schema['items'])}"
        if kind == "integer":
            return f"integer from {schema['minimum']}" if "minimum" in schema else kind
        return {"string": _string(schema), "boolean": "true or false"}.get(kind, kind)

    def spaces(self) -> Iterator[str]:
        """Where the ids of a space are given, and where they are used."""
        rows: dict[str, tuple[list[str], list[str], list[str]]] = defaultdict(lambda: ([], [], []))
        for name, record in self._profile.records.items():
            for key, node in record.fields.items() if record.name == name else ():
                inside = inner(node)
                if isinstance(inside, Text) and inside.key:
                    rows[inside.key][0].append(self._property(name, key))
                    rows[inside.key][1].append(code(inside.pattern) if inside.pattern else "any string")
                if isinstance(inside, Text) and inside.ref:
                    rows[inside.ref][2].append(self._property(name, key))
        if rows:
            cells = (
                (code(space), ", ".join(given) or code("SOURCES.toml"), ", ".join(dict.fromkeys(form)), ", ".join(used))
                for space, (given, form, used) in rows.items()
            )
            yield table(("ids of", "given in", "form", "used in"), cells)

    def others(self) -> Iterator[str]:
        """The definitions that are neither label sets nor records."""
        told = self._profile.labels.keys() | self._profile.records.keys()
        rows = list[tuple[str, str, str]]()
        for name in sorted(self._defs.keys() - told):
            shown = f'<a id="{escaped(name.lower())}"></a>{code(name)}'  # where links to it lead
            rows.append((shown, self._type(self._defs[name]), self._about(name)))
        if rows:
            yield table(("form", "what it is", "description"), rows)

    def _about(self, name: str) -> str:
        return escaped(str(self._defs[name].get("description", "")))

    def _property(self, record: str, key: str) -> str:
        return f"{self._link(record)}.{code(key)}"

    def _link(self, name: str | None) -> str:
        return f"[{escaped(name or '')}](#{(name or '').lower()})"


_NUMBERS = {1: "one", 2: "two", 3: "three"}
_COLUMNS = ("id", "label", "description", "example", "goes with", "rule", "since", "deprecated")


def _string(schema: Mapping[str, Any]) -> str:
    values = [schema["const"]] if "const" in schema else schema.get("enum", ())
    if values:
        return " or ".join(code(json.dumps(value, ensure_ascii=False)) for value in values if value is not None)
    if "pattern" in schema:
        return f"string {code(schema['pattern'])}"
    least = schema.get("minLength", 0)
    return "string" if not least else "string, not empty" if least == 1 else f"string of {least} or more letters"


def _target(schema: Mapping[str, Any]) -> str | None:
    """The definition that a `$ref` names."""
    return str(schema["$ref"]).rpartition("/")[2] if "$ref" in schema else None


def _used(defs: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Of each definition the record and property where it stands."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, schema in defs.items():
        for key, value in schema.get("properties", {}).items():
            for target in _targets(value):
                found[target].append((name, key))
    return found


def _targets(schema: Mapping[str, Any]) -> Iterable[str]:
    inside = [schema, *schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else ())]
    return filter(None, (_target(part) for part in inside))
