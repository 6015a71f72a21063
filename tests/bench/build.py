"""How fast the tables of `wiremark build` are made, beside two other ways to write the same rows.

    python tests/bench/build.py [--documents 20000] [--seed 1] [--paths ours,plain,generator]

An article is made up: some 200 tokens, 12 mentions, 4 events with 3 arguments each, 2 quotations, 3 times; one in
twenty events belongs to a cluster. The ways:

    ours        from texts and annotation files to the shards of all configs, as `build` does it after reading and
                checking: parsed, exploded, tokenized, tagged, digested, written, hashed.
    plain       `pyarrow.json` with an explicit schema to Parquet, written as ours is (zstd, cut by content, page index,
                row groups of some 16 MB), from one file of JSON lines for each config. These hold the same rows, down
                to the ids of labels, tokens and tags: what ours works out is given to it.
    generator   `datasets.Dataset.from_generator(features=…)`, then `to_parquet`, over the same lines, parsed by orjson.

Each runs in a process of its own. Figures are CPU seconds, of children too, from after the imports to the end, so that
they grow with the articles alone; and the most memory that the process held (`VmHWM`). `ner` is also told apart, and so
is `annotations`, the one config whose rows are the articles themselves.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import orjson

from wiremark.schema.profile import Profile, read
from wiremark.sources import SPLITS, Rights, Source

REPOSITORY = Path(__file__).parents[2]
SCHEMA: dict[str, Any] = json.loads((REPOSITORY / "schemas" / "annotation-1.0.0.json").read_bytes())

SENTENCES, WORDS = 12, 14
MENTIONS, EVENTS, ROLES, QUOTES, TIMES = 12, 4, ("actor", "recipient", "theme"), 2, 3
KNOWN = 3000
"""Entities of the whole made-up corpus."""
VOCABULARY = 40_000
"""Words, used as often as words are (Zipf)."""
SYLLABLES = ("ba", "ke", "lo", "mi", "nu", "ra", "so", "ti", "vu", "da", "fe", "gi", "ho", "ju", "pa", "ner", "tol")
LAYER = {"schema": "1.0.0", "annotators": ["ada", "bea"], "state": "double"}
RIGHTS = Rights("nobody", "CC0-1.0", "made up")
EPOCH = datetime.date(1970, 1, 1)
DAY = datetime.date(2023, 3, 21)
DISTINCT = 20_000
"""Articles that are made up; after them they come again under other ids."""
GROUP = 16 << 20
"""The bytes of JSON that the plain way makes a row group of."""


class Maker:
    """Makes articles up."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311
        words = {"".join(self.dice.choices(SYLLABLES, k=self.dice.randint(1, 5))) for _ in range(VOCABULARY)}
        self.words = sorted(words)
        self.weights = list(accumulate(1 / (rank + 2) for rank in range(len(self.words))))
        self.entities = [f"E:{''.join(self.dice.choices(SYLLABLES, k=3))}-{number}" for number in range(KNOWN)]

    def article(self, number: int) -> tuple[dict[str, str], bytes]:
        """What is known of an article with its text, and its annotation file."""
        dice, count = self.dice, SENTENCES * WORDS
        words = dice.choices(self.words, cum_weights=self.weights, k=count)
        for place in range(0, count, WORDS):
            words[place] = words[place].capitalize()
            words[place + WORDS - 1] += "."
        starts, at = [], 0
        pieces: list[str] = []
        for place, word in enumerate(words):
            starts.append(at)
            gap = "\n\n" if place % (3 * WORDS) == 3 * WORDS - 1 else " "
            pieces += word, gap
            at += len(word) + len(gap)
        text = "".join(pieces[:-1])

        def span(first: int, many: int = 1) -> dict[str, Any]:
            start, end = starts[first], starts[first + many - 1] + len(words[first + many - 1])
            return {"start": start, "end": end, "text": text[start:end]}

        places = sorted(dice.sample(range(0, count - 2, 2), MENTIONS))
        mentions = [
            {"id": f"m{one}", "type": dice.choice(("PERSON", "ORG", "GPE", "NORP")), "span": span(place, 1 + one % 2)}
            | {"form": "NAM" if one % 3 else "PRO", "entity": dice.choice(self.entities)}
            for one, place in enumerate(places, 1)
        ]
        events = [
            {"id": f"e{one}", "type": "CONSULT", "mode": None, "contexts": ["diplomatic"], "trigger": [span(place)]}
            | {"arguments": [{"role": role, "mention": f"m{dice.randint(1, MENTIONS)}"} for role in ROLES]}
            | {"times": [], "polarity": "POS", "tense": "PAST", "aspect": "none", "factuality": "CT+"}
            | {"factuality_source": "author", "reported_in": None}
            | {"cluster": f"EV:made-{dice.randrange(100)}" if dice.random() < 0.05 else None}
            for one, place in enumerate(sorted(dice.sample(range(count), EVENTS)), 1)
        ]
        quotes = [
            {"id": f"q{one}", "type": "indirect", "content": [span(place + 3, 8)], "source": [span(place)]}
            | {"cue": [span(place + 1)], "speaker": dice.choice(self.entities), "addressee": None, "chain": []}
            | {"attribution_class": "speech", "polarity": "POS", "utterance": None, "relation": None}
            for one, place in enumerate(sorted(dice.sample(range(count - 12), QUOTES)), 1)
        ]
        times = [
            {"id": f"t{one}", "type": "DATE", "span": span(place), "value": f"2023-03-{10 + one}", "anchor": "dct"}
            for one, place in enumerate(sorted(dice.sample(range(count), TIMES)), 1)
        ]
        known = {"id": f"made-up-{number}", "text": text, "sha256": hashlib.sha256(text.encode()).hexdigest()}
        annotation = {"schema_version": "1.0.0", "document": known["id"], "text_sha256": known["sha256"]}
        layers = {"mentions": mentions, "times": times, "events": events, "quotes": quotes}
        made = {**annotation, "dct": "2023-03-21", "annotated_with": dict.fromkeys(layers, LAYER), **layers}
        return known | {"split": dice.choices(("train", "validation", "test"), (8, 1, 1))[0]}, orjson.dumps(made)

    def shared(self) -> dict[str, Any]:
        """The knowledge base and the clusters."""
        entity: dict[str, Any] = {
            "kb_class": None,
            "qid": None,
            "qid_status": "none",
            "holder": None,
            "members": [],
            "aliases": [],
        }
        event: dict[str, Any] = {"type": "CONSULT", "day": "2023-03-21", "participants": [], "conflicts": []}
        return {
            "entities": [{"id": id, "name": id[2:].title(), "type": "ORG", **entity} for id in sorted(self.entities)],
            "clusters": {"events": [{"id": f"EV:made-{number}", **event} for number in range(100)]},
        }


