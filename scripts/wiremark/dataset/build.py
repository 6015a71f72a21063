"""Writes the dataset: a folder with Parquet files and a card. The same bytes for the same inputs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from wiremark.dataset import manifest, rights
from wiremark.dataset.card import card
from wiremark.dataset.card.facts import facts
from wiremark.dataset.check import refuse_faulty
from wiremark.dataset.croissant import croissant
from wiremark.dataset.folder import ANNOTATION_LICENCE, CARD, CITATION, CROISSANT, MANIFEST, RIGHTS, replacing
from wiremark.dataset.inputs import Inputs, load_inputs
from wiremark.dataset.parts import Part
from wiremark.dataset.stream import Shared, write_tables
from wiremark.dataset.tables import configs
from wiremark.dataset.without_texts import without_phrases, without_texts
from wiremark.schema.versions import file_name
from wiremark.workspace import Workspace


@dataclass(frozen=True)
class BuildReport:
    """What was built where. Its string is what the command line prints."""

    out: Path
    parts: tuple[Part, ...]

    def __str__(self) -> str:
        width = max(len(part.config.name) for part in self.parts)
        lines = []
        for part in self.parts:
            rows = ", ".join(f"{split} {count}" for split, count in part.rows.items())
            lines.append(f"{part.config.name:<{width}}  {rows or 'no rows'}")
        lines += ["", "checked: schema, files, card, croissant.json and MANIFEST.json say the same"]
        lines += ["", "from datasets import load_dataset", load_line(self.out, Path.cwd())]
        if unsafe := _PATTERN.search(self.out.as_posix()):
            lines += ["", f"note: `datasets` may not open a path with {unsafe.group()}: rename that folder first"]
        return "\n".join(lines)


_PATTERN = re.compile(r"\[|\*\*|::|\$")
"""What `load_dataset` takes in a path for a pattern, a chain of file systems, a variable."""


def load_line(out: Path, here: Path) -> str:
    """The line of Python that loads the folder `out` for someone who is in the folder `here`.

    `load_dataset` takes "." for no name and a bare name for one on the Hub, so the path has a slash in it.
    """
    out, here = out.resolve(), here.resolve()
    name = f"./{out.relative_to(here).as_posix()}" if here in out.parents else out.as_posix()
    return f"dataset = load_dataset({json.dumps(name, ensure_ascii=False)})"


def build(workspace: Workspace, out: Path) -> BuildReport:
    """Validates a workspace whose corpus/ is clean, and builds its dataset into the folder `out`.

    The folder appears as a whole or not at all, and replaces an older one that this function made. Raises Refused
    where `out` holds anything else, the workspace has errors, there is no document, or what was built fails `check`.
    """
    out = out.resolve()
    inputs = load_inputs(workspace)
    with replacing(workspace, out) as fresh:
        parts = write_dataset(inputs, fresh)
        refuse_faulty(fresh, workspace.relative(out))
    return BuildReport(out, parts)


def write_dataset(
    inputs: Inputs, folder: Path, *, texts: bool = True, further: Mapping[str, str] | None = None
) -> tuple[Part, ...]:
    """Writes all files of a release into an empty folder: with the articles' text, or stand-off without any.

    further: what else is in this one, by its place; the manifest names it, too.
    """
    full = configs(inputs.profile)
    kept = full if texts else tuple(config for each in full if (config := without_texts(each)))
    entities = inputs.entities if texts else without_phrases(inputs.entities)
    shared = Shared(inputs.profile, entities, inputs.clusters)
    parts = write_tables(kept, shared, inputs.of, folder)
    told = facts(inputs)
    files = {
        CARD: card(inputs, told, parts, folder, texts=texts),
        CROISSANT: croissant(inputs, told, parts, texts=texts),
        RIGHTS: f"# Rights\n\n{rights.prose(inputs)}\n",
        f"schemas/{file_name(inputs.profile.version)}": inputs.schema.decode("utf-8"),
    }
    if inputs.annotation_licence:
        files[ANNOTATION_LICENCE] = inputs.annotation_licence
    if inputs.citation:
        files[CITATION] = inputs.citation
    files |= further or {}
    written = {place: text.encode("utf-8") for place, text in files.items()}
    written[MANIFEST] = manifest.dumps(manifest.manifest(inputs, parts, written, texts=texts)).encode("utf-8")
    for place, content in written.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_bytes(content)
    return parts
