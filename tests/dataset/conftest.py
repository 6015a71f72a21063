"""Small made-up workspaces to build, and `load_dataset` with a cache of its own."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from wiremark.workspace import Workspace

REPOSITORY = Path(__file__).parents[2]
LAYERS = ("mentions", "times", "events", "quotes")

HARBOUR = (
    "Ruritania-Borduria talks on the Dover Accord ended Tuesday, Mina Hale said. 😀\n\n"
    "“We didn't sign,” she said. The U.S. envoy left."
)
LETTER = "The Harbour Ministry of Ruritania wrote to Borduria (G-3). It refused."
PLAIN = "Nothing is marked here."


def span(text: str, piece: str, nth: int = 0) -> dict[str, Any]:
    """The span of the n-th `piece` in `text`, counted from 0."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(piece, start + 1)
    return {"start": start, "end": start + len(piece), "text": piece}


def mention(
    id: str, type: str, at: dict[str, Any], entity: str | None, form: str = "NAM", **more: str
) -> dict[str, Any]:
    return {"id": id, "type": type, "span": at, "form": form, "entity": entity, **more}


def event(id: str, type: str, trigger: list[dict[str, Any]], arguments: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "id": id,
        "type": type,
        "mode": None,
        "contexts": ["diplomatic"],
        "trigger": trigger,
        "arguments": arguments,
        "times": [],
        "polarity": "POS",
        "tense": "PAST",
        "aspect": "none",
        "factuality": "CT+",
        "factuality_source": "author",
        "reported_in": None,
        "cluster": None,
    }


def annotation(id: str, text: str, layers: Mapping[str, list[Any]]) -> dict[str, Any]:
    made = {"schema": "1.0.0", "annotators": ["model-1"], "state": "draft"}
    return {
        "schema_version": "1.0.0",
        "document": id,
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "dct": "2023-03-21",
        "annotated_with": {layer: made for layer in LAYERS if layer in layers},
        **{layer: layers.get(layer, []) for layer in LAYERS},
    }


HARBOUR_LAYERS = {
    "mentions": [
        mention("m2", "GPE", span(HARBOUR, "Borduria"), "E:borduria", metonymy="government"),
        mention("m1", "GPE", span(HARBOUR, "Ruritania"), "E:ruritania", metonymy="government", variant="canonical"),
        mention("m3", "LAW", span(HARBOUR, "Dover Accord"), "E:dover-accord"),
        mention("m4", "PERSON", span(HARBOUR, "Mina Hale"), "E:mina-hale"),
        mention("m5", "PERSON", span(HARBOUR, "she"), "E:mina-hale", form="PRO"),
        mention("m6", "GPE", span(HARBOUR, "U.S."), None, metonymy="government"),
    ],
    "times": [{"id": "t1", "type": "DATE", "span": span(HARBOUR, "Tuesday"), "value": "2023-03-21", "anchor": "dct"}],
    "events": [
        event(
            "e1",
            "CONSULT",
            [span(HARBOUR, "talks")],
            [{"role": "actor", "mention": "m1"}, {"role": "actor", "mention": "m2"}],
        ),
        event("e2", "REJECT", [span(HARBOUR, "sign")], [{"role": "theme", "event": "e1"}])
        | {"reported_in": "q1", "factuality_source": "E:mina-hale"},
    ],
    "quotes": [
        {
            "id": "q1",
            "type": "direct",
            "content": [span(HARBOUR, "“We didn't sign,”")],
            "source": [span(HARBOUR, "she")],
            "cue": [span(HARBOUR, "said", 1)],
            "speaker": "E:mina-hale",
            "addressee": None,
            "chain": [],
            "attribution_class": "speech",
            "polarity": "NEG",
            "utterance": None,
            "relation": None,
        }
    ],
}
LETTER_LAYERS = {
    "mentions": [
        mention("m1", "ORG", span(LETTER, "Harbour Ministry"), None),
        mention("m2", "GPE", span(LETTER, "Ruritania"), "E:ruritania", metonymy="literal"),
        mention("m3", "ORG", span(LETTER, "G-3"), None),
    ],
    "events": [],
}
ENTITIES = [
    ("E:ruritania", "Ruritania", "GPE", [{"form": "Ruritanian", "kind": "demonym", "lang": "en"}]),
    ("E:borduria", "Borduria", "GPE", []),
    ("E:dover-accord", "Dover Accord", "LAW", []),
    ("E:mina-hale", "Mina Hale", "PERSON", []),
]

