"""The levels run over a workspace: everything at once, whatever the layout, and what is seen from where."""

from __future__ import annotations

import json
import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wiremark.diagnostics import CODES, Finding, render
from wiremark.validation import validate
from wiremark.workspace import Workspace, sha256

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
    text, record = base.corpus / "ferry.txt", base.corpus / "ferry.json"
    old = sha256(text.read_bytes())
    text.write_bytes(b"A new beginning. " + text.read_bytes())
    assert codes(base) == [("A314", "/document"), ("A314", "/document")]
    record.write_text(record.read_text("utf-8").replace(old, sha256(text.read_bytes())), "utf-8")
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


def test_a_pass_keeps_its_own_ids_when_the_workspace_takes_them_over(base: Workspace) -> None:
    own, common = base.annotations / "passes/rosa/entities.json", base.annotations / "entities.json"
    taken = json.loads(common.read_bytes())
    taken["entities"] += json.loads(own.read_bytes())["entities"]
    common.write_text(json.dumps(taken), "utf-8")
    shutil.copy(base.annotations / "clusters.json", own.with_name("clusters.json"))
    assert [code for code, _ in codes(base) if code == "A306"] == []
    own.write_bytes(own.read_bytes().replace(b"PRODUCT", b"FAC"))
    assert ("A306", "/entities/0/id") in codes(base)


def test_rounds_are_validated_like_passes(base: Workspace) -> None:
    shutil.copytree(base.annotations / "passes", base.annotations / "rounds/1/passes")
    findings, checked = validate(base)
    assert (findings, len(checked)) == ([], 7)
    (base.annotations / "rounds/1/passes/rosa/ferry.json").write_text("{", "utf-8")
    assert codes(base) == [("L106", "")]


def test_ids_that_cannot_be_read_make_no_flood(base: Workspace) -> None:
    (base.annotations / "entities.json").write_text("{", "utf-8")
    assert codes(base) == [("L106", "")]


@pytest.mark.parametrize("form", ["[]", '{"schema_version": "1.0.0", "entities": {}}', '{"schema_version": "1.0.0"}'])
def test_entities_of_a_wrong_form_make_no_flood(base: Workspace, form: str) -> None:
    (base.annotations / "entities.json").write_text(form, "utf-8")
    assert {code for code, _ in codes(base)} <= {"A202", "A203"}
    assert len(codes(base)) == 1


@pytest.mark.parametrize("folder", [False, True])
def test_no_entities_and_no_clusters_at_all(base: Workspace, folder: bool) -> None:
    for name in ("entities.json", "clusters.json"):
        (base.annotations / name).unlink()
        if folder:
            (base.annotations / name).mkdir()
    found = [(finding.code, finding.file) for finding in validate(base, [base.annotations / "ferry.json"])[0]]
    assert found == [("A305", "annotations/clusters.json"), ("A304", "annotations/entities.json")]
    shutil.rmtree(base.annotations / "passes")
    (base.annotations / "ferry.json").unlink()
    assert codes(base) == [("A315", "")] * 2 * folder


def test_what_looks_like_an_annotation_file_and_is_not_read(base: Workspace) -> None:
    (base.annotations / "ferry.JSON").write_text("{}", "utf-8")
    (base.annotations / "folder.json").mkdir()
    (base.annotations / "link.json").symlink_to("nowhere.json")
    (base.annotations / "notes.md").write_text("", "utf-8")
    assert [(finding.code, finding.found) for finding in validate(base)[0]] == [
        ("A315", "a file ferry.JSON"),
        ("A315", "a folder"),
        ("A315", "a link to nothing"),
    ]


@pytest.mark.parametrize(
    ("name", "named", "help"),
    [
        ("ferry (1)", "ferry", "compare it with ferry.json, which is there already, and take one of the two away"),
        ("ferry", "fery", 'write "ferry"'),
    ],
)
def test_a_file_under_another_name(base: Workspace, ferry: Path, edit: Edit, name: str, named: str, help: str) -> None:
    edit(lambda data: data.update(document=named, dct="2020-01-01", text_sha256="0" * 64))
    data = ferry.read_bytes()
    if name != "ferry":
        ferry.with_name(f"{name}.json").write_bytes(data)
    (finding,) = (finding for finding in validate(base)[0] if finding.file == f"annotations/{name}.json")
    assert (finding.code, finding.help) == ("A309", help)


