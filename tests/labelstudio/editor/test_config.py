"""The labelling config, without an editor; what the editor makes of it is in tests/browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from wiremark.labelstudio.editor.config import RELATIONS, Known, config, read
from wiremark.labelstudio.editor.layout import Layout, layout
from wiremark.schema import profile

SCHEMA = Path(__file__).parents[3] / "schemas" / "annotation-1.0.0.json"


def of(text: str = SCHEMA.read_text("utf-8"), *layers: str) -> Layout:
    return layout(profile.read(json.loads(text)), layers or None)


@pytest.fixture(scope="module")
def xml() -> str:
    return config(of())


def test_the_same_layout_gives_the_same_text_in_ascii(xml: str) -> None:
    assert xml == config(of())
    assert xml.isascii()


def test_what_is_written_is_read_back(xml: str) -> None:
    known, whole = read(xml), of()
    assert known.version == "1.0.0"
    for name, layer in whole.layers.items():
        assert known.controls[name] == {label.name for label in layer.labels}
        for field in layer.fields:
            assert known.controls[field.control] == {choice.name for choice in field.choices}
    assert known.controls["spans"] == set(whole.parts)
    assert known.controls[RELATIONS] == set(whole.relations)
    assert len(known.controls) == len(whole.layers) + len(whole.controls) + 2


@pytest.mark.parametrize(
    "foreign",
    ["", "no XML", "<View>", "<View><Text name='text' value='$text'/></View>", "<View className='wiremarks 1'/>"],
)
def test_a_foreign_config_has_no_version(foreign: str) -> None:
    assert read(foreign).version == ""


def test_a_foreign_config_is_read_all_the_same() -> None:
    foreign = "<View><Labels name='ner' toName='t'><View><Label value='PER'/></View></Labels></View>"
    assert read(foreign) == Known("", {"ner": frozenset({"PER"})})


def test_labels_have_keys_of_their_own_and_choices_none(xml: str) -> None:
    root = ElementTree.fromstring(xml)  # noqa: S314
    keys = [label.get("hotkey") for label in root.iter("Label")]
    assert len(set(keys)) == len(keys) == 37
    assert "u" not in keys, "that is the editor's"
    assert not {choice.get("hotkey") for choice in root.iter("Choice")} & set(keys)


def test_a_key_of_the_schema_is_taken_where_it_is_free(xml: str) -> None:
    root = ElementTree.fromstring(xml)  # noqa: S314
    keys = {label.get("value"): label.get("hotkey") for label in root.iter("Label")}
    assert (keys["PERSON"], keys["DATE"]) == ("p", "d")
    twice = SCHEMA.read_text("utf-8").replace('"hotkey": "d"', '"hotkey": "P"')
    root = ElementTree.fromstring(config(of(twice)))  # noqa: S314
    keys = {label.get("value"): label.get("hotkey") for label in root.iter("Label")}
    assert "p" in (keys["PERSON"], keys["DATE"])
    assert keys["PERSON"] != keys["DATE"]


def test_a_layer_has_the_same_keys_alone(xml: str) -> None:
    def labels(xml: str) -> set[str]:
        return {ElementTree.tostring(label, "unicode").strip() for label in ElementTree.fromstring(xml).iter("Label")}  # noqa: S314

    for layer in of().layers:
        assert labels(config(of(SCHEMA.read_text("utf-8"), layer))) < labels(xml)


def test_only_what_a_person_must_set_is_required(xml: str) -> None:
    root = ElementTree.fromstring(xml)  # noqa: S314
    required = {element.get("name") for element in root.iter() if element.get("required")}
    assert required == {"mentions_form", "times_value", "events_tense"}


def test_a_deprecated_label_is_known_and_hidden() -> None:
    text = SCHEMA.read_text("utf-8").replace('"visit"', '"visité"')
    kept = read(config(of(text))).controls
    for name in ("FAC", "visité", "instrument"):
        text = text.replace(f'"name": "{name}", ', f'"name": "{name}", "deprecated": true, ')
    xml = config(of(text))
    root = ElementTree.fromstring(xml)  # noqa: S314
    hidden = {element.get("value") for element in root.iter() if element.get("visible") == "false"}
    assert hidden == {"FAC", "visité"}
    for option in ("visité", "instrument"):
        assert f'[data-testid="select-option-{option}"] {{ display: none }}' in (root.findtext("Style") or "")
    assert read(xml).controls == kept


def test_the_command_writes_what_the_function_gives(wiremark: Any, workspace: Path, tmp_path: Path, xml: str) -> None:
    assert wiremark("labelstudio", "config", at=workspace).out == xml
    ran = wiremark("labelstudio", "config", str(tmp_path / "c.xml"), "--layers", "times", "mentions", at=workspace)
    assert (ran.code, ran.out) == (0, "")
    assert (tmp_path / "c.xml").read_text("utf-8") == config(of(SCHEMA.read_text("utf-8"), "mentions", "times"))


def test_another_schema(wiremark: Any, workspace: Path, later: Any, xml: str) -> None:
    later(workspace, "1.1.0", {'"name": "FAC"': '"name": "SITE"', '"FAC"': '"SITE"'})
    assert '"SITE"' in wiremark("labelstudio", "config", at=workspace).out
    old = str(workspace / "schemas" / "annotation-1.0.0.json")
    assert wiremark("labelstudio", "config", "--schema", old, at=workspace).out == xml


@pytest.mark.parametrize(
    ("words", "said"),
    [(["--layers", "mention"], "has no layer mention"), (["--schema", "none.json"], "none.json")],
)
def test_usage(wiremark: Any, workspace: Path, words: list[str], said: str) -> None:
    ran = wiremark("labelstudio", "config", *words, at=workspace)
    assert ran.code == 2
    assert said in ran.err


def test_a_broken_schema_is_told(wiremark: Any, workspace: Path) -> None:
    path = workspace / "schemas" / "annotation-1.0.0.json"
    path.write_text(path.read_text("utf-8").replace('"x-key": "mention"', '"x-kee": "mention"'), "utf-8")
    ran = wiremark("labelstudio", "config", at=workspace)
    assert ran.code == 1
    assert "x-kee" in ran.out


def test_help_shows_an_example_that_works(wiremark: Any, workspace: Path, tmp_path: Path, xml: str) -> None:
    shown = wiremark("labelstudio", "config", "--help").out
    [line] = [line for line in shown.split("\n") if line.startswith("  wiremark ")]
    words = line.split()[1:]
    words[-1] = str(tmp_path / words[-1])
    assert wiremark(*words, at=workspace).code == 0
    assert Path(words[-1]).read_text("utf-8") == xml