def make(folder: Path, documents: int, seed: int) -> None:
    """Writes the made-up articles: a line for each in texts-<split> and annotations-<split>, and what they share."""
    maker = Maker(seed)
    some = [maker.article(number) for number in range(min(documents, DISTINCT))]
    with ExitStack() as stack:
        files = {
            (part, split): stack.enter_context((folder / f"{part}-{split}.jsonl").open("wb"))
            for part in ("texts", "annotations")
            for split in SPLITS
        }
        for number in range(documents):
            known, annotation = some[number % DISTINCT]
            id, split = f"made-up-{number}", known["split"]
            files["texts", split].write(orjson.dumps({**known, "id": id}) + b"\n")
            files["annotations", split].write(annotation.replace(known["id"].encode(), id.encode(), 1) + b"\n")
    (folder / "shared.json").write_bytes(orjson.dumps(maker.shared()))


@dataclass(frozen=True)
class Made:
    """A made-up article, as a batch reads it."""

    source: Source
    text: str
    record: dict[str, Any]
    raw: bytes
    known: Sequence[tuple[int, int]] | None = None


def articles(folder: Path, split: str) -> Iterator[Made]:
    """The articles of a split, read one after the other."""
    places = (folder / f"{part}-{split}.jsonl" for part in ("texts", "annotations"))
    with next(places).open("rb") as texts, next(places).open("rb") as annotations:
        for line, raw in zip(texts, annotations, strict=True):
            known = orjson.loads(line)
            id, hashed = known["id"], known["sha256"]
            source = Source(id, f"{id}.txt", hashed, DAY, "stated", "made up", "en", id, known["split"], RIGHTS)
            record = {"metadata": {"title": f"About {id}"}, "raw_sha256": hashed, "text_sha256": hashed}
            yield Made(source, known["text"], record | {"rules_version": "1"}, raw)


