"""What the context model does on sites that it has not seen: `python tests/bench/clean_context.py [--seed N] [FOLDER]`.

FOLDER holds `dev.jsonl.gz` and `dev_residual.jsonl.gz`. All pages of a site are in one of five parts; the lines of a
part are judged by a model that the other four taught. Prints the figures of the leftovers (`dev_residual`).
"""

import argparse
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2]))

from tests.bench.cleaning.score import figures, judge, load

from wiremark.cleaning.context.train import cross_validated

PAGES = Path(__file__).parents[3] / "shared/bench/clean"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=PAGES)
    parser.add_argument("--seed", type=int, default=0, help="another seed parts the sites otherwise")
    options = parser.parse_args()
    whole, pages = (load(options.folder / f"{name}.jsonl.gz") for name in ("dev", "dev_residual"))
    decided = cross_validated([page.known for page in (*whole, *pages)], seed=options.seed)[len(whole) :]
    names = ("text_precision", "text_recall", "text_f1", "perfect", "keep_recall", "removal_precision")
    print(f"{'mode':12} {'pages':>6} " + " ".join(f"{name:>17}" for name in names))
    for mode in ("everything", *decided[0]):
        for kind in ("news", "all"):
            chosen = [(page, modes) for page, modes in zip(pages, decided, strict=True) if kind == "all" or page.news]
            found = figures([judge(page, modes.get(mode, [True] * len(page.lines))) for page, modes in chosen])
            values = [getattr(found, name) for name in names]
            shown = " ".join(f"{value:17.4f}" if value is not None else f"{'-':>17}" for value in values)
            print(f"{mode:12} {kind:>6} {shown}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
