"""Writes the dataset: a folder with Parquet files and a card. The same bytes for the same inputs."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from wiremark.dataset import manifest, rights
from wiremark.dataset.card import card
from wiremark.dataset.check import check
from wiremark.dataset.croissant import croissant
from wiremark.dataset.folder import ANNOTATION_LICENCE, CARD, CITATION, CROISSANT, MANIFEST, RIGHTS, replacing
from wiremark.dataset.inputs import Inputs, load_inputs
from wiremark.dataset.parts import Part, Shard
from wiremark.dataset.tables import Config, configs, digest, rows_of
from wiremark.dataset.without_texts import without_texts
from wiremark.diagnostics import Refused
from wiremark.schema.arrow import to_arrow
from wiremark.schema.versions import file_name
from wiremark.workspace import Workspace, sha256


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
        if findings := check(fresh, workspace.relative(out)):
            raise Refused(findings)
    return BuildReport(out, parts)


def write_dataset(inputs: Inputs, folder: Path, *, texts: bool = True) -> tuple[Part, ...]:
    """Writes all files of a release into an empty folder: with the articles' text, or stand-off without any."""
    full = configs(inputs.profile)
    kept = full if texts else tuple(config for each in full if (config := without_texts(each)))
    parts = tuple(_write_config(config, inputs, folder) for config in kept)
    files = {
        CARD: card(inputs, parts, folder, texts=texts),
        CROISSANT: croissant(inputs, parts, texts=texts),
        RIGHTS: f"# Rights\n\n{rights.prose(inputs)}\n",
        f"schemas/{file_name(inputs.profile.version)}": inputs.schema.decode("utf-8"),
    }
    if inputs.annotation_licence:
        files[ANNOTATION_LICENCE] = inputs.annotation_licence
    if inputs.citation:
        files[CITATION] = inputs.citation
    written = {place: text.encode("utf-8") for place, text in files.items()}
    written[MANIFEST] = manifest.dumps(manifest.manifest(inputs, parts, written, texts=texts)).encode("utf-8")
    for place, content in written.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_bytes(content)
    return parts


def _write_config(config: Config, inputs: Inputs, folder: Path) -> Part:
    rows = rows_of(config, inputs)
    shards = []
    for split, part in rows.items():
        path = f"data/{config.name}/{split}-00000-of-00001.parquet"
        _write_parquet(folder / path, to_arrow(part, config.table))
        read = pq.read_table(folder / path)  # as `datasets` will, so that its own count of bytes is the card's
        content = (folder / path).read_bytes()
        shards.append(Shard(split, path, read.num_rows, read.nbytes, len(content), sha256(content)))
    return Part(config, digest(config, rows), tuple(shards))


def _write_parquet(path: Path, table: pa.Table) -> None:
    """As the Hub advises: cut by content, so that an edit uploads little, with a page index for random access."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, compression="zstd", use_content_defined_chunking=True, write_page_index=True)
