"""How fast `wiremark validate` is, beside other validators, on made-up documents.

    python tests/bench/validate.py [--documents 20000] [--seed 1]

Every figure is CPU time of one process on one core, in one run: block by block each tool gets the same rows, and the
median block counts; a ratio is the median of those within a block: a slow minute of the machine is no tool's. Ours does
levels 1 to 3 on a row `{text, annotation}` (bytes, structure, spans, references, ids, patterns, layers, the text's
hash); the others parse it, and look at the structure of the annotation where they are validators. The peers are in the
extra `bench`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from itertools import islice
from operator import truediv
from pathlib import Path
from typing import Any, NoReturn

import orjson

from wiremark.schema.profile import read
from wiremark.validation.jsonl import validate_rows
from wiremark.validation.level3 import Space
from wiremark.validation.rows import Rows

REPOSITORY = Path(__file__).parents[2]
SCHEMA: dict[str, Any] = json.loads((REPOSITORY / "schemas" / "annotation-1.0.0.json").read_bytes())
ROOT = {**SCHEMA, "anyOf": [{"$ref": "#/$defs/Document"}]}
BLOCK = 500
SAMPLE = 20
"""Documents for python `jsonschema`, which takes a hundredth of a second for each."""

WORDS = 480
MENTIONS, ENTITIES, EVENTS, QUOTES, TIMES = 80, 30, 20, 10, 6
"""Of one document; in our schema that is 24 kB, with the text."""

KNOWN = 3000
"""Entities of the whole made-up corpus; a document names some of them."""

SYLLABLES = ("ba", "ke", "lo", "mi", "nu", "ra", "so", "ti", "vu", "da", "fe", "gi", "ho", "ju", "pa", "ner", "tol")
LAYER = {"schema": "1.0.0", "annotators": ["ada", "bea"], "state": "double"}


def row(dice: random.Random, number: int, entities: list[str]) -> bytes:
    """One document: made-up words, and records over them as real articles have them."""
    marks = dice.choice(('."', '."', ".”"))  # as agencies write them, and as newspapers do
    words = ["".join(dice.choices(SYLLABLES, k=dice.randint(1, 4))) for _ in range(WORDS)]
    for place in range(14, WORDS, 15):
        words[place] += dice.choice((".", ".", ".", ",", marks))
    if dice.random() < 0.5:  # every second one has a colon; the five articles of the corpus have none
        words[dice.randrange(WORDS)] += ":"
    starts, at = [], 0
    for word in words:
        starts.append(at)
        at += len(word) + 1
    text = " ".join(words)

    def span(first: int, many: int = 1) -> dict[str, Any]:
        start, end = starts[first], starts[first + many - 1] + len(words[first + many - 1])
        return {"start": start, "end": end, "text": text[start:end]}

    here = dice.choices(entities, k=ENTITIES)
    places = sorted(dice.sample(range(WORDS - 12), MENTIONS))
    mentions: list[dict[str, Any]] = []
    for number_, place in enumerate(places, 1):
        kind = dice.choice(("PERSON", "ORG", "GPE", "NORP"))
        mention = {"id": f"m{number_}", "type": kind, "span": span(place, dice.randint(1, 2)), "form": "NAM"}
        mention["entity"] = dice.choice(here)
        mentions.append({**mention, "metonymy": "government"} if kind == "GPE" else mention)
    events = [
        {"id": f"e{one}", "type": "CONSULT", "mode": None, "contexts": ["diplomatic"], "trigger": [span(place)]}
        | {"arguments": [{"role": role, "mention": f"m{dice.randint(1, MENTIONS)}"} for role in ("actor", "recipient")]}
        | {"times": [], "polarity": "POS", "tense": "PAST", "aspect": "none", "factuality": "CT+"}
        | {"factuality_source": "author", "reported_in": None, "cluster": None}
        for one, place in enumerate(sorted(dice.sample(range(WORDS), EVENTS)), 1)
    ]
    quotes = [
        {"id": f"q{one}", "type": "indirect", "content": [span(place + 3, 8)], "source": [span(place)]}
        | {"cue": [span(place + 1)], "speaker": dice.choice(here), "addressee": None, "chain": []}
        | {"attribution_class": "speech", "polarity": "POS", "utterance": None, "relation": None}
        for one, place in enumerate(sorted(dice.sample(range(WORDS - 12), QUOTES)), 1)
    ]
    times = [
        {"id": f"t{one}", "type": "DATE", "span": span(place), "value": f"2023-03-{10 + one}", "anchor": "dct"}
        for one, place in enumerate(sorted(dice.sample(range(WORDS), TIMES)), 1)
    ]
    annotation = {"schema_version": "1.0.0", "document": f"made-up-{number}", "dct": "2023-03-21"}
    annotation["text_sha256"] = hashlib.sha256(text.encode()).hexdigest()
    layers = {"mentions": mentions, "times": times, "events": events, "quotes": quotes}
    return orjson.dumps(
        {"text": text, "annotation": {**annotation, "annotated_with": dict.fromkeys(layers, LAYER), **layers}}
    )


def known(dice: random.Random) -> list[str]:
    """The ids of the made-up entities."""
    return [f"E:{''.join(dice.choices(SYLLABLES, k=3))}-{number}" for number in range(KNOWN)]


def shared(seed: int) -> dict[str, Space]:
    """What a workspace's entities.json would hold, for references to be looked up."""
    ids = dict.fromkeys(known(random.Random(seed)), "entities.json")  # noqa: S311
    return {"entity": Space("A304", "entity", "entities.json", ids)}


