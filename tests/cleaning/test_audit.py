"""The cleaning record: its one written form, and what does not fit it."""

import json
from hashlib import sha256
from typing import Any

import pytest

from wiremark.cleaning import RULES_VERSION, clean, dumps, rebuild, record

RAW = (
    "Harbour reopens after the storm\nOSTRAND (AP) — “Safe,” said the master of the harbour, and wept.\r\n\n"
    "He did not sleep."
)


def made() -> tuple[dict[str, Any], str]:
    cleaned = clean(RAW)
    return record(cleaned, id="a-1", seed="a 1.txt", raw=RAW.encode("utf-8")), cleaned.text


def test_record_holds_what_the_design_names() -> None:
    made_record, text = made()
    assert list(made_record) == [
        "id", "seed", "raw_sha256", "text_sha256", "rules_version", "metadata", "segments", "removed",
    ]  # fmt: skip
    assert made_record["raw_sha256"] == sha256(RAW.encode("utf-8")).hexdigest()
    assert made_record["text_sha256"] == sha256(text.encode("utf-8")).hexdigest()
    assert made_record["rules_version"] == RULES_VERSION
    assert made_record["metadata"] == {"title": "Harbour reopens after the storm", "dateline": "OSTRAND (AP)"}
    assert made_record["segments"][0] == {"raw_start": 47, "text_start": 0, "length": 49}
    assert made_record["removed"][0] == {
        "start": 0, "end": 31, "reason": "title", "rule": "title.first_line", "text": "Harbour reopens after the storm",
    }  # fmt: skip


def test_written_form_is_json_a_piece_per_line() -> None:
    made_record, _ = made()
    written = dumps(made_record)
    assert json.loads(written) == made_record
    assert list(json.loads(written)) == list(made_record)
    assert written.endswith("}\n")
    assert "\r" not in written
    assert "—" in written
    assert sum('"reason"' in line for line in written.split("\n")) == len(made_record["removed"])
    assert dumps(json.loads(written)) == written


def test_written_form_of_an_empty_article() -> None:
    written = dumps(record(clean(""), id="e", seed="e.txt", raw=b""))
    assert '"segments": [],' in written
    assert rebuild(json.loads(written), "") == ""


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda r: r["removed"].pop(0), "a gap"),
        (lambda r: r["removed"].append(r["removed"][0]), "an overlap"),
        (lambda r: r["removed"][0].update(text="Harbour"), "holds 7 code points"),
        (lambda r: r["segments"].pop(), "cover 49 code points"),
        (lambda r: r["segments"][1].update(text_start=52), "starts at 52"),
        (lambda r: r.update(raw_sha256="0"), "differs from raw_sha256"),
    ],
)
def test_a_record_that_does_not_fit_is_refused(change: Any, message: str) -> None:
    made_record, text = made()
    change(made_record)
    with pytest.raises(ValueError, match=f"a-1: .*{message}"):
        rebuild(made_record, text)


NO_RECORD: list[object] = [None, 1, "a", [], {}, {1: 2}]
CHANGED: list[dict[str, object]] = [
    {"id": 3},
    {"id": None},
    {"raw_sha256": 0},
    {"metadata": []},
    {"metadata": {"title": ["a"]}},
    {"segments": None},
    {"segments": {}},
    {"segments": [3]},
    {"segments": [{"raw_start": "0", "text_start": 0, "length": 8}]},
    {"segments": [{"raw_start": True, "text_start": 0, "length": 8}]},
    {"segments": [{"raw_start": 0, "text_start": 0}]},
    {"segments": [{"raw_start": 0, "text_start": 0, "length": -8}]},
    {"segments": [{"raw_start": 10**30, "text_start": 0, "length": 97}]},
    {"removed": {}},
    {"removed": ["a"]},
    {"removed": [{"start": 0, "end": 1, "reason": "title", "rule": "title.first_line"}]},
    {"removed": [{"start": 0.5, "end": 1, "reason": "title", "rule": "title.first_line", "text": "H"}]},
    {"removed": [{"start": 0, "end": 1, "reason": "whim", "rule": "title.first_line", "text": "H"}]},
    {"removed": [{"start": 0, "end": 1, "reason": [], "rule": "title.first_line", "text": "H"}]},
    {"removed": [{"start": 0, "end": 1, "reason": "title", "rule": "title.first_line", "text": "\ud800"}]},
]


def nested() -> object:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    return deep


@pytest.mark.parametrize("record", NO_RECORD, ids=repr)
def test_what_is_no_record_at_all_is_refused(record: Any) -> None:
    with pytest.raises(ValueError, match="not a cleaning record"):
        rebuild(record, "")


@pytest.mark.parametrize("change", CHANGED, ids=repr)
def test_a_record_out_of_shape_is_refused(change: dict[str, object]) -> None:
    made_record, text = made()
    with pytest.raises(ValueError, match=r"^(a-1|not a cleaning record): "):
        rebuild(made_record | change, text)


@pytest.mark.parametrize("key", ["id", "seed", "raw_sha256", "text_sha256", "metadata", "segments", "removed"])
def test_a_record_that_lacks_or_nests_a_key_is_refused(key: str) -> None:
    made_record, text = made()
    with pytest.raises(ValueError, match=r"not a cleaning record: .*\$\."):
        rebuild(made_record | {key: nested()}, text)
    del made_record[key]
    with pytest.raises(ValueError, match=f"missing required field `{key}`"):
        rebuild(made_record, text)


@pytest.mark.parametrize(
    "change",
    [lambda t: t + "x", lambda t: t[1:], lambda t: t.replace("\n\n", "\n"), lambda t: t.replace("wept", "slept")],
)
def test_a_text_that_does_not_fit_is_refused(change: Any) -> None:
    made_record, text = made()
    with pytest.raises(ValueError, match="a-1: "):
        rebuild(made_record, change(text))
