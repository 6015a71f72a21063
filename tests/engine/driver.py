"""A run of its own, to kill: `python -m tests.engine.driver INPUT OUTPUT JOBS SECONDS [RAY]`."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.engine.stages import loud

from wiremark.engine.plan import plan
from wiremark.engine.run import run


def main() -> None:
    source, folder, jobs, seconds, *ray = sys.argv[1:]
    shards = plan([source], Path(folder)).shards
    ran = run(
        loud(float(seconds)),
        shards,
        Path(folder),
        int(jobs),
        "".join(ray),
        lambda done: print("done", done, flush=True),
    )
    print(*(f"{outcome.name}:{outcome.state}" for outcome in ran.outcomes))


if __name__ == "__main__":
    main()
