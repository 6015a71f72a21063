"""Loads what wiremark builds with every generation of `datasets` still in use, each in an environment of its own.

    python tests/generations/run.py

It makes the environments from the package index, with `uv` where that is there, else with `venv` and `pip`; that is why
it is no pytest. With WIREMARK_GENERATIONS set to a folder they are kept there for the next run. The made-up corpus of
the tests (two splits, a layer not done) and the repository's own are built with their texts and stand-off; each config
is loaded in map and in streaming mode, and from its Parquet files without the card. Every row and every name of a label
is compared with what pyarrow reads from the files. Prints a table, and stops with exit code 1 where anything differs.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[2]
sys.path[:0] = [str(REPOSITORY / "scripts"), str(REPOSITORY)]

GENERATIONS: Mapping[str, tuple[str, ...]] = {
    # of the time before `List`: its fsspec knows no newer one, its huggingface_hub is before 1.0 removed what it calls,
    # pyarrow before 21 removed PyExtensionType, numpy before 2, for which its pyarrow was not built
    "2.14.7": ("fsspec==2023.10.0", "huggingface_hub==0.19.4", "pyarrow==14.0.2", "numpy==1.26.4", "pandas==2.2.3"),
    # the last with loading scripts: huggingface_hub before 1.0, as above
    "3.6.0": ("fsspec==2025.3.0", "huggingface_hub==0.36.2", "pyarrow==20.0.0", "numpy==2.2.6", "pandas==2.3.3"),
    # today's, with what it asks for itself
    "5.2.0": (),
}
"""Each generation of `datasets` with the pins that its age needs on Python 3.11."""

MODES = ("map", "streaming", "files")
"""With the card, whole and streamed; and from the Parquet files alone, which tell their columns themselves."""

READER = Path(__file__).with_name("reader.py")


def main() -> None:
    kept = os.environ.get("WIREMARK_GENERATIONS")
    with tempfile.TemporaryDirectory(prefix="generations-") as name:
        temporary = Path(name)
        releases = built(temporary)
        bad = 0
        print(f"{'datasets':9} {'release':20} {'configs':>7} {'rows':>6} {'mode':10} {'seconds':>7}  result")
        with nullcontext(Path(kept)) if kept else nullcontext(temporary / "environments") as home:
            for version, pins in GENERATIONS.items():
                python = environment(home, version, pins)
                for release, folder in releases.items():
                    bad += loaded(version, python, release, folder, temporary)
    sys.exit("some data came out otherwise" if bad else 0)


def built(temporary: Path) -> dict[str, Path]:
    """The releases by name, each with the expected rows and names beside it, as `<folder>.json`."""
    from tests.dataset.conftest import write_workspace

    from wiremark.dataset.build import write_dataset
    from wiremark.dataset.inputs import load_inputs
    from wiremark.workspace import Workspace

    corpora = {"made-up": write_workspace(temporary / "made-up"), "repository": Workspace.at(REPOSITORY)}
    releases = {}
    for name, workspace in corpora.items():
        inputs = load_inputs(workspace)
        for form in ("full", "stand-off"):
            folder = temporary / "releases" / f"{name}-{form}"
            folder.mkdir(parents=True)
            parts = write_dataset(inputs, folder, texts=form == "full")
            expected = {part.config.name: _expected(folder, part.shards) for part in parts if part.shards}
            folder.with_suffix(".json").write_text(json.dumps(expected), "utf-8")
            releases[f"{name} {form}"] = folder
    return releases


def _expected(folder: Path, shards: Any) -> dict[str, Any]:
    """The rows of each split, and the names of the labels by the way to their column, as pyarrow reads both."""
    import pyarrow.parquet as pq

    rows: dict[str, list[Any]] = {}
    files: dict[str, list[str]] = {}
    names: dict[str, list[str]] = {}
    for shard in shards:
        table = pq.read_table(folder / shard.path)
        files.setdefault(shard.split, []).append(str(folder / shard.path))
        rows.setdefault(shard.split, []).extend(_plain(table.to_pylist()))
        features = json.loads(table.schema.metadata[b"huggingface"])["info"]["features"]
        names = {way: found for name, feature in features.items() for way, found in _names(name, feature)}
    return {"rows": rows, "names": names, "files": files}


def _plain(value: Any) -> Any:
    match value:
        case list():
            return [_plain(item) for item in value]
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case datetime.date():
            return value.isoformat()
        case _:
            return value


def _names(way: str, feature: Any) -> list[tuple[str, list[str]]]:
    match feature:
        case {"_type": "ClassLabel", "names": names}:
            return [(way, names)]
        case {"_type": "Sequence", "feature": inner} | [inner]:
            return _names(f"{way}[]", inner)
        case {"_type": str()}:
            return []
        case _:
            return [pair for name, inner in feature.items() for pair in _names(f"{way}.{name}", inner)]


def environment(home: Path, version: str, pins: tuple[str, ...]) -> Path:
    """The Python of an environment with that `datasets`, made where it is not there yet."""
    wanted = [f"datasets=={version}", *pins]
    key = hashlib.sha256(" ".join([sys.version, *wanted]).encode()).hexdigest()[:8]
    folder = home / f"datasets-{version}-{key}"
    python, ready = folder / "bin" / "python", folder / "ready"
    if ready.exists():
        return python
    shutil.rmtree(folder, ignore_errors=True)
    home.mkdir(parents=True, exist_ok=True)
    uv = shutil.which("uv")
    if uv:
        commands = [
            [uv, "venv", "-q", "-p", sys.executable, str(folder)],
            [uv, "pip", "install", "-q", "-p", str(python), *wanted],
        ]
    else:
        commands = [
            [sys.executable, "-m", "venv", str(folder)],
            [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", *wanted],
        ]
    for command in commands:
        subprocess.run(command, check=True)
    ready.touch()
    return python


def loaded(version: str, python: Path, release: str, folder: Path, temporary: Path) -> int:
    """Runs the reader in an environment. Prints a row for each mode; the number of those in which something differs."""
    offline = {
        "HF_HOME": str(temporary / "caches" / version),
        "HF_HUB_OFFLINE": "1",
        "HF_DATASETS_OFFLINE": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "PYTHONWARNINGS": "ignore",
    }
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("HF_", "PYTHON"))}
    command = [str(python), str(READER), str(folder), str(folder.with_suffix(".json")), version]
    done = subprocess.run(command, env=kept | offline, capture_output=True, text=True, check=False)
    results = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    for mode in MODES[len(results) :]:
        said = done.stderr.strip()[-2000:] or "it said nothing"
        results.append({"mode": mode, "configs": 0, "rows": 0, "seconds": 0.0, "wrong": [said]})
    bad = 0
    for said in results:
        result = "the same" if not said["wrong"] else "DIFFERS"
        print(
            f"{version:9} {release:20} {said['configs']:7} {said['rows']:6}",
            f"{said['mode']:10} {said['seconds']:7.1f}  {result}",
            flush=True,
        )
        for problem in said["wrong"]:
            print(f"    {problem}")
        bad += bool(said["wrong"])
    return bad


if __name__ == "__main__":
    main()
