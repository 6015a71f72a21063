"""The command: the count it prints, the folders it writes, the same bytes each time, a library that is missing."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from wiremark.export.formats import FORMATS
from wiremark.workspace import Workspace

REPOSITORY = Path(__file__).parents[2]


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_count_in_every_form(wiremark: Any, base: Workspace) -> None:
    ran = wiremark("export", "conll", "gliner", "brat", at=base.root)
    assert (ran.code, ran.err) == (0, "")
    assert "conll: 1 file in dist/conll" in ran.out
    assert re.search(r"^  mentions +6 +5  1 no name$", ran.out, re.MULTILINE)
    assert {path.name for path in (base.root / "dist").iterdir()} == {"conll", "gliner", "brat"}
    told = json.loads(wiremark("export", "all", "--dry-run", "--format", "json", at=base.root).out)["exports"]
    assert [export["format"] for export in told] == list(FORMATS)
    assert told[0]["items"]["mentions"] == {"there": 6, "written": 5, "left_out": {"no name": 1}}
    assert told[5]["files"] == ["ferry.xmi", "TypeSystem.xml"]
    assert all(
        item["there"] == item["written"] + sum(item["left_out"].values())
        for export in told
        for item in export["items"].values()
    )
    page = wiremark("export", "all", "--dry-run", "--format", "markdown", at=base.root).out
    assert (
        "| `cas` | UIMA CAS, XMI: every record with its references, the entities and clusters it names | nothing |"
        in page
    )
    assert "1 of 6 mentions: no name; of mentions: id, form, entity, variant, metonymy; all 2 times" in page


def test_nothing_left_out_is_said_too(wiremark: Any, base: Workspace) -> None:
    assert "nothing is left out" in wiremark("export", "webannotation", "--dry-run", at=base.root).out
    assert not (base.root / "dist").exists()


def test_help_says_what_each_format_leaves_out(wiremark: Any) -> None:
    told = wiremark("export", "--help").out
    assert all(form.holds in told and form.leaves in told for form in FORMATS.values())


def test_only_one_split(wiremark: Any, base: Workspace) -> None:
    ran = wiremark("export", "gliner", "--split", "test", "--out", str(base.root / "out"), at=base.root)
    assert ran.code == 0
    assert list(files(base.root / "out")) == [".wiremark-export.json"]


def test_the_same_bytes_in_another_process(wiremark: Any, base: Workspace) -> None:
    there, here = base.root / "out" / "there", base.root / "out" / "here"
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "UTC-9", "LC_ALL": "C"}
    command = [sys.executable, "-m", "wiremark", "-C", str(base.root), "export", "all", "--out", str(there)]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    assert wiremark("export", "all", "--out", str(here), at=base.root).code == 0
    assert files(there) == files(here)
    assert {name.split("/")[0] for name in files(here)} == set(FORMATS)


@pytest.mark.parametrize(("form", "library"), [("docbin", "spacy"), ("cas", "cassis")])
def test_a_missing_library_is_told(
    wiremark: Any, base: Workspace, monkeypatch: pytest.MonkeyPatch, form: str, library: str
) -> None:
    for name in list(sys.modules):
        if name.split(".")[0] == library or name.startswith(f"wiremark.export.{form}"):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)
    ran = wiremark("export", form, at=base.root)
    assert ran.code == 2
    assert "needs a library that is not installed" in ran.err
    assert f"pip install 'wiremark[{FORMATS[form].extra}]'" in ran.err
    assert not (base.root / "dist").exists()


@pytest.mark.parametrize("out", ["", "corpus", "annotations/brat", ".."])
def test_where_no_export_may_stand(wiremark: Any, base: Workspace, out: str) -> None:
    ran = wiremark("export", "brat", "--out", str(base.root / out), at=base.root)
    assert ran.code == 2
    assert "name another folder" in ran.err


def test_an_unknown_format(wiremark: Any, base: Workspace) -> None:
    ran = wiremark("export", "conllu", at=base.root)
    assert (ran.code, "there is no format called conllu" in ran.err) == (2, True)


def test_what_is_not_valid_is_not_exported(wiremark: Any, base: Workspace) -> None:
    path = base.annotations / "ferry.json"
    path.write_text(path.read_text("utf-8").replace('"Mina Hale"', '"Mina Hall"', 1), "utf-8")
    ran = wiremark("export", "brat", at=base.root)
    assert (ran.code, "A302" in ran.out) == (1, True)
    assert not (base.root / "dist").exists()


def test_the_figures_of_every_page_are_what_export_prints(wiremark: Any) -> None:
    """A page shows them between `<!-- export: FORMAT… -->` and `<!-- end -->`."""
    for page in sorted(REPOSITORY.glob("*.md")):
        shown = re.findall(r"<!-- export: (.*?) -->\n(.*?)<!-- end -->", page.read_text("utf-8"), re.DOTALL)
        for formats, said in shown:
            command = f"export {formats} --dry-run --format markdown"
            ran = wiremark(*command.split(), at=REPOSITORY)
            assert (ran.code, said) == (0, ran.out), f"{page.name}: paste what `wiremark {command}` prints"
