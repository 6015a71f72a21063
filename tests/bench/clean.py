"""How well and how fast articles are cleaned: ours and the peers that are installed, in one run.

    python tests/bench/clean.py [--documents 100000] [--quality] [--html] [--speed] [--memory] [--pages ../shared/bench]

Without a part's name all of them. `--quality` and `--html` need labelled pages: a folder with `clean/dev.jsonl.gz`,
`clean/dev_residual.jsonl.gz`, `html/ground-truth.json` and `html/pages/`; where they are not there, that is said. The
peers and what ours is trained with are in the extras `bench` and `train`. Fewer than 20,000 documents make a smoke run:
a part of the pages, fewer folds. How each part measures is said in its module in tests/bench/cleaning/.
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

from tests.bench.cleaning import memory, quality, quality_html, speed  # noqa: E402

PARTS = ("quality", "html", "speed", "memory")
SMOKE = 20_000
FOLDS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--pages", type=Path, default=REPOSITORY.parent / "shared" / "bench")
    for part in PARTS:
        parser.add_argument(f"--{part}", action="store_true")
    args = parser.parse_args()
    parts = [part for part in PARTS if getattr(args, part)] or PARTS
    folds, some = (2, 6) if args.documents < SMOKE else (FOLDS, 1)
    if "quality" in parts:
        quality.run(args.pages / "clean", folds=folds, part=some)
    if "html" in parts:
        quality_html.run(args.pages / "html", folds=folds, part=2 * some if some > 1 else 1)
    with tempfile.TemporaryDirectory() as folder:
        if "speed" in parts:
            path = Path(folder) / "articles.parquet"
            speed.write(path, args.documents)
            speed.run(path, args.documents)
        if "memory" in parts:
            memory.run(Path(folder), args.documents)


if __name__ == "__main__":
    main()