def rows(documents: int, seed: int) -> Iterator[bytes]:
    """The rows, with their line feeds."""
    dice = random.Random(seed)  # noqa: S311
    entities = known(dice)
    return (row(dice, number, entities) + b"\n" for number in range(documents))


def race(path: Path, seed: int) -> tuple[dict[str, list[float]], int]:
    """Microseconds of CPU a document for each tool, block by block, and how many ours finds fault with."""
    import jsonschema
    import jsonschema_rs

    ours, strict = Rows(read(SCHEMA), shared(seed)), jsonschema_rs.validator_for(ROOT)
    bad = 0

    def full(raw: bytes) -> None:
        nonlocal bad
        bad += bool(ours.findings(raw, "rows.jsonl", 1))

    tools: dict[str, Callable[[bytes], Any]] = {
        "wiremark, levels 1 to 3": full,
        "orjson.loads + jsonschema-rs": lambda raw: strict.is_valid(orjson.loads(raw)["annotation"]) or fail(raw),
        "orjson.loads alone": orjson.loads,
    }
    spent: dict[str, list[float]] = {name: [] for name in tools}
    names = deque(tools)
    with path.open("rb") as file:
        while block := list(islice(file, BLOCK)):
            names.rotate()  # the first one finds the rows cold
            for name, tool in ((name, tools[name]) for name in names):
                before = time.process_time()
                for raw in block:
                    tool(raw)
                spent[name].append((time.process_time() - before) / len(block) * 1e6)
    slow = jsonschema.Draft202012Validator(ROOT)
    with path.open("rb") as file:
        sample = [orjson.loads(raw)["annotation"] for raw in islice(file, SAMPLE)]
    before = time.process_time()
    for annotation in sample:
        _ = slow.is_valid(annotation) or fail(b"")
    own = (time.process_time() - before) / len(sample) * 1e6
    return spent | {"orjson.loads + python jsonschema": [own + block for block in spent["orjson.loads alone"]]}, bad


def fail(raw: bytes) -> NoReturn:
    raise SystemExit(f"a peer refuses a made-up document: {raw[:80]!r}")


def memory(path: Path) -> float:
    """MiB above what the process had before it read the file; in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--peak", str(path)], capture_output=True, text=True, check=True, cwd=REPOSITORY
    )
    return float(done.stdout)


def peak(path: Path) -> float:
    """As `memory`, in this process: reads the file as the command does."""
    profile = read(SCHEMA)
    with tempfile.TemporaryDirectory() as folder:
        first = Path(folder) / "first.jsonl"
        with path.open("rb") as file:
            first.write_bytes(file.readline())
        validate_rows({"first": first}, profile)  # what is made once is made
    before = resident("VmRSS")
    validate_rows({"rows": path}, profile)
    return resident("VmHWM") - before


def resident(field: str) -> float:
    """MiB that this process holds, or held at most: `getrusage` counts what its parent held before it, too (Linux)."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition(f"{field}:")[2].split()[0]) / 1024


def cold(*words: str) -> float:
    """The least CPU of five runs of Python with these words, in milliseconds, the start of the process included."""
    found = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *words], check=True, capture_output=True, cwd=REPOSITORY)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(found) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peak", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.peak:
        print(peak(args.peak))
        return
    with tempfile.TemporaryDirectory() as folder:
        path, tenth = Path(folder) / "rows.jsonl", Path(folder) / "tenth.jsonl"
        with path.open("wb") as all_, tenth.open("wb") as few:
            for number, raw in enumerate(rows(args.documents, args.seed)):
                all_.write(raw)
                few.write(raw if number % 10 == 0 else b"")
        size = path.stat().st_size
        print(f"{args.documents} documents, {size / args.documents / 1000:.1f} kB each, {size / 1e6:.0f} MB")
        spent, bad = race(path, args.seed)
        if bad:
            raise SystemExit(f"{bad} made-up documents are not clean")
        ours = spent["wiremark, levels 1 to 3"]
        needed = {"jsonschema-rs": 1.1, "alone": 0.6, "python jsonschema": 80}
        for name, blocks in spent.items():
            micro, faster = (statistics.median(some) for some in (blocks, map(truediv, blocks, ours)))
            least = next((f", at least {number} wanted" for end, number in needed.items() if name.endswith(end)), "")
            ratio = f"ours is x {faster:.2f} as fast{least}" if least else f"{1e6 / micro:.0f} documents a second"
            print(f"  {name:34} {micro:9.1f} us a document   {ratio}")
        few_, many = memory(tenth), memory(path)
        print(f"  memory above the start: {few_:.1f} MiB for a tenth, {many:.1f} MiB for all, less than 12 wanted")
    run, bare = cold("-m", "wiremark", "validate"), cold("-c", "import msgspec")
    print(f"  a cold `wiremark validate` here: {run:.0f} ms of CPU; `import msgspec`: {bare:.0f} ms")


if __name__ == "__main__":
    main()