DOCUMENTS: Mapping[str, tuple[str, str, dict[str, list[Any]] | None]] = {
    "harbour": (HARBOUR, "train", HARBOUR_LAYERS),
    "letter": (LETTER, "test", LETTER_LAYERS),
    "plain": (PLAIN, "train", None),
}
"""Per document: text, split, and the layers that were done; None where nothing is annotated."""


def write_workspace(
    root: Path,
    documents: Mapping[str, tuple[str, str, dict[str, list[Any]] | None]] = DOCUMENTS,
    version: str = "0.1.0",
) -> Workspace:
    """A workspace in the new folder `root`, as cleaning, annotation and validation leave it."""
    for folder in ("seeds", "corpus", "annotations", "schemas"):
        (root / folder).mkdir(parents=True)
    shutil.copy(REPOSITORY / "schemas" / "annotation-1.0.0.json", root / "schemas")
    sources = [f'[corpus]\nname = "made-up"\nversion = "{version}"\n']
    for id, (text, split, layers) in documents.items():
        raw = text.encode()
        hashed = hashlib.sha256(raw).hexdigest()
        (root / "seeds" / f"{id}.txt").write_bytes(raw)
        (root / "corpus" / f"{id}.txt").write_bytes(raw)
        record = {
            "id": id,
            "seed": f"{id}.txt",
            "raw_sha256": hashed,
            "text_sha256": hashed,
            "rules_version": "1",
            "metadata": {"title": f"About {id}"},
            "segments": [],
            "removed": [],
        }
        (root / "corpus" / f"{id}.json").write_text(json.dumps(record), "utf-8")
        sources.append(
            f'[[documents]]\nid = "{id}"\nfile = "{id}.txt"\nsha256 = "{hashed}"\npublished = 2023-03-21\n'
            f'published_how = "stated"\npublished_from = "made up"\nlanguage = "en"\nstory = "{id}"\n'
            f'split = "{split}"\n[documents.rights]\nholder = "nobody"\nlicence = "CC0-1.0"\nbasis = "made up"\n'
        )
        if layers is not None:
            (root / "annotations" / f"{id}.json").write_text(json.dumps(annotation(id, text, layers)), "utf-8")
    (root / "seeds" / "SOURCES.toml").write_text("\n".join(sources), "utf-8")
    entities = [
        {
            "id": id,
            "name": name,
            "type": type,
            "kb_class": None,
            "qid": None,
            "qid_status": "none",
            "holder": None,
            "members": [],
            "aliases": aliases,
        }
        for id, name, type, aliases in ENTITIES
    ]
    (root / "annotations" / "entities.json").write_text(
        json.dumps({"schema_version": "1.0.0", "entities": entities}), "utf-8"
    )
    return Workspace.at(root)


@pytest.fixture
def made_up(tmp_path: Path) -> Workspace:
    """Three documents: one with all layers, one in `test` with two layers, one without annotation."""
    return write_workspace(tmp_path / "made-up")


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., Any]:
    """`load_dataset` with one cache for the whole test: `load(folder, "mentions", split="train")`."""
    import datasets

    datasets.disable_progress_bars()

    def call(folder: Path, *args: str, **options: Any) -> Any:
        return datasets.load_dataset(str(folder), *args, cache_dir=str(tmp_path / "cache"), **options)

    return call
