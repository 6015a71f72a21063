"""A made-up workspace with all that makes offsets hard, its stand-off release and its full build, made once."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.dataset.conftest import ENTITIES, REPOSITORY, annotation, event, mention, span

from wiremark import cleaning
from wiremark.dataset.build import build
from wiremark.dataset.standoff.release import release
from wiremark.workspace import Workspace, sha256

HARBOUR = (
    "Talks on the Dover Accord end without a signature\r\n\r\n"
    "By Ada Quill\r\n\r\n"
    "STRELSAU, March 21 (Ferry News) — Ruritania and Borduria ended talks on the Dover Accord in Strelsau on Tuesday,"
    " Mina Hale told reporters. 😀\r\n\r\n"
    "“We didn’t sign,” she said.\r\n\r\n"
    "The Harbour Board, which Mina Hale leads, had asked Borduria for a cafe\u0301 and two ferries in the week before"
    " the talks began. \U0001f6a2\u200d\u2693\r\n\r\n"
    "Borduria refused, and an envoy who asked not to be named said that nobody in Strelsau had expected anything"
    " else of the talks.\r\n\r\n"
    "(END)\r\n"
)
LETTER = (
    "The Harbour Board of Ruritania wrote to Borduria again on Thursday and asked for the two ferries that it had"
    " been promised.\n\nIt refused.\n"
)
PLAIN = "Nothing is marked in this article, which is here because an article without annotations is one as well.\n"
RAW = {"harbour": HARBOUR, "letter": LETTER, "plain": PLAIN}
SPLIT = {"harbour": "train", "letter": "test", "plain": "train"}


def text(id: str) -> str:
    """The clean text of an article."""
    return cleaning.clean(RAW[id]).text


def quote(id: str, content: list[dict[str, Any]], source: dict[str, Any], cue: dict[str, Any], **more: Any) -> Any:
    made = {
        "id": id,
        "type": "indirect",
        "content": content,
        "source": [source],
        "cue": [cue],
        "speaker": "E:mina-hale",
        "addressee": None,
        "chain": [],
        "attribution_class": "speech",
        "polarity": "POS",
        "utterance": None,
        "relation": None,
    }
    return made | more


def layers(id: str) -> dict[str, list[Any]] | None:
    """The layers of an article; None where nothing is annotated."""
    clean = text(id)
    if id == "plain":
        return None
    if id == "letter":
        return {
            "mentions": [
                mention("m1", "GPE", span(clean, "Ruritania"), "E:ruritania", metonymy="literal"),
                mention("m2", "GPE", span(clean, "Borduria"), "E:borduria", metonymy="government"),
                mention("m3", "GPE", span(clean, "It"), "E:borduria", form="PRO", metonymy="government"),
            ],
            "events": [
                event("e1", "REQUEST", [span(clean, "asked")], [{"role": "recipient", "mention": "m2"}]),
                event("e2", "REJECT", [span(clean, "refused")], [{"role": "actor", "mention": "m3"}])
                | {"cluster": "EV:refusal"},
            ],
        }
    return {
        "mentions": [
            mention("m1", "GPE", span(clean, "Ruritania"), "E:ruritania", metonymy="government"),
            mention("m2", "GPE", span(clean, "Borduria"), "E:borduria", metonymy="government"),
            mention("m3", "LAW", span(clean, "Dover Accord"), "E:dover-accord"),
            mention("m4", "PERSON", span(clean, "Mina Hale"), "E:mina-hale"),
            mention("m5", "PERSON", span(clean, "she"), "E:mina-hale", form="PRO"),
            mention("m6", "PERSON", span(clean, "Mina Hale", 1), "E:mina-hale"),
            mention("m7", "GPE", span(clean, "Borduria", 1), "E:borduria", metonymy="government"),
            mention("m8", "FAC", span(clean, "cafe\u0301"), None, form="NOM"),
            mention("m9", "GPE", span(clean, "Borduria", 2), "E:borduria", metonymy="government"),
        ],
        "times": [
            {"id": "t1", "type": "DATE", "span": span(clean, "Tuesday"), "value": "2023-03-21", "anchor": "dct"},
            {
                "id": "t2",
                "type": "DATE",
                "span": span(clean, "the week before"),
                "value": "2023-W11",
                "anchor": "t1",
            },
        ],
        "events": [
            event(
                "e1",
                "CONSULT",
                [span(clean, "talks")],
                [{"role": "actor", "mention": "m1"}, {"role": "actor", "mention": "m2"}],
            )
            | {"times": ["t1"], "reported_in": "q1", "factuality_source": "E:mina-hale"},
            event("e2", "REJECT", [span(clean, "sign")], [{"role": "theme", "event": "e1"}])
            | {"reported_in": "q2", "factuality_source": "E:mina-hale"},
            event("e3", "REQUEST", [span(clean, "asked")], [{"role": "recipient", "mention": "m7"}])
            | {"times": ["t2"]},
            event(
                "e4",
                "REJECT",
                [span(clean, "refused")],
                [{"role": "actor", "mention": "m9"}, {"role": "theme", "event": "e3"}],
            )
            | {"cluster": "EV:refusal"},
        ],
        "quotes": [
            quote(
                "q1",
                [span(clean, "Ruritania and Borduria ended talks on the Dover Accord in Strelsau on Tuesday")],
                span(clean, "Mina Hale"),
                span(clean, "told"),
            ),
            quote(
                "q2",
                [span(clean, "“We didn’t sign,”")],
                span(clean, "she"),
                span(clean, "said"),
                type="direct",
                polarity="NEG",
                utterance="U:no-signature",
                relation="verbatim",
            ),
        ],
    }


CLUSTERS = {
    "schema_version": "1.0.0",
    "events": [
        {
            "id": "EV:refusal",
            "type": "REJECT",
            "day": None,
            "participants": ["E:borduria"],
            "conflicts": [
                {
                    "attribute": "who",
                    "readings": [
                        {"document": "harbour", "value": "Borduria refused"},
                        {"document": "letter", "value": "It refused"},
                    ],
                },
                {"attribute": "day", "readings": [{"document": "letter", "value": "2023-03-23"}]},
            ],
        }
    ],
    "utterances": [{"id": "U:no-signature", "speaker": "E:mina-hale", "day": "2023-03-21", "medium": "statement"}],
}


PHRASES = {
    "E:ruritania": [{"form": "two ferries in the week before", "kind": "nominal", "lang": "en"}],
    "E:mina-hale": [
        {"form": "oarswomen who", "kind": "nominal", "lang": "en"},
        {"form": "an envoy", "kind": "nominal", "lang": "en"},
        {"form": "Hale", "kind": "short", "lang": "en"},
        {"form": "everyone’s oarswoman", "kind": "nominal", "lang": "en"},
    ],
}
"""Aliases that are no names, and one that is."""


def write_workspace(root: Path) -> Workspace:
    """The made-up workspace in the new folder `root`, its corpus/ as cleaning gives it."""
    for folder in ("seeds", "corpus", "annotations", "schemas"):
        (root / folder).mkdir(parents=True)
    shutil.copy(REPOSITORY / "schemas" / "annotation-1.0.0.json", root / "schemas")
    sources = ['[corpus]\nname = "strelsau"\nversion = "0.1.0"\n']
    for id, raw in RAW.items():
        data = raw.encode()
        cleaned = cleaning.clean(raw)
        record = cleaning.record(cleaned, id=id, seed=f"{id}.txt", raw=data)
        (root / "seeds" / f"{id}.txt").write_bytes(data)
        (root / "corpus" / f"{id}.txt").write_bytes(cleaned.text.encode())
        (root / "corpus" / f"{id}.json").write_text(cleaning.dumps(record), "utf-8")
        cited = "'Tuesday' and the dateline 'STRELSAU, March 21'" if id == "harbour" else "made up"
        sources.append(
            f'[[documents]]\nid = "{id}"\nfile = "{id}.txt"\nsha256 = "{sha256(data)}"\npublished = 2023-03-21\n'
            f'published_how = "inferred"\npublished_from = "{cited}"\nlanguage = "en"\nstory = "{id}"\n'
            f'split = "{SPLIT[id]}"\n[documents.rights]\nholder = "nobody"\nlicence = "CC0-1.0"\nbasis = "made up"\n'
        )
        if marks := layers(id):
            made = annotation(id, cleaned.text, marks)
            (root / "annotations" / f"{id}.json").write_text(json.dumps(made), "utf-8")
    (root / "seeds" / "SOURCES.toml").write_text("\n".join(sources), "utf-8")
    (root / "annotations" / "ANNOTATORS.md").write_text("# Annotators\n\n`model-1` marked everything.\n", "utf-8")
    (root / "annotations" / "clusters.json").write_text(json.dumps(CLUSTERS), "utf-8")
    shared: dict[str, Any] = {"kb_class": None, "qid": None, "qid_status": "none", "holder": None, "members": []}
    entities = [
        {"id": id, "name": name, "type": type, "aliases": [*PHRASES.get(id, ()), *aliases], **shared}
        for id, name, type, aliases in ENTITIES
    ]
    written = {"schema_version": "1.0.0", "entities": entities}
    (root / "annotations" / "entities.json").write_text(json.dumps(written), "utf-8")
    return Workspace.at(root)


@dataclass(frozen=True)
class Made:
    """A workspace, its stand-off release and its full build. To read from, never to write to."""

    workspace: Workspace
    bare: Path
    full: Path


def make(workspace: Workspace, folder: Path) -> Made:
    release(workspace, folder / "bare")
    build(workspace, folder / "full")
    return Made(workspace, folder / "bare", folder / "full")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Of the made-up workspace."""
    folder = tmp_path_factory.mktemp("strelsau")
    return make(write_workspace(folder / "workspace"), folder)


@pytest.fixture
def texts(made: Made, tmp_path: Path) -> Path:
    """A copy of the seeds, to change."""
    shutil.copytree(made.workspace.seeds, tmp_path / "texts")
    (tmp_path / "texts" / "SOURCES.toml").unlink()
    return tmp_path / "texts"


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its place."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def data(folder: Path) -> dict[str, bytes]:
    """What `load_dataset` reads."""
    return {place: content for place, content in files(folder).items() if re.match("data/", place)}
