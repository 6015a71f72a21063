"""Run by run.py in an environment with one `datasets`: loads a folder and says, as JSON, what is not as expected.

Nothing of wiremark is imported, and nothing but what every generation has.
"""

from __future__ import annotations

import datetime
import json
import sys
import time
from pathlib import Path
from typing import Any

import datasets


def main(folder: str, expected: str, version: str) -> None:
    content = json.loads(Path(expected).read_text("utf-8"))
    datasets.disable_progress_bar()
    for mode in ("map", "streaming", "files"):
        began = time.monotonic()
        rows, wrong = compared(folder, content, mode)
        if datasets.__version__ != version:
            wrong.append(f"this is datasets {datasets.__version__}")
        seconds = time.monotonic() - began
        print(json.dumps({"mode": mode, "configs": len(content), "rows": rows, "wrong": wrong, "seconds": seconds}))


def compared(folder: str, content: Any, mode: str) -> tuple[int, list[str]]:
    """The number of rows that were read, and what was wrong. The mode `files` goes without the card."""
    found = datasets.get_dataset_config_names(folder)
    wrong = [] if found == list(content) else [f"configs: {found}"]
    rows = 0
    for name, config in content.items():
        try:
            if mode == "files":
                loaded = datasets.load_dataset("parquet", data_files=config["files"])
            else:
                loaded = datasets.load_dataset(folder, name, streaming=mode == "streaming")
            read = {split: [plain(row) for row in part] for split, part in loaded.items()}
            rows += sum(map(len, read.values()))
            wrong += [f"{name}: {problem}" for problem in problems(loaded, read, config)]
        except Exception as error:  # whatever an old generation raises is the result
            wrong.append(f"{name}: {type(error).__name__}: {error}")
    return rows, wrong


def problems(loaded: Any, read: Any, config: Any) -> list[str]:
    found = [] if list(read) == list(config["rows"]) else [f"splits {list(read)}, not {list(config['rows'])}"]
    for split, rows in config["rows"].items():
        if read.get(split) != rows:
            pairs = zip(read.get(split, []), rows)  # noqa: B905  (the lengths are told)
            first = next((f"{a} is not {b}" for a, b in pairs if a != b), "")
            found.append(f"{split}: {len(read.get(split, []))} rows of {len(rows)}; {first[:300]}")
        features = loaded[split].features if split in read else {}
        held = dict(pair for name, feature in (features or {}).items() for pair in names(name, feature))
        if held != config["names"]:
            found.append(f"{split}: names of labels {str(held)[:200]} are not {str(config['names'])[:200]}")
    return found


def plain(value: Any) -> Any:
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, datetime.date) else value


def names(way: str, feature: Any) -> list[Any]:
    """The names of every label in a feature, by the way to it; lists as each generation has them."""
    if isinstance(feature, datasets.ClassLabel):
        return [(way, feature.names)]
    if isinstance(feature, list):
        return names(f"{way}[]", feature[0])
    if isinstance(feature, dict):
        return [pair for name, inner in feature.items() for pair in names(f"{way}.{name}", inner)]
    inner = getattr(feature, "feature", None)
    return names(f"{way}[]", inner) if inner is not None else []


if __name__ == "__main__":
    main(*sys.argv[1:])
