"""wiremark publish, with the real client against the stand-in: what is uploaded, tagged, loaded again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.hub.client import Client, Ran
from tests.hub.conftest import TOKEN, raise_version
from tests.hub.stand_in import Blob, Fault, Repository, StandIn

NAME = "ruritania/harbour-news"


def publish(remote: Client, root: Path, *words: str, **environment: str) -> Ran:
    ran = remote.wiremark("-C", str(root), "publish", NAME, *words, **environment)
    assert TOKEN not in ran.out + ran.err
    assert "Traceback" not in ran.err
    return ran


def uploaded(remote: Client, root: Path, *words: str) -> str:
    """Publishes, and gives what was printed."""
    ran = publish(remote, root, "--upload", *words)
    assert (ran.code, ran.err) == (0, ""), ran
    return ran.out


def manifest(files: dict[str, bytes]) -> Any:
    return json.loads(files["MANIFEST.json"])


def is_whole(files: dict[str, bytes]) -> bool:
    """Whether every file is there that the manifest names, and no other of a release."""
    said = manifest(files)
    named = {shard["path"]: shard["sha256"] for table in said["tables"].values() for shard in table["shards"]}
    named |= said["files"]
    there = {path: Blob(content).sha256 for path, content in files.items()}
    return {**named, "MANIFEST.json": there["MANIFEST.json"], ".gitattributes": there[".gitattributes"]} == there


def test_a_dry_run_shows_what_would_happen_and_does_nothing(hub: StandIn, remote: Client, corpus: Path) -> None:
    ran = publish(remote, corpus)
    assert (ran.code, ran.err) == (0, "")
    assert f"{NAME} at {hub.url}/datasets/{NAME}\n  repository  public, new\n" in ran.out
    assert "  release     harbour 1.0.0, schema 1.0.0, stand-off: without the articles' text\n" in ran.out
    assert "  tag         v1.0.0, new\n" in ran.out
    assert "+ data/mentions/train-00000-of-00001.parquet" in ran.out
    assert "data/ner/" not in ran.out
    assert ran.out.endswith("\nnothing was uploaded: the same command with --upload does it\n")
    assert not hub.repositories
    assert all(line.startswith(("GET", "HEAD")) for line in hub.asked())


def test_the_first_upload_is_one_commit_and_a_tag(hub: StandIn, remote: Client, corpus: Path) -> None:
    out = uploaded(remote, corpus)
    made = hub.repositories[NAME]
    assert (made.private, len(made.commits)) == (False, 2)
    assert made.tags == {"v1.0.0": made.refs["main"]}
    assert is_whole(made.files)
    assert manifest(made.files)["texts"] is False
    assert not [content for content in made.files.values() if b"sail again" in content]
    message = made.messages[made.refs["main"]]
    assert message.startswith("harbour 1.0.0\n\nMade from the workspace's commit ")
    assert "- mentions: 6 rows" in message
    assert f'load_dataset("{NAME}", revision="v1.0.0")' in out


def test_what_is_published_already_is_not_touched(hub: StandIn, remote: Client, corpus: Path) -> None:
    uploaded(remote, corpus)
    before = dict(hub.repositories[NAME].refs)
    hub.fail()
    out = uploaded(remote, corpus)
    assert "nothing had changed, no commit was made; the tag v1.0.0 was there" in out
    assert all(line.startswith("GET") for line in hub.asked())
    assert hub.repositories[NAME].refs == before
    assert "nothing to upload: the tag v1.0.0 stands for this release" in publish(remote, corpus).out


def test_a_release_without_its_tag_gets_it_without_a_commit(hub: StandIn, remote: Client, corpus: Path) -> None:
    uploaded(remote, corpus)
    head = hub.repositories[NAME].refs["main"]
    out = uploaded(remote, corpus, "--tag", "stable")
    assert "no commit was made; tagged stable" in out
    assert hub.repositories[NAME].tags == {"v1.0.0": head, "stable": head}


LOAD = f"""
import datasets
def rows(**options):
    loaded = datasets.load_dataset("{NAME}", "mentions", **options)
    return {{split: [row["id"] for row in data] for split, data in loaded.items()}}