def test_a_file_to_rename(base: Workspace, ferry: Path) -> None:
    ferry.rename(ferry.with_name("fery.json"))
    (finding,) = validate(base)[0]
    assert (finding.code, finding.help) == ("A309", "rename the file to ferry.json")


def test_many_dangling_references_take_no_quadratic_time(base: Workspace, ferry: Path, edit: Edit) -> None:
    entities = base.annotations / "entities.json"
    data = json.loads(entities.read_bytes())
    data["entities"] = [{**data["entities"][0], "id": f"E:entity-number-{number}"} for number in range(1000)]
    entities.write_text(json.dumps(data), "utf-8")

    def hurt(data: Any) -> None:
        mention = data["mentions"][0]
        data["mentions"] += [{**mention, "id": f"m{n}", "entity": f"E:entty-numbr-{n}"} for n in range(100, 1100)]

    edit(hurt)
    before = time.process_time()
    assert len([finding for finding in validate(base, [ferry])[0] if "entty" in finding.message]) == 1000
    assert time.process_time() - before < 10


def test_every_file_follows_the_newest_version(base: Workspace, edit: Edit, schema: dict[str, Any]) -> None:
    text = (base.schemas / "annotation-1.0.0.json").read_text("utf-8")
    newer = (
        text.replace('"1.0.0"', '"1.10.0"')
        .replace("annotation-1.0.0", "annotation-1.10.0")
        .replace('"LAW"', '"STATUTE"')
    )
    (base.schemas / "annotation-1.10.0.json").write_text(newer, "utf-8")
    older = text.replace('"1.0.0"', '"1.9.0"').replace("annotation-1.0.0", "annotation-1.9.0")
    (base.schemas / "annotation-1.9.0.json").write_text(older, "utf-8")
    edit(lambda data: data["mentions"][5].update(type="STATUTE"))
    findings = validate(base)[0]
    assert {(finding.code, finding.found, finding.expected) for finding in findings} == {
        ("A206", '"1.0.0"', '"1.10.0"')
    }
    assert len(findings) == 5
    for path in base.annotations.rglob("*.json"):
        path.write_bytes(path.read_bytes().replace(b'"schema_version": "1.0.0"', b'"schema_version": "1.10.0"'))
    assert codes(base) == []
    edit(lambda data: data.update(schema_version="3.0.0"))
    findings = validate(base)[0]
    assert [(finding.code, finding.expected) for finding in findings] == [("A206", '"1.10.0"')]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        (lambda defs: defs.update(Argument=defs["Day"]), "/$defs"),
        (lambda defs: defs["LayerRecord"]["required"].remove("state"), "/$defs/LayerRecord"),
        (lambda defs: defs["Mention"]["required"].remove("form"), "/$defs/Mention"),
        (lambda defs: defs["AnnotatedWith"]["properties"].pop("times"), "/$defs/AnnotatedWith"),
        (lambda defs: defs.update(Pass={"$ref": "#/$defs/Entities"}), "/$defs/Pass"),
    ],
)
def test_a_schema_without_what_the_dataset_needs(
    base: Workspace, schema: dict[str, Any], change: Any, pointer: str
) -> None:
    data = json.loads(json.dumps(schema).replace("1.0.0", "1.1.0"))
    change(data["$defs"])
    (base.schemas / "annotation-1.1.0.json").write_text(json.dumps(data), "utf-8")
    assert set(codes(base)) == {("S101", pointer)}


def test_a_schema_that_is_a_folder_or_a_link_to_nothing(base: Workspace) -> None:
    (base.schemas / "annotation-1.1.0.json").mkdir()
    (base.schemas / "annotation-1.2.0.json").symlink_to("nowhere")
    findings = validate(base)[0]
    assert [(finding.code, finding.found) for finding in findings] == [
        ("S103", "a folder"),
        ("S103", "a link to nothing"),
    ]


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


def test_a_path_that_is_here_too_but_without_annotation_files(
    base: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here/annotations").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "here")
    assert codes(base, Path("annotations")) == []
    monkeypatch.chdir(base.annotations / "passes")
    assert codes(base, Path("rosa")) == []
    with pytest.raises(FileNotFoundError):
        validate(base, [Path("nobody")])


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
