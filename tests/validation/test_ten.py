"""Ten broken files in one workspace, each broken in another way: one run finds all ten, each at its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wiremark.cli import main
from wiremark.workspace import Workspace

EXPECTED = Path(__file__).parent / "ten" / "expected.txt"
FAULTS = {
    "01-wrong-offset": ('"start": 151, "end": 164', '"start": 150, "end": 163'),
    "02-reference-to-nothing": ('"mention": "m6"', '"mention": "m66"'),
    "03-id-twice": ('"id": "e3"', '"id": "e2"'),
    "04-other-words": ('"text": "Harbour Board"', '"text": "Harbor Board"'),
    "05-unknown-label": ('"type": "PRODUCT"', '"type": "PRODUCTS"'),
    "06-wrong-type": ('"value": "2024-05-13"', '"value": 20240513'),
    "07-missing-key": (
        '      "tense": "PAST",\n      "aspect": "none",\n      "factuality": "CT-"',
        '      "aspect": "none",\n      "factuality": "CT-"',
    ),
    "08-wrong-version": ('"schema_version": "1.0.0"', '"schema_version": "0.9.0"'),
    "09-half-a-character": ('"polarity": "NEG"', '"polarity": "NEG\\ud83d"'),
    "10-cut-off": ('      "utterance": "U:hale-ferry",\n      "relation": "verbatim"\n    }\n  ]\n}\n', '      "utter'),
}


@pytest.fixture
def ten(base: Workspace) -> Workspace:
    """Ten annotators handed in the file of the made-up document, each with one fault."""
    whole = (base.annotations / "ferry.json").read_text("utf-8")
    for name, (old, new) in FAULTS.items():
        assert whole.count(old) == 1, name
        path = base.annotations / "passes" / name / "ferry.json"
        path.parent.mkdir()
        path.write_text(whole.replace(old, new), "utf-8")
    return base


def test_all_ten_are_found_at_once(ten: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-C", str(ten.root), "validate"]) == 1
    printed = capsys.readouterr()
    assert printed.out == EXPECTED.read_text("utf-8")
    assert printed.err == ""


def test_each_has_its_place_and_its_help(ten: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-C", str(ten.root), "validate", "--format", "json"]) == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    errors = {finding["file"].split("/")[2]: finding for finding in findings if finding["severity"] == "error"}
    assert errors.keys() == FAULTS.keys()
    whole = (ten.annotations / "ferry.json").read_text("utf-8")
    for name, finding in errors.items():
        line = whole[: whole.index(FAULTS[name][0])].count("\n") + 1
        assert abs(finding["line"] - line) <= 16, name
        assert finding["column"] > 1 or name == "10-cut-off"
        assert finding["help"]