"""


def test_a_second_version_and_the_first_still_loads(hub: StandIn, remote: Client, corpus: Path) -> None:
    uploaded(remote, corpus)
    first = hub.repositories[NAME].refs["main"]
    path = corpus / "annotations" / "ferry.json"
    path.write_text(path.read_text("utf-8").replace('"metonymy": "literal"', '"metonymy": "none"', 1), "utf-8")
    raise_version(corpus, "1.1.0", split="test")  # so that no shard keeps its name

    dry = publish(remote, corpus)
    assert "    - data/mentions/train-00000-of-00001.parquet\n" in dry.out
    assert "    ~ README.md" in dry.out
    uploaded(remote, corpus)
    made = hub.repositories[NAME]
    assert made.tags == {"v1.0.0": first, "v1.1.0": made.refs["main"]}
    assert is_whole(made.files)
    assert [path for path in made.files if "/train-" in path] == ["data/entities/train-00000-of-00001.parquet"]
    assert "It follows 1.0.0." in made.messages[made.refs["main"]]

    answer = remote.python(
        f"""{LOAD}
answer = {{
    f"{{tag}} {{streaming}}": rows(revision=tag, streaming=streaming)
    for tag in ("v1.0.0", "v1.1.0") for streaming in (False, True)
}}
loaded = lambda tag: datasets.load_dataset("{NAME}", "mentions", revision=tag)
answer["metonymy"] = [
    data.features["metonymy"].int2str(data[1]["metonymy"])
    for tag, split in (("v1.0.0", "train"), ("v1.1.0", "test")) for data in [loaded(tag)[split]]
]
"""
    )
    ids = [f"m{number}" for number in range(1, 7)]
    assert answer["v1.0.0 False"] == answer["v1.0.0 True"] == {"train": ids}
    assert answer["v1.1.0 False"] == answer["v1.1.0 True"] == {"test": ids}
    assert answer["metonymy"] == ["literal", "none"]


def test_what_is_cached_loads_offline(hub: StandIn, remote: Client, corpus: Path, tmp_path: Path) -> None:
    """With a pinned tag through the snapshot: by its name, `datasets` takes offline whatever it cached last."""
    uploaded(remote, corpus)
    home = f"""
import datasets, huggingface_hub
cache = dict(cache_dir={str(tmp_path / "cache")!r})
def snapshot(tag):
    return huggingface_hub.snapshot_download("{NAME}", repo_type="dataset", revision=tag, **cache)
def rows(name, **options):
    return list(datasets.load_dataset(name, "mentions", **options, **cache))
