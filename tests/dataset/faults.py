"""What could go wrong in a build without anybody noticing, made on purpose in a folder that was built.

Each fault is signed: manifest, Croissant and card get the sizes and sha256 of the changed files, so that nothing but
the fault itself is wrong. Golden cases name them as `fault` in case.toml.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import yaml  # type: ignore[import-untyped]

Content = dict[str, Any]


def sign(folder: Path) -> None:
    """Gives every changed file its size and sha256 where these stand."""
    manifest = json.loads((folder / "MANIFEST.json").read_bytes())
    shards = {s["path"]: s for table in manifest["tables"].values() for s in table["shards"]}
    for path, shard in shards.items():
        content = (folder / path).read_bytes()
        shard["sha256"], shard["bytes"] = hashlib.sha256(content).hexdigest(), len(content)
        shard["rows"] = pq.read_metadata(folder / path).num_rows
    croissant = json.loads((folder / "croissant.json").read_bytes())
    for entry in croissant["distribution"]:
        if entry["@id"] in shards and entry["sha256"] != "0" * 64:
            entry["sha256"] = shards[entry["@id"]]["sha256"]
    (folder / "croissant.json").write_text(json.dumps(croissant), "utf-8")
    for place in manifest["files"]:
        manifest["files"][place] = hashlib.sha256((folder / place).read_bytes()).hexdigest()
    (folder / "MANIFEST.json").write_text(json.dumps(manifest), "utf-8")


def front(folder: Path, change: Callable[[Content], None]) -> None:
    """Changes the YAML of the card."""
    card = folder / "README.md"
    before, block, prose = card.read_text("utf-8").split("---\n", 2)
    content = yaml.safe_load(block)
    change(content)
    made = block.splitlines()[0]
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True)
    card.write_text(f"{before}---\n{made}\n{text}---\n{prose}", "utf-8")


def info(content: Content, config: str) -> Content:
    """What the card says of a config."""
    (found,) = (row for row in content["dataset_info"] if row["config_name"] == config)
    assert isinstance(found, dict)
    return found


def shard(folder: Path, config: str) -> Path:
    return next((folder / "data" / config).glob("*.parquet"))


def rewritten(folder: Path, config: str, change: Callable[[pa.Table], pa.Table], **options: Any) -> None:
    """Writes a shard of a config anew, and its sizes into the card."""
    path = shard(folder, config)
    form = {"compression": "zstd", "use_content_defined_chunking": True, "write_page_index": True}
    pq.write_table(change(pq.read_table(path)), path, **{**form, **options})
    split = path.name.partition("-")[0]

    def sized(content: Content) -> None:
        said = info(content, config)
        (row,) = (row for row in said["splits"] if row["name"] == split)
        said["dataset_size"] += (size := pq.read_table(path).nbytes) - row["num_bytes"]
        row["num_bytes"], row["num_examples"] = size, pq.read_metadata(path).num_rows
        said["download_size"] = sum(file.stat().st_size for file in path.parent.glob("*.parquet"))

    front(folder, sized)


def no_licence(folder: Path) -> None:
    front(folder, lambda content: content.update(license="nonsense"))


def swapped_names(folder: Path) -> None:
    def swap(content: Content) -> None:
        (column,) = (row for row in info(content, "mentions")["features"] if row["name"] == "form")
        names = column["dtype"]["class_label"]["names"]
        names["0"], names["1"] = names["1"], names["0"]

    front(folder, swap)


def column_of_the_card_alone(folder: Path) -> None:
    front(folder, lambda content: info(content, "mentions")["features"].append({"name": "mood", "dtype": "string"}))


def further_column(folder: Path) -> None:
    rewritten(folder, "mentions", lambda table: table.append_column("mood", pa.nulls(len(table), pa.string())))


def column_gone(folder: Path) -> None:
    rewritten(folder, "mentions", lambda table: table.drop_columns(["form"]))


def other_description(folder: Path) -> None:
    def swap(table: pa.Table) -> pa.Table:
        described = json.loads(table.schema.metadata[b"huggingface"])
        described["info"]["features"]["form"]["names"].reverse()
        return table.replace_schema_metadata({"huggingface": json.dumps(described)})

    rewritten(folder, "mentions", swap)


def label_77(folder: Path) -> None:
    def change(table: pa.Table) -> pa.Table:
        values = [77, *table["form"].to_pylist()[1:]]
        return table.set_column(table.column_names.index("form"), table.schema.field("form"), pa.array([values][0]))

    rewritten(folder, "mentions", change)


def label_77_in_a_list(folder: Path) -> None:
    def change(table: pa.Table) -> pa.Table:
        tags = table["ner_tags"].to_pylist()
        tags[-1][-1] = 77
        return table.set_column(table.column_names.index("ner_tags"), table.schema.field("ner_tags"), pa.array(tags))

    rewritten(folder, "ner", change)


def label_77_without_statistics(folder: Path) -> None:
    def change(table: pa.Table) -> pa.Table:
        rows = table.to_pylist()
        made = next(row["annotated_with"] for row in rows if row["annotated_with"])
        made["mentions"]["state"] = 77
        return pa.Table.from_pylist(rows, table.schema)

    rewritten(folder, "annotations", change, write_statistics=False)


def wrong_count(folder: Path) -> None:
    def change(content: Content) -> None:
        info(content, "mentions")["splits"][0]["num_examples"] += 1

    front(folder, change)


def wrong_size(folder: Path) -> None:
    def change(content: Content) -> None:
        info(content, "mentions")["splits"][0]["num_bytes"] += 1

    front(folder, change)


def old_digest(folder: Path) -> None:
    def change(content: Content) -> None:
        content["configs"][1]["description"] = "sha256:" + "0" * 64

    front(folder, change)


def other_file_in_croissant(folder: Path) -> None:
    path = folder / "croissant.json"
    content = json.loads(path.read_bytes())
    (entry,) = (row for row in content["distribution"] if row["@id"].startswith("data/mentions/train"))
    entry["sha256"] = "0" * 64
    path.write_text(json.dumps(content), "utf-8")


def snappy(folder: Path) -> None:
    rewritten(folder, "mentions", lambda table: table, compression="snappy")


def no_page_index(folder: Path) -> None:
    rewritten(folder, "mentions", lambda table: table, write_page_index=False)


FAULTS: Mapping[str, tuple[str, Callable[[Path], None]]] = {
    "no_licence": ("D210", no_licence),
    "swapped_names": ("D211", swapped_names),
    "column_of_the_card_alone": ("D211", column_of_the_card_alone),
    "further_column": ("D211", further_column),
    "column_gone": ("D211", column_gone),
    "other_description": ("D211", other_description),
    "label_77": ("D212", label_77),
    "label_77_in_a_list": ("D212", label_77_in_a_list),
    "label_77_without_statistics": ("D212", label_77_without_statistics),
    "wrong_count": ("D213", wrong_count),
    "wrong_size": ("D213", wrong_size),
    "old_digest": ("D213", old_digest),
    "other_file_in_croissant": ("D214", other_file_in_croissant),
    "snappy": ("D215", snappy),
    "no_page_index": ("D215", no_page_index),
}
"""Each fault by its name: the code that tells it, and what makes it."""


def make(name: str, folder: Path) -> None:
    """Makes a fault in a folder that was built, and signs it."""
    FAULTS[name][1](folder)
    sign(folder)
