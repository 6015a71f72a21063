"""What `wiremark labelstudio push` and `pull` cost this side, beside the bare calls of Label Studio's SDK.

    python tests/bench/labelstudio.py [--documents 1000]

Made-up documents, each with 100 mentions, go to a server and come back: by our commands, and by a script that makes
the SDK's calls and nothing else: `projects.import_tasks` of the same tasks in the same batches, `exports.as_json` and
`tasks.list`. Every figure is of a process of its own: its CPU time, of which the start (Python, the SDK) is told apart,
and its memory at most. The server is the one of LABEL_STUDIO_URL and LABEL_STUDIO_API_KEY, else one that is started.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wiremark.annotation.store import dumps
from wiremark.labelstudio.local.environment import executable
from wiremark.labelstudio.local.serve import serving
from wiremark.schema.profile import read

REPOSITORY = Path(__file__).parents[2]
SCHEMA = REPOSITORY / "schemas" / "annotation-1.0.0.json"
MENTIONS = 100
WORDS = 480
ENTITIES = 50
LEAST = 0.5
"""Seconds of CPU below which no ratio is told: the start alone varies by a tenth of one."""
SYLLABLES = ("ba", "ke", "lo", "mi", "nu", "ra", "so", "ti", "vu", "da", "fe", "gi", "ho", "ju", "pa", "ner", "tol")
STATE = {"schema": "1.0.0", "annotators": ["ada"], "state": "draft"}

BARE = """
import json, os, sys
from label_studio_sdk import LabelStudio
sdk = LabelStudio(base_url=os.environ["LABEL_STUDIO_URL"], max_retries=0, timeout=600)  # the token, too, is read there
"""
"""Before each of the scripts below: what the SDK's own user would write."""

PUSH = """
tasks = json.load(open(sys.argv[2]))
for at in range(0, len(tasks), 100):
    sdk.projects.import_tasks(int(sys.argv[1]), request=tasks[at : at + 100])
"""
EXPORT = "sdk.projects.exports.as_json(int(sys.argv[1]))"
LIST = "for task in sdk.tasks.list(project=int(sys.argv[1]), fields='all', page_size=100): pass"


@dataclass(frozen=True)
class Spent:
    """CPU seconds of a process, and its memory at most in MiB."""

    cpu: float
    memory: float

    def without(self, start: Spent) -> float:
        return self.cpu - start.cpu


def workspace(root: Path, documents: int) -> None:
    """A workspace of made-up documents, annotated."""
    dice = random.Random(1)  # noqa: S311
    profile = read(json.loads(SCHEMA.read_bytes()))
    for name in ("seeds", "corpus", "annotations", "schemas"):
        (root / name).mkdir(parents=True)
    (root / "schemas" / SCHEMA.name).write_bytes(SCHEMA.read_bytes())
    entities: list[dict[str, Any]] = [
        {"id": f"E:{number}", "name": f"{number}", "type": "PERSON", "kb_class": "person", "qid": None}
        | {"qid_status": "none", "holder": None, "members": [], "aliases": []}
        for number in range(ENTITIES)
    ]
    shared: dict[str, dict[str, Any]] = {
        "Entities": {"entities": entities},
        "Clusters": {"events": [], "utterances": []},
    }
    for kind, data in shared.items():
        text = dumps({"schema_version": "1.0.0", **data}, profile.records[kind])
        (root / "annotations" / f"{kind.lower()}.json").write_text(text, "utf-8")
    rows = ['[corpus]\nname = "made up"\nversion = "1.0.0"\n']
    for number in range(documents):
        id, text, data = document(dice, number)
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        data |= {"text_sha256": sha256}
        (root / "corpus" / f"{id}.txt").write_text(text, "utf-8")
        (root / "corpus" / f"{id}.json").write_text(json.dumps({"text_sha256": sha256}), "utf-8")
        (root / "annotations" / f"{id}.json").write_text(dumps(data, profile.records["Document"]), "utf-8")
        rows.append(
            f'[[documents]]\nid = "{id}"\nfile = "{id}.txt"\nsha256 = "{sha256}"\npublished = 2024-05-07\n'
            f'published_how = "stated"\npublished_from = "nothing"\nlanguage = "en"\nstory = "{id}"\nsplit = "train"\n'
            'rights = { holder = "nobody", licence = "none", basis = "made up" }\n'
        )
    (root / "seeds" / "SOURCES.toml").write_text("\n".join(rows), "utf-8")


