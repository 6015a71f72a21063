"""Killed at any moment, and run again: every document once, and the bytes of a run that nothing disturbed."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pytest
from tests.dataset.killing import State, moments, restore, state, stop
from tests.engine.driven import Driver, gone
from tests.engine.shards import documents, left, shards_of, write_shards
from tests.engine.stages import loud

from wiremark.engine.run import Ran, run

SHARDS, ROWS = 6, 3


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_shards(tmp_path_factory.mktemp("killed") / "raw", SHARDS, ROWS)


@pytest.fixture(scope="module")
def undisturbed(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    again(raw, out)
    return left(out)


def again(raw: Path, out: Path, jobs: int = 1) -> Ran:
    return run(loud(), shards_of(raw, out), out, jobs)


def check(out: Path, undisturbed: dict[str, bytes]) -> None:
    assert left(out) == undisturbed
    assert documents(out) == sorted(f"{shard}-{row}" for shard in range(SHARDS) for row in range(ROWS))


@pytest.mark.parametrize("redone", [False, True])
def test_killed_at_any_file_operation(raw: Path, tmp_path: Path, *, redone: bool) -> None:
    two = write_shards(tmp_path / "raw", 2)
    out = tmp_path / "place" / "out"
    out.mkdir(parents=True)
    if redone:
        run(loud(fingerprint="0"), shards_of(two, out), out)
    before = state(out)
    run(loud(), shards_of(two, tmp_path / "other"), tmp_path / "other")
    wanted = left(tmp_path / "other")

    found = moments(lambda: again(two, out), out)
    assert left(out) == wanted
    assert {moment.name for moment in found} >= {"open", "replace", "__init__", "write_table", "close", "unlink"}
    assert len(found) > 50

    # killed indeed, here and there: the disk is as was seen
    for moment in found[3::23]:
        restore(out, before)
        assert stop(lambda: again(two, out), moment.at, late=moment.late), moment.name
        assert state(out) == moment.state, (moment.at, moment.name)
        again(two, out)
        assert left(out) == wanted

    seen: list[State] = []
    for moment in found:
        if moment.state not in seen:
            seen.append(moment.state)
            restore(out, moment.state)
            again(two, out)
            assert left(out) == wanted, (moment.at, moment.name)


def test_the_driver_is_killed_and_nothing_of_it_lives_on(
    raw: Path, tmp_path: Path, undisturbed: dict[str, bytes]
) -> None:
    out = tmp_path / "out"
    with Driver(raw, out, 2, 0.2) as driver:
        driver.until(2)
        had = driver.kill()
    assert len(had) >= 3
    end = time.monotonic() + 20
    while not all(map(gone, had)) and time.monotonic() < end:
        time.sleep(0.05)
    assert all(map(gone, had))
    ran = again(raw, out, 2)
    assert {outcome.state for outcome in ran.outcomes} == {"done", "skipped"}
    check(out, undisturbed)


def test_a_worker_is_killed_and_the_run_goes_on(raw: Path, tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    with Driver(raw, tmp_path / "out", 2, 0.2) as driver:
        driver.until(2)
        os.kill(driver.workers()[0], signal.SIGKILL)
        assert driver.names() == [f"part-{shard:03}" for shard in range(SHARDS)]
        assert driver.process.wait() == 0
    check(tmp_path / "out", undisturbed)


@pytest.mark.parametrize("jobs", [1, 2])
def test_interrupted_it_leaves_nothing_half_written(raw: Path, tmp_path: Path, jobs: int) -> None:
    out = tmp_path / "out"
    with Driver(raw, out, jobs, 0.3) as driver:
        driver.until(1)
        os.killpg(driver.process.pid, signal.SIGINT)
        assert driver.process.wait() != 0
    assert 1 <= len(left(out)) < 2 * SHARDS


@pytest.mark.server
@pytest.mark.parametrize("seed", range(12))
def test_killed_at_random_times(raw: Path, tmp_path: Path, undisturbed: dict[str, bytes], seed: int) -> None:
    """In turns the driver and a worker; run on until a run ends by itself."""
    chance, out = random.Random(seed), tmp_path / "out"  # noqa: S311
    for _ in range(3):
        with Driver(raw, out, 1 + seed % 2, 0.05) as driver:
            time.sleep(chance.uniform(0.2, 1.5))
            workers = driver.workers()
            if workers and chance.random() < 0.5:
                os.kill(chance.choice(workers), signal.SIGKILL)
                list(driver.said)
            else:
                driver.kill()
    again(raw, out)
    check(out, undisturbed)
