"""The seeds are what was received, and every row of SOURCES.toml speaks of one of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from wiremark.workspace import Workspace, sha256

REPOSITORY = Path(__file__).parents[1]
SHARED = REPOSITORY.parent / "shared"


def test_ids_follow_the_file_names_and_hashes_hold() -> None:
    workspace = Workspace.at(REPOSITORY)
    documents = workspace.sources().documents
    assert [source.id for source in documents][:5] == [f"gsomia-{number:03}" for number in range(5)]
    for source in documents:
        assert sha256(workspace.seed(source)) == source.sha256
    for source in documents[:5]:
        assert source.file.startswith(source.id.removeprefix("gsomia-"))
        assert (source.split, source.rights.licence) == ("train", "NOASSERTION")
    assert len({source.story for source in documents[:5]}) == 1


@pytest.mark.shared
def test_the_seeds_are_the_files_received() -> None:
    received = {path.name: path.read_bytes() for path in (SHARED / "seeds").iterdir()}
    kept = {name: (REPOSITORY / "seeds" / name).read_bytes() for name in received}
    assert received == kept
