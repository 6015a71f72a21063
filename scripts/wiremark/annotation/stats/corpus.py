"""The corpus's own layers, read whole: what statistics are made of."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wiremark.diagnostics import Finding, Refused
from wiremark.schema.profile import Profile
from wiremark.workspace import Workspace

Object = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts and annotations; the mappings stand in the order in which figures are to stand.

    texts: the clean text by document. documents: the data of annotations/<id>.json, for the documents that have one.
    entities: the records of entities.json. clusters: the lists of clusters.json by their keys. name, version: as
    SOURCES.toml gives them.
    """

    profile: Profile
    texts: Mapping[str, str]
    documents: Mapping[str, Object] = field(default_factory=dict)
    entities: Sequence[Object] = ()
    clusters: Mapping[str, Any] = field(default_factory=dict)
    name: str = ""
    version: str = ""

    def records(self, layer: str) -> dict[str, Sequence[Object]]:
        """The records of a layer by document, for the documents in which the layer was done."""
        done = {id: data for id, data in self.documents.items() if layer in data["annotated_with"]}
        return {id: done[id][layer] for id in self.texts if id in done}


def load(workspace: Workspace, profile: Profile) -> Corpus:
    """Reads a workspace in which validation finds no error of levels 1 to 3, in the order of SOURCES.toml.

    Raises Refused where SOURCES.toml is wrong or a clean text is not there.
    """
    sources = workspace.sources()
    ids = sources.ids()
    missing = [id for id in ids if not (workspace.corpus / f"{id}.txt").is_file()]
    if missing:
        raise Refused(
            Finding(
                code="C101",
                file=f"corpus/{id}.txt",
                message="a corpus file is missing",
                help="run `wiremark clean`",
            )
            for id in missing
        )

    def shared(name: str) -> Any:
        path = workspace.annotations / f"{name}.json"
        return json.loads(path.read_bytes()) if path.is_file() else {}

    return Corpus(
        profile,
        {id: workspace.text(id) for id in ids},
        {id: data for id in ids if (data := shared(id))},
        shared("entities").get("entities", ()),
        shared("clusters"),
        sources.name,
        sources.version,
    )