def ours(folder: Path, out: Path, only: str | None) -> None:
    """What `build` does once it has read and checked a workspace."""
    from wiremark.dataset.stream import Shared, write_tables
    from wiremark.dataset.tables import configs

    profile = profile_()
    known = orjson.loads((folder / "shared.json").read_bytes())
    kept = [config for config in configs(profile) if only in (None, config.name)]
    write_tables(
        kept, Shared(profile, known["entities"], known["clusters"]), lambda split: articles(folder, split), out
    )


def plain(folder: Path, out: Path, only: str | None) -> None:
    """`pyarrow.json` to Parquet."""
    import pyarrow.json
    import pyarrow.parquet as pq

    from wiremark.dataset.tables import configs

    for config in configs(profile_()):
        for path in sorted((folder / "rows" / config.name).glob("*.jsonl")) if only in (None, config.name) else ():
            reader = pyarrow.json.open_json(
                path,
                read_options=pyarrow.json.ReadOptions(block_size=GROUP),
                parse_options=pyarrow.json.ParseOptions(explicit_schema=config.schema),
            )
            place = out / config.name / f"{path.stem}.parquet"
            place.parent.mkdir(parents=True, exist_ok=True)
            with pq.ParquetWriter(
                place, config.schema, compression="zstd", use_content_defined_chunking=True, write_page_index=True
            ) as writer:
                for batch in reader:
                    writer.write_batch(batch.select(config.schema.names), row_group_size=max(batch.num_rows, 1))


def generator(folder: Path, out: Path, only: str | None) -> None:
    """`datasets`, row by row."""
    import datasets
    import pyarrow as pa

    from wiremark.dataset.tables import configs

    datasets.disable_progress_bars()
    for config in configs(profile_()):
        dated = [field.name for field in config.schema if pa.types.is_date(field.type)]
        for path in sorted((folder / "rows" / config.name).glob("*.jsonl")) if only in (None, config.name) else ():

            def rows(path: Path = path, dated: list[str] = dated) -> Iterator[dict[str, Any]]:
                with path.open("rb") as file:
                    for line in file:
                        row = orjson.loads(line)
                        yield {**row, **{day: EPOCH + datetime.timedelta(row[day]) for day in dated}}

            features = datasets.Features.from_arrow_schema(config.schema)
            made = datasets.Dataset.from_generator(rows, features=features, cache_dir=str(out / "cache"))
            place = out / config.name / f"{path.stem}.parquet"
            place.parent.mkdir(parents=True, exist_ok=True)
            made.to_parquet(place)


WAYS = {"ours": ours, "plain": plain, "generator": generator}


def profile_() -> Profile:
    """The schema of the repository."""
    return read(SCHEMA)