def document(dice: random.Random, number: int) -> tuple[str, str, dict[str, Any]]:
    """Id, text and annotation of one document."""
    words = ["".join(dice.choices(SYLLABLES, k=dice.randint(2, 4))) for _ in range(WORDS)]
    starts, at = [], 0
    for word in words:
        starts.append(at)
        at += len(word) + 1
    mentions = [
        {"id": f"m{one}", "type": "PERSON", "form": "NAM"}
        | {"span": {"start": starts[place], "end": starts[place] + len(words[place]), "text": words[place]}}
        | {"entity": f"E:{dice.randrange(ENTITIES)}"}
        for one, place in enumerate(sorted(dice.sample(range(WORDS), MENTIONS)), 1)
    ]
    id = f"made-up-{number}"
    data = {"schema_version": "1.0.0", "document": id, "dct": "2024-05-07", "annotated_with": {"mentions": STATE}}
    return id, " ".join(words), data | {"mentions": mentions, "times": [], "events": [], "quotes": []}


def run(*words: str) -> Spent:
    """What a process of Python with these words costs. Stops where it fails."""
    process = subprocess.Popen([sys.executable, *words], stdout=subprocess.DEVNULL, cwd=REPOSITORY)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(words)[:200]} ended with {process.returncode}")
    return Spent(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def wiremark(root: Path, *words: str) -> Spent:
    return run("-m", "wiremark", "-C", str(root), "labelstudio", *words)


@contextmanager
def server(folder: Path) -> Iterator[None]:
    """The server of the environment, or one of our own, which is then named there."""
    if os.environ.get("LABEL_STUDIO_URL"):
        yield
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with serving(executable(lambda message: print(message, file=sys.stderr)), folder / "server", port) as started:
        os.environ |= {"LABEL_STUDIO_URL": started.url, "LABEL_STUDIO_API_KEY": started.token}
        yield


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, server(Path(folder)):
        race(Path(folder), args.documents)


def race(folder: Path, documents: int) -> None:
    """Both ways, by us and by the SDK alone, with a tenth of the documents and with all."""
    import label_studio_sdk

    client: Any = label_studio_sdk.LabelStudio
    sdk = client(base_url=os.environ["LABEL_STUDIO_URL"], api_key=os.environ["LABEL_STUDIO_API_KEY"])
    title = f"bench {os.getpid()}"
    layers = ("--layers", "mentions")
    spent, tasks = dict[str, dict[str, Spent]](), folder / "tasks.json"
    for root, number in ((folder / "few", max(1, documents // 10)), (folder / "many", documents)):
        name = f"{title} {root.name}"
        workspace(root, number)
        wiremark(root, "export", str(tasks), *layers)
        push = wiremark(root, "push", *layers, "--annotations", "gold", "--project", name)
        [project] = [one for one in sdk.projects.list(title=name) if one.title == name]
        # what the SDK brings in is somebody's work, that we have to read in earnest
        bare = sdk.projects.create(title=f"{name} bare", label_config=project.label_config)
        spent[root.name] = {
            "push": push,
            "SDK: import_tasks": run("-c", BARE + PUSH, str(bare.id), str(tasks)),
            "pull": wiremark(root, "pull", "--into", "gold", "--project", str(bare.id)),
            "SDK: exports.as_json": run("-c", BARE + EXPORT, str(bare.id)),
            "SDK: tasks.list": run("-c", BARE + LIST, str(bare.id)),
        }
    start = run("-c", BARE)
    for one in sdk.projects.list(title=title):
        sdk.projects.delete(one.id)
    tell(spent["few"], spent["many"], start, f"{documents} documents with {MENTIONS} mentions each, {megabytes(tasks)}")


def megabytes(path: Path) -> str:
    return f"{path.stat().st_size / 1e6:.0f} MB of tasks"


def tell(few: dict[str, Spent], many: dict[str, Spent], start: Spent, what: str) -> None:
    """Prints what all of it cost, the ratios, and how memory grows."""
    print(f"{what}; each process begins with {start.cpu:.1f} s of CPU for Python and the SDK")
    for name, one in many.items():
        print(f"  {name:22} {one.without(start):6.1f} s of CPU beyond that, {one.memory:5.0f} MiB at most")
    for ours, theirs in (("push", "SDK: import_tasks"), ("pull", "SDK: exports.as_json"), ("pull", "SDK: tasks.list")):
        net = many[theirs].without(start)
        beyond = f", × {many[ours].without(start) / net:.2f} beyond the start" if net >= LEAST else ""
        print(f"  {ours} / {theirs:22} × {many[ours].cpu / many[theirs].cpu:.2f} of the whole process{beyond}")
    for name in ("push", "pull"):
        print(f"  {name}: {few[name].memory:.0f} MiB at most for a tenth, {many[name].memory:.0f} MiB for all")


if __name__ == "__main__":
    main()
