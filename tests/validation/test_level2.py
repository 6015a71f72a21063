"""Structure: the walker, JSON Schema and the decoder give one verdict; every problem is told with its fix."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec
import pytest

from wiremark.schema.decode import decoder
from wiremark.schema.profile import Profile
from wiremark.validation.level2 import structure
from wiremark.validation.places import Problem

TESTS = Path(__file__).parents[1]
KINDS = {"entities.json": "Entities", "clusters.json": "Clusters"}
FILES = sorted([*TESTS.glob("workspace/annotations/**/*.json"), *TESTS.parent.glob("annotations/*.json")])
POOL: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    1,
    -1,
    1.0,
    1.5,
    10**30,
    "",
    "x",
    "m1",
    "m1\n",
    "m0",
    "t2",
    "e1",
    "E:norland",
    "E:Norland",
    "author",
    "dct",
    "ORG",
    "org",
    "PAST",
    "2024",
    "2024-05-07",
    "2024-13",
    "٣",
    "\u2028",
    "Q1",
    "1.0.0",
    "1.0.1",
    [],
    {},
    [None],
    [{}],
    {"a": 1},
)


def kind_of(path: Path) -> str:
    return KINDS.get(path.name, "Pass" if "passes" in path.parts else "Document")


def nodes(data: Any) -> Iterator[tuple[Any, Any]]:
    """Every (container, key) of a JSON value."""
    items = enumerate(data) if isinstance(data, list) else data.items() if isinstance(data, dict) else ()
    for key, value in items:
        yield data, key
        yield from nodes(value)


def mutated(data: Any, dice: random.Random) -> Any:
    data = copy.deepcopy(data)
    for _ in range(dice.choice([1, 1, 1, 2])):
        container, key = dice.choice(list(nodes(data)))
        match dice.randrange(6):
            case 0 if isinstance(container, dict):
                del container[key]
            case 1 if isinstance(container, dict):
                container[dice.choice(["occurrence", "event", "mention", "mod", "Id", "note"])] = dice.choice(POOL)
            case 2 if isinstance(container, list):
                container.append(dice.choice(POOL))
            case 3 if isinstance(container[key], list):
                container[key] = []
            case 4 if isinstance(container[key], str):
                container[key] += dice.choice(["\n", "x", " ", "1"])
            case _:
                container[key] = dice.choice(POOL)
    return data


def floats(data: Any) -> bool:
    return any(isinstance(container[key], float) for container, key in nodes(data))


def only_beyond_types(problems: list[Problem]) -> bool:
    """True for problems that are not the decoder's job: patterns and one_of."""
    return all(
        problem.code == "A208" or (problem.code == "A205" and "matches" in problem.expected) for problem in problems
    )


def accepts(decode: msgspec.json.Decoder[Any], data: Any) -> bool:
    try:
        decoded = decode.decode(json.dumps(data))
    except msgspec.ValidationError:
        return False
    assert json.loads(msgspec.json.encode(decoded)) == data
    return True


@pytest.mark.parametrize("path", FILES, ids=lambda path: "-".join(path.parts[-3:]))
def test_one_verdict_on_files_and_on_mutated_files(path: Path, schema: dict[str, Any], profile: Profile) -> None:
    name = kind_of(path)
    public = jsonschema_rs.validator_for({**schema, "anyOf": [{"$ref": f"#/$defs/{name}"}]})
    original = json.loads(path.read_bytes())
    dice = random.Random(path.name)  # noqa: S311
    counts = {True: 0, False: 0}
    for number in range(301 if "workspace" in path.parts else 41):
        data = mutated(original, dice) if number else original
        problems = structure(data, profile.records[name])
        # the one difference from JSON Schema: 1.0 is no integer
        assert (not problems) == (public.is_valid(data) and not floats(data)), problems
        assert accepts(decoder(profile, name), data) == only_beyond_types(problems), problems
        counts[not problems] += 1
    assert structure(original, profile.records[name]) == []
    assert min(counts.values()) > 0, counts


def test_a_null_is_no_offset(profile: Profile) -> None:
    data = json.loads((TESTS / "workspace/annotations/ferry.json").read_bytes())
    data["mentions"][0]["span"].update(start=None)
    (problem,) = structure(data, profile.records["Document"])
    assert (problem.code, problem.pointer, problem.found) == ("A312", "/mentions/0/span", "no start")


@pytest.mark.parametrize("data", [None, [], "x", 1, True, 1.5])
def test_the_root_is_an_object(data: Any, profile: Profile) -> None:
    (problem,) = structure(data, profile.records["Document"])
    assert (problem.code, problem.pointer) == ("A203", "")


def test_all_problems_at_once(profile: Profile) -> None:
    data = json.loads((TESTS / "workspace/annotations/ferry.json").read_bytes())
    data["schema_version"] = "9.0.0"
    data["dct"] = 20240507
    del data["mentions"][0]["form"]
    data["mentions"][1]["type"] = "Gpe"
    data["mentions"][2]["span"]["start"] = "89"
    data["events"][1]["trigger"] = []
    data["events"][1]["arguments"][0]["event"] = "e1"
    data["events"][2]["polrity"] = data["events"][2].pop("polarity")
    data["quotes"][0]["id"] = "quote-1"
    data["quotes"][0]["content"][0] = {"text": "sail", "occurrence": 1}
    found = {(problem.code, problem.pointer) for problem in structure(data, profile.records["Document"])}
    assert found == {
        ("A206", "/schema_version"),
        ("A203", "/dct"),
        ("A202", "/mentions/0"),
        ("A201", "/mentions/1/type"),
        ("A203", "/mentions/2/span/start"),
        ("A207", "/events/1/trigger"),
        ("A208", "/events/1/arguments/0"),
        ("A204", "/events/2/polrity"),
        ("A202", "/events/2"),
        ("A205", "/quotes/0/id"),
        ("A312", "/quotes/0/content/0"),
    }


@pytest.mark.parametrize(
    ("change", "help"),
    [
        (lambda data: data["mentions"][0].update(type="person"), 'write "PERSON"'),
        (
            lambda data: data["mentions"][0].update(type="zzz"),
            "choose one of these; a new one is a change of the schema",
        ),
        (lambda data: data["mentions"][0].update(metonimy="none"), 'write "metonymy"'),
        (
            lambda data: data["mentions"][0]["span"].update(start=34.0),
            "write 34, without a fraction: `wiremark validate --fix` does",
        ),
        (lambda data: data.pop("text_sha256"), "`wiremark validate --fix` fills it in"),
        (lambda data: data.update(dct=None), "`wiremark validate --fix` fills it in"),
        (lambda data: data["events"][0].pop("cluster"), 'add "cluster": null, or its value'),
        (lambda data: data["events"][0].update(times=None), "write [] for none"),
        (lambda data: data["events"][0].update(times="t1"), "write it as a list, in square brackets"),
        (lambda data: data["times"][0].update(value=2024), 'write "2024", in quotation marks'),
        (
            lambda data: data["mentions"][0].update(variant=None),
            "write a value; where it is optional, leave the key out",
        ),
    ],
)
def test_help(change: Any, help: str, profile: Profile) -> None:
    data = json.loads((TESTS / "workspace/annotations/ferry.json").read_bytes())
    change(data)
    (problem,) = structure(data, profile.records["Document"])
    assert problem.help == help
