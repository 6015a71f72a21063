"""--fix: writes the canonical form and fills what is settled; guesses nothing, loses nothing, and does it once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wiremark.validation import fix, validate
from wiremark.workspace import Workspace

Edit = Callable[[Callable[[Any], Any]], None]


def spans(data: Any) -> list[dict[str, Any]]:
    found = [record["span"] for layer in ("mentions", "times") for record in data[layer]]
    found += [span for event in data["events"] for span in event["trigger"]]
    return found + [span for quote in data["quotes"] for part in ("content", "source", "cue") for span in quote[part]]


def test_a_canonical_workspace_is_not_touched(base: Workspace) -> None:
    report = fix(base)
    assert (report.changed, report.findings) == ([], [])


def test_what_is_left_out_is_filled_in(base: Workspace, ferry: Path, edit: Edit) -> None:
    canonical = ferry.read_bytes()

    def strip(data: Any) -> None:
        del data["text_sha256"], data["dct"]
        data["mentions"].reverse()
        for layer, part in (("mentions", "span"), ("times", "span"), ("events", "trigger"), ("quotes", "content")):
            for record in data[layer]:
                for span in record[part] if isinstance(record[part], list) else [record[part]]:
                    del span["start"], span["end"]
        for record, number in ((data["mentions"][1], 1), (data["mentions"][2], 2), (data["mentions"][4], 1)):
            assert record["span"]["text"] in ("Norland", "Port Ellery")
            record["span"]["occurrence"] = number

    edit(strip)
    assert {finding.code for finding in validate(base)[0]} == {"A202", "A312"}
    report = fix(base)
    assert (report.changed, report.findings) == (["annotations/ferry.json"], [])
    assert ferry.read_bytes() == canonical
    assert fix(base).changed == []


def test_wrong_offsets_are_mended_where_the_text_stands_once(base: Workspace, ferry: Path, edit: Edit) -> None:
    canonical = ferry.read_bytes()
    edit(lambda data: data["mentions"][0]["span"].update(start=0, end=1))
    edit(lambda data: data["mentions"][2]["span"].update(start=None))
    assert fix(base).findings == []
    assert ferry.read_bytes() == canonical


@pytest.mark.parametrize(
    ("span", "code", "part"),
    [
        ({"text": "Port Ellery"}, "A312", "58..69, 121..132"),
        ({"text": "Port Ellery", "occurrence": 3}, "A312", "58..69, 121..132"),
        ({"text": "Port Ellery", "start": 60, "end": 71}, "A301", "58..69, 121..132"),
        ({"text": "Port Elery", "start": 58, "end": 69}, "A302", "[Port Ellery]"),
        ({"text": "Port Ellery", "start": 58, "end": 69, "occurrence": 2}, "A204", "occurrence"),
    ],
)
def test_what_is_not_settled_stays_and_is_told(
    base: Workspace, ferry: Path, edit: Edit, span: dict[str, Any], code: str, part: str
) -> None:
    edit(lambda data: data["mentions"][1].update(span=span))
    (finding,) = fix(base).findings
    assert finding.code == code
    assert part in finding.found + finding.expected
    data = json.loads(ferry.read_bytes())
    assert [record["span"] for record in data["mentions"] if record["id"] == "m2"] == [span]


def test_the_whole_file_is_read_in_the_unit_that_it_counts(base: Workspace, ferry: Path, edit: Edit) -> None:
    canonical = ferry.read_bytes()

    def utf16(data: Any) -> None:  # the ship at the start is two units
        for span in spans(data):
            span.update(start=span["start"] + 1, end=span["end"] + 1)

    edit(utf16)
    (finding,) = validate(base)[0]
    assert (finding.code, finding.pointer) == ("A316", "/mentions/0/span/start")
    assert fix(base).findings == []
    assert ferry.read_bytes() == canonical

    edit(utf16)
    edit(lambda data: data["mentions"][1]["span"].update(start=60, end=71))
    before = [span["start"] for span in spans(json.loads(ferry.read_bytes()))]
    findings = fix(base).findings
    assert {finding.code for finding in findings} == {"A301"}
    assert all("UTF-16" in finding.notes[0] and "--fix" not in finding.help for finding in findings)
    assert sorted(span["start"] for span in spans(json.loads(ferry.read_bytes()))) == sorted(before)


@pytest.mark.parametrize("damage", ["text", "record", "no record", "half a record"])
def test_nothing_is_taken_from_a_text_that_cleaning_did_not_write(
    base: Workspace, ferry: Path, edit: Edit, damage: str
) -> None:
    text, record = base.corpus / "ferry.txt", base.corpus / "ferry.json"
    if damage == "text":
        text.write_bytes(text.read_bytes() + b" More.")
    elif damage == "record":
        record.write_bytes(record.read_bytes().replace(b'"text_sha256": "4', b'"text_sha256": "5'))
    elif damage == "no record":
        record.unlink()
    else:
        record.write_bytes(record.read_bytes()[:200])
    edit(lambda data: [data.pop("text_sha256"), data["mentions"][0].update(span={"text": "Mina Hale"})])
    findings = [finding for finding in fix(base).findings if "passes" not in finding.file]
    assert {finding.code for finding in findings} == {"A202", "A312", "A314"}
    data = json.loads(ferry.read_bytes())
    assert "text_sha256" not in data
    assert {"text": "Mina Hale"} in [mention["span"] for mention in data["mentions"]]


def test_nothing_is_filled_in_where_name_and_document_differ(base: Workspace, ferry: Path, edit: Edit) -> None:
    def hurt(data: Any) -> None:
        del data["text_sha256"], data["dct"]
        data.update(document="port")
        data["mentions"][0]["span"].update(start=30, end=39)

    edit(hurt)
    assert {finding.code for finding in fix(base).findings} == {"A202", "A309"}
    data = json.loads(ferry.read_bytes())
    assert {"text_sha256", "dct"} & data.keys() == set()
    assert {"start": 30, "end": 39, "text": "Mina Hale"} in [mention["span"] for mention in data["mentions"]]


def test_null_is_filled_in_like_what_is_absent(base: Workspace, ferry: Path, edit: Edit) -> None:
    canonical = ferry.read_bytes()
    edit(lambda data: data.update(text_sha256=None, dct=None))
    edit(lambda data: data["mentions"][0]["span"].update(start=None, end=None))
    assert fix(base).findings == []
    assert ferry.read_bytes() == canonical


def test_a_wrong_hash_or_date_is_not_changed_and_spans_of_a_changed_text_are_left(
    base: Workspace, ferry: Path, edit: Edit
) -> None:
    def hurt(data: Any) -> None:
        data.update(text_sha256="0" * 64, dct="2020-01-01")
        data["mentions"][0]["span"].update(start=0, end=1)

    edit(hurt)
    assert [finding.code for finding in fix(base).findings] == ["A308", "A310"]
    data = json.loads(ferry.read_bytes())
    assert (data["text_sha256"], data["dct"]) == ("0" * 64, "2020-01-01")
    assert data["mentions"][0]["span"] == {"start": 0, "end": 1, "text": "Mina Hale"}


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"\xff{}", b'{"document": "ferry", "document": "ferry"}', b'{"document": "\\ud800"}', b"[]"]
)
def test_what_cannot_be_read_is_not_touched(base: Workspace, ferry: Path, raw: bytes) -> None:
    ferry.write_bytes(raw)
    report = fix(base)
    assert report.changed == []
    assert report.findings
    assert ferry.read_bytes() == raw


def test_unknown_keys_stay(base: Workspace, ferry: Path, edit: Edit) -> None:
    edit(lambda data: data.update(note={"z": 1, "a": [1.5, None]}))
    assert [finding.code for finding in fix(base).findings] == ["A204"]
    assert json.loads(ferry.read_bytes())["note"] == {"z": 1, "a": [1.5, None]}


def test_only_the_paths_named(base: Workspace, ferry: Path) -> None:
    for path in base.annotations.rglob("*.json"):
        path.write_bytes(json.dumps(json.loads(path.read_bytes())).encode())
    assert fix(base, [ferry]).changed == ["annotations/ferry.json"]
    assert len(fix(base).changed) == 4


def test_integers_and_types_of_quotations_are_written_as_they_must_be(base: Workspace, ferry: Path, edit: Edit) -> None:
    canonical = ferry.read_bytes()

    def spoil(data: Any) -> None:
        data["mentions"][0]["span"].update(start=34.0, end="43")
        data["events"][0]["trigger"][0]["start"] = str(data["events"][0]["trigger"][0]["start"])
        data["quotes"][0]["type"] = "mixed" if data["quotes"][0]["type"] != "mixed" else "direct"

    edit(spoil)
    assert fix(base).findings == []
    assert ferry.read_bytes() == canonical


@pytest.mark.parametrize("value", [34.5, "34.0", "034", "٣٤", " 34", True, None, 1e300, "9" * 19, [34]])
def test_what_is_no_integer_in_another_form_stays(base: Workspace, ferry: Path, edit: Edit, value: Any) -> None:
    edit(lambda data: data["times"][0].update(span={"start": value, "end": 3, "text": "boat of none"}))
    assert fix(base).findings != []
    (span,) = (time["span"] for time in json.loads(ferry.read_bytes())["times"] if time["span"]["end"] == 3)
    assert span["start"] == value
    assert type(span["start"]) is type(value)


def test_a_quotation_of_a_pass_keeps_the_type_that_its_annotator_gave(base: Workspace, ferry: Path) -> None:
    own = base.annotations / "passes" / "ada" / "ferry.json"
    data = json.loads(ferry.read_bytes())
    data["quotes"][0]["type"] = given = "mixed" if data["quotes"][0]["type"] != "mixed" else "direct"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(json.dumps(data), "utf-8")
    fix(base)
    assert json.loads(own.read_bytes())["quotes"][0]["type"] == given
