from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from wiremark.engine.executors import run
from wiremark.engine.records import Lost


def twice(number: int) -> int:
    return 2 * number


def deadly(number: int) -> int:
    """Kills its process at 3; the others take longer, so that some are at work then."""
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.05)
    return 2 * number


def once_deadly(path: Path) -> bool:
    """Kills its process where nothing did so before."""
    if not path.exists():
        path.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return True


def faulty(number: int) -> int:
    raise ValueError(f"no {number}")


def pandas_here(_: int) -> bool:
    import pyarrow as pa

    pa.array([1])
    return "pandas" in sys.modules


@pytest.mark.parametrize("jobs", [1, 2, 9])
def test_every_item_once(jobs: int) -> None:
    assert dict(run(twice, range(7), jobs)) == {number: 2 * number for number in range(7)}
    assert dict(run(twice, [], jobs)) == {}


def test_the_item_that_kills_is_lost_and_no_other() -> None:
    found = dict(run(deadly, range(6), 2))
    assert isinstance(found.pop(3), Lost)
    assert found == {number: 2 * number for number in (0, 1, 2, 4, 5)}


def test_what_dies_once_is_done_again(tmp_path: Path) -> None:
    assert dict(run(once_deadly, [tmp_path / "a", tmp_path / "b"], 2)) == {0: True, 1: True}


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_a_task_raises_is_raised(jobs: int) -> None:
    with pytest.raises(ValueError, match="no "):
        list(run(faulty, range(3), jobs))


def marked(path: Path) -> Path:
    path.touch()
    time.sleep(0.1)
    return path


@pytest.mark.parametrize("jobs", [1, 2])
def test_whoever_stops_taking_stops_the_work(tmp_path: Path, jobs: int) -> None:
    results = run(marked, [tmp_path / f"{number}" for number in range(20)], jobs)
    assert isinstance(results, Iterator)
    next(results)
    results.close()
    assert 1 <= len(list(tmp_path.iterdir())) < 10


def test_a_process_of_the_pool_loads_no_pandas() -> None:
    assert dict(run(pandas_here, range(2), 2)) == {0: False, 1: False}
