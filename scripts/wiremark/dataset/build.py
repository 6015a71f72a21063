"""Writes the dataset: a folder with Parquet files and a card. The same bytes for the same inputs."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from wiremark.dataset import rights
from wiremark.dataset.card import MADE_BY, Part, Shard, card
from wiremark.dataset.inputs import Inputs, load_inputs
from wiremark.dataset.tables import Config, configs, digest, rows_of
from wiremark.diagnostics import Finding, Refused
from wiremark.schema.arrow import to_arrow
from wiremark.sources import SOURCES
from wiremark.workspace import Workspace

ANNOTATION_LICENCE = "LICENSE-annotations"


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
        return "\n".join([*lines, "", "from datasets import load_dataset", load_line(self.out, Path.cwd())])


def load_line(out: Path, here: Path) -> str:
    """The line of Python that loads the folder `out` for someone who is in the folder `here`.

    `load_dataset` takes "." for no name and a bare name for one on the Hub, so the path has a slash in it.
    """
    out, here = out.resolve(), here.resolve()
    name = f"./{out.relative_to(here).as_posix()}" if here in out.parents else out.as_posix()
    return f"dataset = load_dataset({json.dumps(name, ensure_ascii=False)})"


def build(workspace: Workspace, out: Path) -> BuildReport:
    """Builds the dataset of a clean, validated workspace into the folder `out`.

    The folder appears as a whole or not at all, and replaces an older one that this function made. Raises Refused
    where `out` holds anything else, a file of the workspace is missing, or there is no document.
    """
    out = out.resolve()
    refuse_foreign(out, workspace.relative(out))
    inputs = load_inputs(workspace)
    if not inputs.articles:
        remedy = "add an article with `wiremark add FILE`"
        raise Refused([Finding(code="D102", file=SOURCES, message="there is no document to build from", help=remedy)])
    fresh, old = (out.with_name(f".{out.name}.{what}") for what in ("new", "old"))
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        parts = write_dataset(inputs, fresh)
        if out.exists():
            out.replace(old)
        fresh.replace(out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)
    return BuildReport(out, parts)


def write_dataset(inputs: Inputs, folder: Path) -> tuple[Part, ...]:
    """Writes all files of the dataset into an empty folder."""
    parts = tuple(_write_config(config, inputs, folder) for config in configs(inputs.profile))
    _write_text(folder / "README.md", card(inputs, parts))
    _write_text(folder / rights.FILE, f"# Rights\n\n{rights.prose(inputs)}\n")
    if inputs.annotation_licence:
        _write_text(folder / ANNOTATION_LICENCE, inputs.annotation_licence)
    return parts


def refuse_foreign(out: Path, name: str) -> None:
    """Raises Refused, calling `out` by `name`, unless it is free or a folder that `build` made and nothing beside."""
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    card_file = out / "README.md"
    ours = card_file.is_file() and MADE_BY in card_file.read_bytes()[:400].decode("utf-8", "replace")
    known = {"README.md", "data", rights.FILE, ANNOTATION_LICENCE}
    strange = sorted(path.name for path in out.iterdir() if path.name not in known) if ours else []
    if ours and not strange:
        return
    raise Refused(
        [
            Finding(
                code="D101",
                file=name,
                message="the folder for the dataset holds something else",
                found=", ".join(strange[:5]) if ours else "files that wiremark build did not make",
                expected="no folder, an empty one, or an older dataset and nothing beside it",
                help="name another folder with --out, or move these files away",
            )
        ]
    )


def _write_config(config: Config, inputs: Inputs, folder: Path) -> Part:
    rows = rows_of(config, inputs)
    shards = []
    for split, part in rows.items():
        path = f"data/{config.name}/{split}-00000-of-00001.parquet"
        _write_parquet(folder / path, to_arrow(part, config.table))
        read = pq.read_table(folder / path)  # as `datasets` will, so that its own count of bytes is the card's
        shards.append(Shard(split, path, read.num_rows, read.nbytes, (folder / path).stat().st_size))
    return Part(config, digest(config, rows), tuple(shards))


def _write_parquet(path: Path, table: pa.Table) -> None:
    """As the Hub advises: cut by content, so that an edit uploads little, with a page index for random access."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, compression="zstd", use_content_defined_chunking=True, write_page_index=True)


def _write_text(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))
