"""An upload that is killed, or whose connection drops, at each of its requests: run again, it is as if never cut off.

Whoever loads by a tag sees a whole release, whenever it was cut off.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.hub.client import Client
from tests.hub.conftest import raise_version, write_committed
from tests.hub.stand_in import Fault, StandIn

from wiremark.workspace import Workspace

NAME = "ruritania/harbour-news"


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two versions of one corpus, by their tags; the second has other shards."""
    from wiremark.dataset.hub.staging import stage

    folder = tmp_path_factory.mktemp("releases")
    root = write_committed(folder / "harbour")
    made = {}
    for version, split in (("1.0.0", "train"), ("1.1.0", "test")):
        if version != "1.0.0":
            raise_version(root, version, split=split)
        made[f"v{version}"] = folder / version
        (folder / version).mkdir()
        stage(Workspace.at(root), folder / version, texts=False)
    return made


def publishing(folder: Path, tag: str) -> str:
    """The code that uploads a release as `wiremark publish` does; it leaves what went wrong, or nothing."""
    return f"""
from pathlib import Path
from wiremark.dataset import manifest
from wiremark.dataset.hub.connection import Hub, HubError
from wiremark.dataset.hub.files import local
from wiremark.dataset.hub.publish import Wanted, planned, publish
from wiremark.dataset.hub.staging import Staged
folder, hub, wanted = Path({str(folder)!r}), Hub("{NAME}"), Wanted("{tag}", False, False)
release, answer = Staged(folder, manifest.read(folder), local(folder)), ""
try:
    publish(hub, planned(hub, release, wanted), wanted)
except HubError as error:
    answer = f"{{type(error).__name__}}: {{error}}"
"""


def content(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def at(hub: StandIn, tag: str) -> dict[str, bytes]:
    made = hub.repositories[NAME]
    tree = made.commits[made.tags[tag]]
    return {path: blob.content for path, blob in tree.items() if path != ".gitattributes"}


def points(asked: list[str], cut: str) -> Iterator[tuple[int, bool]]:
    """Where to cut off: the number of a request, and whether it is done. Of the files sent, the first and the last.

    Killed after a request is killed before the next one; a lost answer to a request that changes something is another
    thing than a lost request, which is tried again.
    """
    sent = [number for number, line in enumerate(asked) if line.startswith("PUT")]
    for number, line in enumerate(asked):
        if number in sent[1:-1]:
            continue
        if cut == "killed":
            yield number, False
        elif cut == "dropped" and not line.startswith("GET"):
            yield number, True
        elif cut == "answered by a proxy" and ("/commit/" in line or "/tag/" in line):
            yield from ((number, False), (number, True))
    if cut == "killed":
        yield len(asked) - 1, True


@pytest.mark.parametrize("cut", ["killed", "dropped", "answered by a proxy"])
def test_cut_off_at_each_request(hub: StandIn, remote: Client, releases: dict[str, Path], cut: str) -> None:
    first, second = (publishing(folder, tag) for tag, folder in releases.items())
    if cut != "killed":  # of a first upload; the others of a second one, when there is something to lose
        assert remote.python(first) == ""
    before, stored = hub.keep(), dict(hub.stored)
    tag, code = ("v1.0.0", first) if cut == "killed" else ("v1.1.0", second)
    hub.fail()
    assert remote.python(code) == ""
    asked = hub.asked()
    assert sum("/commit/" in line for line in asked) == 1
    assert {"POST /api/datasets/ruritania/harbour-news/preupload/main"} < set(asked)
    faults = list(points(asked, cut))
    assert len(faults) >= {"killed": 12, "dropped": 6, "answered by a proxy": 4}[cut]
    for number, after in faults:
        hub.reset()
        hub.repositories.update(before)
        before = hub.keep()
        hub.stored.update(stored)
        call = remote.kill if cut == "killed" else None
        status = 503 if cut == "answered by a proxy" else 0
        hub.fail(Fault(number, after=after, call=call, status=status, page="<html>busy</html>" * bool(status)))
        ran = remote.attempt(code)
        where = number, after, asked[number]
        assert (ran.code == -9) == (cut == "killed"), where
        for name in hub.repositories[NAME].tags if NAME in hub.repositories else ():
            assert at(hub, name) == content(releases[name]), where

        hub.fail()
        assert remote.python(code) == "", where
        made = hub.repositories[NAME]
        wanted = ["v1.0.0"] if cut == "killed" else ["v1.0.0", "v1.1.0"]
        assert list(made.tags) == wanted, where
        assert all(at(hub, name) == content(releases[name]) for name in wanted), where
        assert made.tags[tag] == made.refs["main"], where
        assert len(made.commits) == len(wanted) + 1, where  # never a commit twice


@pytest.mark.parametrize("status", [0, 504, 412], ids=["dropped", "given up by a proxy", "refused to its repetition"])
def test_a_commit_whose_answer_is_lost_is_found(
    hub: StandIn, remote: Client, releases: dict[str, Path], status: int
) -> None:
    """The client repeats a commit where it has Xet; the Hub then refuses it, for the first one has been made."""
    hub.fail(Fault(where="/commit/", after=True, status=status))
    assert remote.python(publishing(releases["v1.0.0"], "v1.0.0")) == ""
    assert at(hub, "v1.0.0") == content(releases["v1.0.0"])
    assert len(hub.repositories[NAME].commits) == 2


def test_the_command_goes_on_where_it_was_killed(hub: StandIn, remote: Client, tmp_path: Path) -> None:
    root = write_committed(tmp_path / "harbour")
    words = ("-C", str(root), "publish", NAME, "--upload")
    hub.fail(Fault(where="/commit/", after=True, call=remote.kill))
    assert remote.wiremark(*words).code == -9
    assert hub.repositories[NAME].tags == {}
    hub.fail()
    ran = remote.wiremark(*words)
    assert (ran.code, ran.err) == (0, "")
    assert "no commit was made; tagged v1.0.0" in ran.out
    assert not [line for line in hub.asked() if line.startswith(("PUT", "POST")) and "/tag/" not in line]
