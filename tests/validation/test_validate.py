"""The levels run over a workspace: everything at once, whatever the layout, and what is seen from where."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wiremark.diagnostics import CODES, Finding, render
from wiremark.validation import validate
from wiremark.workspace import Workspace

Edit = Callable[[Callable[[Any], Any]], None]


def codes(workspace: Workspace, *paths: Path) -> list[tuple[str, str]]:
    return [(finding.code, finding.pointer) for finding in validate(workspace, paths or None)[0]]


def shuffled(data: Any, dice: random.Random) -> Any:
    """The same value with its keys in another order."""
    if isinstance(data, dict):
        keys = list(data)
        dice.shuffle(keys)
        return {key: shuffled(data[key], dice) for key in keys}
    return [shuffled(item, dice) for item in data] if isinstance(data, list) else data


def test_the_base_workspace_is_valid(base: Workspace) -> None:
    findings, checked = validate(base)
    assert findings == []
    assert sorted(checked) == [
        "annotations/clusters.json",
        "annotations/entities.json",
        "annotations/ferry.json",
        "annotations/passes/rosa/entities.json",
        "annotations/passes/rosa/ferry.json",
    ]


@pytest.mark.parametrize("broken", [False, True])
def test_layout_is_no_finding(base: Workspace, ferry: Path, edit: Edit, broken: bool) -> None:
    def hurt(data: Any) -> None:
        data["mentions"][0]["span"]["start"] += 1
        data["mentions"][1]["type"] = "XPE"
        del data["quotes"][0]["cue"]

    if broken:
        edit(hurt)
    before = sorted(codes(base))
    assert len(before) == 3 * broken
    dice = random.Random(1)  # noqa: S311
    for indent, separators, ascii in ((None, (",", ":"), True), (1, None, False), ("\t", (" , ", " : "), False)):
        for path in base.annotations.rglob("*.json"):
            data = shuffled(json.loads(path.read_bytes()), dice)
            text = json.dumps(data, indent=indent, separators=separators, ensure_ascii=ascii)
            path.write_bytes(text.replace("\n", "\r\n").encode())
        assert sorted(codes(base)) == before


def test_all_levels_report_at_once(base: Workspace, ferry: Path, edit: Edit) -> None:
    def hurt(data: Any) -> None:
        data["dct"] = "2020-01-01"
        data["mentions"][0]["span"]["text"] = "Minna Hale"
        data["mentions"][1]["span"]["end"] = 70
        data["mentions"][2]["id"] = "m1"
        data["mentions"][3]["entity"] = "E:nowhere"
        data["mentions"][4]["frm"] = data["mentions"][4].pop("form")
        data["events"][0]["arguments"][0]["mention"] = "m99"
        data["events"][1]["cluster"] = "EV:nothing"
        data["events"][2]["reported_in"] = "q9"
        data["quotes"][0]["utterance"] = "U:nothing"
        del data["annotated_with"]["times"]

    edit(hurt)
    ferry.write_text(ferry.read_text("utf-8").replace('"Tuesday"', '"Tue\\ud800"'), "utf-8")
    assert set(codes(base)) == {
        ("L104", "/times/1/span/text"),
        ("A202", "/mentions/4"),
        ("A204", "/mentions/4/frm"),
        ("A301", "/mentions/1/span/end"),
        ("A302", "/mentions/0/span/text"),
        ("A302", "/times/1/span/text"),
        ("A303", "/events/0/arguments/0/mention"),
        ("A303", "/events/2/reported_in"),
        ("A304", "/mentions/3/entity"),
        ("A305", "/events/1/cluster"),
        ("A305", "/quotes/0/utterance"),
        ("A306", "/mentions/2/id"),
        ("A310", "/dct"),
        ("A311", "/times"),
    }
    render(validate(base)[0], "text", {}).encode("utf-8")


def test_a_changed_text_is_told_once(base: Workspace) -> None:
    text = base.corpus / "ferry.txt"
    text.write_bytes(b"A new beginning. " + text.read_bytes())
    assert codes(base) == [("A308", "/text_sha256"), ("A308", "/text_sha256")]


def test_a_pass_sees_its_own_entities_and_the_common_ones(base: Workspace, ferry: Path) -> None:
    own = base.annotations / "passes/rosa/entities.json"
    document = base.annotations / "passes/rosa/ferry.json"
    hidden = own.read_bytes()
    own.unlink()
    assert codes(base) == [("A304", "/mentions/1/entity")]
    own.write_bytes(hidden.replace(b'"E:second-boat"', b'"E:norland"'))
    assert codes(base) == [("A306", "/entities/0/id"), ("A304", "/mentions/1/entity")]
    own.write_bytes(hidden)
    ferry.write_bytes(ferry.read_bytes().replace(b"E:norland", b"E:second-boat"))
    assert {code for code, _ in codes(base)} == {"A304"}
    assert codes(base, document) == []


def test_rounds_are_validated_like_passes(base: Workspace) -> None:
    shutil.copytree(base.annotations / "passes", base.annotations / "rounds/1/passes")
    findings, checked = validate(base)
    assert (findings, len(checked)) == ([], 7)
    (base.annotations / "rounds/1/passes/rosa/ferry.json").write_text("{", "utf-8")
    assert codes(base) == [("L106", "")]


def test_ids_that_cannot_be_read_make_no_flood(base: Workspace) -> None:
    (base.annotations / "entities.json").write_text("{", "utf-8")
    assert codes(base) == [("L106", "")]


def test_no_entities_at_all(base: Workspace) -> None:
    (base.annotations / "entities.json").unlink()
    assert {code for code, _ in codes(base, base.annotations / "ferry.json")} == {"A304"}


def test_a_file_is_checked_against_the_version_it_declares(base: Workspace, edit: Edit, schema: dict[str, Any]) -> None:
    text = (base.schemas / "annotation-1.0.0.json").read_text("utf-8")
    newer = (
        text.replace('"1.0.0"', '"1.10.0"')
        .replace("annotation-1.0.0", "annotation-1.10.0")
        .replace('"LAW"', '"STATUTE"')
    )
    (base.schemas / "annotation-1.10.0.json").write_text(newer, "utf-8")
    older = text.replace('"1.0.0"', '"1.9.0"').replace("annotation-1.0.0", "annotation-1.9.0")
    (base.schemas / "annotation-1.9.0.json").write_text(older, "utf-8")
    edit(lambda data: data["mentions"][0].update(type="STATUTE"))
    assert codes(base) == [("A201", "/mentions/0/type")]
    edit(lambda data: data.update(schema_version="1.10.0"))
    assert codes(base) == []
    edit(lambda data: data.update(schema_version="3.0.0"))
    findings = validate(base)[0]
    assert [(finding.code, finding.expected) for finding in findings] == [("A206", '"1.10.0"')]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda schema: schema.update({"x-version": "1.0.1"}), "S102"),
        (lambda schema: schema.update({"$id": "urn:wiremark:annotation-1"}), "S102"),
        (lambda schema: schema["$defs"]["Document"]["properties"]["schema_version"].update(const="2.0.0"), "S102"),
        (lambda schema: schema.pop("$defs"), "S101"),
        (lambda schema: schema["$defs"].pop("Entities"), "S101"),
        (lambda schema: schema["$defs"]["Span"].update({"required": 5}), "S101"),
        (lambda schema: schema["$defs"]["Day"].update(pattern="("), "S101"),
    ],
)
def test_a_bad_schema(base: Workspace, schema: dict[str, Any], change: Any, code: str) -> None:
    data = json.loads(json.dumps(schema))
    change(data)
    (base.schemas / "annotation-1.0.0.json").write_text(json.dumps(data), "utf-8")
    assert code in {found for found, _ in codes(base)} <= {"S101", "S102"}


def test_paths(base: Workspace, ferry: Path, edit: Edit) -> None:
    edit(lambda data: data.update(dct="2020-01-01"))
    assert (
        codes(base, ferry)
        == codes(base, Path("annotations/ferry.json"))
        == codes(base, base.annotations)
        == [("A310", "/dct")]
    )
    assert codes(base, base.annotations / "passes") == []
    with pytest.raises(FileNotFoundError):
        validate(base, [Path("annotations/none.json")])


def test_a_file_of_nothing_like_a_document(base: Workspace, ferry: Path) -> None:
    for raw in ("[]", "null", '"x"', "{}", '{"mentions": 5, "events": [1, {"arguments": [[]]}], "document": []}'):
        ferry.write_text(raw, "utf-8")
        assert {code for code, _ in codes(base)} <= {"A202", "A203", "A207"}
        assert codes(base)


def test_every_code_has_a_title_and_no_finding_another_code(base: Workspace, ferry: Path) -> None:
    dice = random.Random(7)  # noqa: S311
    original = ferry.read_bytes()
    for _ in range(150):
        raw = bytearray(original)
        for _ in range(dice.randrange(1, 4)):
            at = dice.randrange(len(raw))
            raw[at : at + dice.randrange(3)] = dice.choice(
                [b"", b"0", b'"', b"}", b"\\u", b"\xf0", b"m1", b"[", b"null"]
            )
        ferry.write_bytes(bytes(raw))
        findings: list[Finding] = validate(base)[0]
        assert {finding.code for finding in findings} <= set(CODES)
        assert all(finding.help and (finding.found or finding.expected) for finding in findings)
        render(findings, "json", {}).encode("utf-8")
