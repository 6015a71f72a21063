"""On Ray: the bytes of the other engines, whatever is killed."""

from __future__ import annotations

import importlib
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import REPOSITORY, free_port
from tests.engine.driven import Driver
from tests.engine.shards import documents, left, shards_of, write_shards
from tests.engine.stages import loud

from wiremark.diagnostics import Usage
from wiremark.engine.run import run

SHARDS = 8


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_shards(tmp_path_factory.mktemp("ray") / "raw", SHARDS)


@pytest.fixture(scope="module")
def undisturbed(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    run(loud(), shards_of(raw, out), out)
    assert len(documents(out)) == SHARDS * 3
    return left(out)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two nodes on this machine, one task at a time on each."""
    paths = os.pathsep.join((str(REPOSITORY / "scripts"), str(REPOSITORY)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", paths)  # of the processes of the nodes
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        cluster_utils: Any = importlib.import_module("ray.cluster_utils")
        made = cluster_utils.Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
        made.add_node(num_cpus=1)
        yield made
        made.shutdown()


def at_work(out: Path) -> int:
    """The process that is writing a shard."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        for path in out.glob(".*.tmp"):
            return int(path.name.split(".")[-2])
        time.sleep(0.01)
    raise AssertionError("nobody writes")


@pytest.mark.server
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::FutureWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
class TestCluster:
    def test_a_worker_is_killed(self, cluster: Any, raw: Path, tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
        out = tmp_path / "out"
        with Driver(raw, out, 1, 0.5, cluster.address) as driver:
            driver.until(1)
            os.kill(at_work(out), signal.SIGKILL)
            assert driver.names() == [f"part-{shard:03}" for shard in range(SHARDS)]
            assert driver.process.wait() == 0
        assert left(out) == undisturbed

    def test_the_driver_is_killed(self, cluster: Any, raw: Path, tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
        out = tmp_path / "out"
        with Driver(raw, out, 1, 0.5, cluster.address) as driver:
            driver.until(2)
            driver.process.kill()
        done = len(list(out.glob("*.parquet")))
        assert 2 <= done < SHARDS
        with Driver(raw, out, 1, 0, cluster.address) as driver:
            states = [word.partition(":")[2] for word in list(driver.said)[-1].split()]
        assert states.count("skipped") >= done
        assert states.count("done") + states.count("skipped") == SHARDS
        assert left(out) == undisturbed

    def test_a_node_is_killed(self, cluster: Any, raw: Path, tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
        out = tmp_path / "out"
        node = cluster.add_node(num_cpus=1)
        with Driver(raw, out, 1, 0.5, cluster.address) as driver:
            driver.until(2)
            cluster.remove_node(node, allow_graceful=False)
            assert driver.names() == [f"part-{shard:03}" for shard in range(SHARDS)]
            assert driver.process.wait() == 0
        assert left(out) == undisturbed


@pytest.mark.server
def test_a_cluster_of_its_own(raw: Path, tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    with Driver(raw, tmp_path / "out", 2, 0, "local") as driver:
        list(driver.said)
        assert driver.process.wait() == 0
    assert left(tmp_path / "out") == undisturbed


@pytest.mark.server
def test_no_cluster(raw: Path, tmp_path: Path) -> None:
    address = f"127.0.0.1:{free_port()}"
    with pytest.raises(Usage, match=f"no Ray cluster at {address}: .*refused"):
        run(loud(), shards_of(raw, tmp_path / "out"), tmp_path / "out", ray=address)


def test_no_ray(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "ray", None)
    with pytest.raises(Usage, match="Ray is not installed") as caught:
        run(loud(), shards_of(raw, tmp_path / "out"), tmp_path / "out", ray="local")
    assert "wiremark[ray]" in caught.value.help
