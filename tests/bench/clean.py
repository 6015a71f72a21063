"""How well and how fast articles are cleaned: ours and the peers that are installed, in one run.

    python tests/bench/clean.py [--documents 100000] [--quality] [--html] [--speed] [--memory] [--pages ../shared/bench]

Without a part's name all of them. `--quality` and `--html` need labelled pages: a folder with `clean/dev.jsonl.gz`,
`clean/dev_residual.jsonl.gz`, `html/ground-truth.json` and `html/pages/`; where they are not there, that is said. The
peers and what ours is trained with are in the extras `bench` and `train`. Fewer than 20,000 documents make a smoke run:
a part of the pages, fewer folds, one round of the shards. How each part measures is said in its module in
tests/bench/cleaning/.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
sys.path.append(str(REPOSITORY))
os.environ["OMP_NUM_THREADS"] = "1"  # one thread, for the libraries that would take more

from tests.bench.cleaning import memory, perturbed, quality, quality_html, score, speed  # noqa: E402

PARTS = ("quality", "html", "speed", "memory")
SMOKE = 20_000
FOLDS, ROUNDS = 5, 3


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--pages", type=Path, default=REPOSITORY.parent / "shared" / "bench")
    for part in PARTS:
        parser.add_argument(f"--{part}", action="store_true")
    args = parser.parse_args()
    parts = [part for part in PARTS if getattr(args, part)] or PARTS
    smoke = args.documents < SMOKE
    folds, some, rounds = (2, 12, 1) if smoke else (FOLDS, 1, ROUNDS)
    if "quality" in parts:
        quality.run(args.pages / "clean", folds=folds, part=some)
    if "html" in parts:
        quality_html.run(args.pages / "html", folds=folds, part=some)
    with tempfile.TemporaryDirectory() as folder:
        if "speed" in parts:
            _speed(Path(folder), args.documents, args.pages / "clean" / "dev_residual.jsonl.gz")
        if "memory" in parts:
            memory.run(Path(folder), args.documents, rounds=rounds)


def _speed(folder: Path, count: int, labelled: Path) -> None:
    """On made-up articles, and on the labelled pages, which are longer and not alike."""
    speed.write(folder / "made-up.parquet", perturbed.documents(count))
    speed.run(folder / "made-up.parquet", "made-up articles")
    if labelled.is_file():
        speed.write(folder / "labelled.parquet", (page.raw for page in score.load(labelled)))
        speed.run(folder / "labelled.parquet", "labelled pages, what is left of them", wanted=False)
    print(speed.NOTES)


if __name__ == "__main__":
    main()