"""
    online = remote.python(f"{home}\nanswer = rows('{NAME}', revision='v1.0.0'), snapshot('v1.0.0')")
    raise_version(corpus, "1.1.0", split="test")
    uploaded(remote, corpus)
    hub.fail()
    offline = remote.python(
        f"{home}\nanswer = rows('{NAME}', revision='v1.0.0'), rows(snapshot('v1.0.0'))", HF_HUB_OFFLINE="1"
    )
    assert (online[0], offline) == (["train"], [["train"], ["train"]])
    assert hub.asked() == []


def test_the_full_release_goes_where_only_its_owner_sees_it(hub: StandIn, remote: Client, corpus: Path) -> None:
    uploaded(remote, corpus, "--with-texts", "--private")
    made = hub.repositories[NAME]
    assert made.private
    assert manifest(made.files)["texts"] is True
    assert "data/ner/train-00000-of-00001.parquet" in made.files
    assert "  repository  private, there already\n" in publish(remote, corpus, "--with-texts").out


def test_text_is_public_where_one_says_so(hub: StandIn, remote: Client, corpus: Path) -> None:
    uploaded(remote, corpus, "--with-texts", "--public-texts")
    assert not hub.repositories[NAME].private


def test_files_of_others_stay_and_what_would_be_loaded_with_ours_goes(
    hub: StandIn, remote: Client, corpus: Path
) -> None:
    uploaded(remote, corpus)
    made = hub.repositories[NAME]
    added = {"assets/map[1].png": Blob(b"a picture"), "data/mentions/train-[mine].parquet": Blob(b"PAR1", large=True)}
    made.commit({**made.commits[made.refs["main"]], **added}, "by hand")
    raise_version(corpus, "1.0.1")
    ran = publish(remote, corpus)
    assert "    - data/mentions/train-[mine].parquet\n" in ran.out
    assert "  left alone  assets/map[1].png\n" in ran.out
    uploaded(remote, corpus)
    assert made.files["assets/map[1].png"] == b"a picture"
    assert "data/mentions/train-[mine].parquet" not in made.files


def test_a_push_of_somebody_else_in_between(hub: StandIn, remote: Client, corpus: Path) -> None:
    uploaded(remote, corpus)
    made = hub.repositories[NAME]
    raise_version(corpus, "1.0.1")

    def push() -> None:
        made.commit({**made.commits[made.refs["main"]], "notes.md": Blob(b"theirs")}, "theirs")

    hub.fail(Fault(where="preupload", after=True, call=push, passes=True, times=1))
    ran = publish(remote, corpus, "--upload")
    assert ran.code == 2
    assert f"wiremark: somebody else has changed {NAME} meanwhile\n  = help: run it again" in ran.err
    assert made.messages[made.refs["main"]] == "theirs"
    assert list(made.tags) == ["v1.0.0"]
    uploaded(remote, corpus)
    assert list(made.tags) == ["v1.0.0", "v1.0.1"]
    assert made.files["notes.md"] == b"theirs"


def test_a_half_of_an_upload_is_completed(hub: StandIn, remote: Client, corpus: Path) -> None:
    """As the client leaves it that makes several commits of a large folder."""
    uploaded(remote, corpus)
    whole = hub.repositories[NAME]
    tree = whole.commits[whole.refs["main"]]
    half = hub.repositories[NAME] = Repository(private=False)
    half.commit({path: blob for path, blob in tree.items() if path.startswith((".git", "data/e"))}, "harbour 1.0.0")
    uploaded(remote, corpus)
    assert half.files == whole.files
    assert half.tags == {"v1.0.0": half.refs["main"]}


def test_json_says_the_same(hub: StandIn, remote: Client, corpus: Path) -> None:
    said = json.loads(publish(remote, corpus, "--format", "json").out)
    assert said["findings"] == []
    assert said["plan"]["added"]["MANIFEST.json"] > 1000
    assert (said["plan"]["exists"], said["plan"]["texts"], said["plan"]["tag"]["name"]) == (False, False, "v1.0.0")
    done = json.loads(uploaded(remote, corpus, "--format", "json"))
    made = hub.repositories[NAME]
    assert (done["commit"], done["committed"], done["tagged"]) == (made.refs["main"], True, True)


def test_the_process_of_the_workspace_leaves_nothing_behind(hub: StandIn, remote: Client, corpus: Path) -> None:
    before = sorted(path for path in corpus.rglob("*") if ".git" not in path.parts)
    uploaded(remote, corpus)
    assert [p for p in sorted(corpus.rglob("*")) if ".git" not in p.parts and p.name != ".wiremark.lock"] == before


def test_without_a_token_a_dry_run_works_and_an_upload_says_so(hub: StandIn, remote: Client, corpus: Path) -> None:
    ran = publish(remote, corpus, HF_TOKEN="")
    assert ran.code == 0
    assert "note        without a token a private repository is not seen" in ran.out
    ran = publish(remote, corpus, "--upload", HF_TOKEN="")
    assert ran.code == 2
    assert f"there is no token for {hub.url}\n  = help: set HF_TOKEN" in ran.err
    assert not hub.repositories


@pytest.mark.parametrize("where", ["closed", "offline"])
def test_a_dry_run_needs_no_network(hub: StandIn, remote: Client, corpus: Path, where: str) -> None:
    closed = {"HF_ENDPOINT": "http://127.0.0.1:9"} if where == "closed" else {"HF_HUB_OFFLINE": "1"}
    ran = publish(remote, corpus, **closed)
    assert (ran.code, ran.err) == (0, "")
    assert "  repository  public, not looked at\n" in ran.out
    assert "what is there was not compared" in ran.out
    assert "+ README.md" in ran.out
    ran = publish(remote, corpus, "--upload", **closed)
    assert ran.code == 2
    assert ran.err.startswith("wiremark: ")
    assert ran.err.count("\n") == 2