def measured(way: str, folder: Path, only: str | None) -> dict[str, float]:
    """CPU seconds and peak MiB of one way, in a process of its own."""
    with tempfile.TemporaryDirectory(dir=folder) as out:
        command = [sys.executable, __file__, "--run", way, "--folder", str(folder), "--out", out]
        done = subprocess.run(
            command + (["--only", only] if only else []), stdout=subprocess.PIPE, text=True, check=True, cwd=REPOSITORY
        )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def run(way: str, folder: Path, out: Path, only: str | None) -> None:
    """As `measured`, in this process: prints what it took."""
    import pandas  # noqa: F401  # what pyarrow and `datasets` would import in between
    import pyarrow.json
    import pyarrow.parquet

    if way == "generator":
        import datasets  # noqa: F401
    import wiremark.dataset.stream  # noqa: F401

    def spent() -> float:
        return sum(
            usage.ru_utime + usage.ru_stime
            for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        )

    before, began, start = resident("VmRSS"), time.monotonic(), spent()
    WAYS[way](folder, out, only)
    took = {"cpu": spent() - start, "wall": time.monotonic() - began, "before": before, "peak": resident("VmHWM")}
    print(json.dumps({**took, "arrow": pyarrow.default_memory_pool().max_memory() / 2**20}))


def resident(field: str) -> float:
    """MiB that this process holds, or held at most (Linux)."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition(f"{field}:")[2].split()[0]) / 1024


def days(day: datetime.date) -> int:
    """A day as `pyarrow.json` reads it."""
    return (day - EPOCH).days


def lines(folder: Path) -> None:
    """Writes the rows of all configs as JSON lines, read from what our way wrote; in this process."""
    import pyarrow.parquet as pq

    ours(folder, folder / "own", None)
    for path in sorted((folder / "own").rglob("*.parquet")):
        target = folder / "rows" / path.parent.name / f"{path.name.partition('-')[0]}.jsonl"
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("ab") as file:
            for batch in pq.ParquetFile(path).iter_batches(batch_size=2000):
                file.write(
                    b"".join(
                        orjson.dumps(row, days, orjson.OPT_PASSTHROUGH_DATETIME) + b"\n" for row in batch.to_pylist()
                    )
                )
        path.unlink()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--paths", default=",".join(WAYS), help="which ways to go")
    for name in ("run", "folder", "out", "only"):
        parser.add_argument(f"--{name}", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.run == "lines":
        lines(Path(args.folder))
    elif args.run:
        run(args.run, Path(args.folder), Path(args.out), args.only)
    else:
        race(args.documents, args.seed, args.paths.split(","))


def race(documents: int, seed: int, ways: list[str]) -> None:
    """Prints what each way takes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder, documents, seed)
        parts = ([*folder.glob(f"{part}-*.jsonl")] for part in ("texts", "annotations"))
        sizes = [sum(path.stat().st_size for path in paths) / documents / 1000 for paths in parts]
        print(f"{documents} articles: {sizes[0]:.1f} kB of text and {sizes[1]:.1f} kB of annotation each")
        if ways != ["ours"]:
            subprocess.run([sys.executable, __file__, "--run", "lines", "--folder", name], check=True, cwd=REPOSITORY)
            rows = sum(path.stat().st_size for path in (folder / "rows").rglob("*.jsonl"))
            print(f"the rows of all configs as JSON lines: {rows / documents / 1000:.1f} kB an article")
        for only in (None, "annotations", "ner"):
            found = {way: measured(way, folder, only) for way in ways}
            for way, took in found.items():
                micro, ratio = took["cpu"] / documents * 1e6, took["cpu"] / found.get("ours", took)["cpu"]
                wanted = {"generator": ", at least 2.5 wanted", "plain": ", at least 0.77 wanted"}.get(way, "")
                against = f"ours is x {ratio:.2f} as fast{wanted if only is None else ''}" if way != "ours" else ""
                print(
                    f"  {only or 'all configs':12} {way:10} {took['cpu']:7.1f} s of CPU {micro:8.1f} us an article   "
                    f"peak {took['peak']:5.0f} MiB ({took['before']:.0f} before, Arrow {took['arrow']:.0f})   {against}"
                )


if __name__ == "__main__":
    main()
