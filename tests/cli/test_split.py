"""wiremark split, as a user meets it: blanks filled, comments kept, nobody moved, leaks told."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from wiremark.sources import parse
from wiremark.workspace import Workspace, sha256

ROW = """
[[documents]]
# guessed by nobody
id = "{id}" # its id
file = "{id}.txt"
sha256 = "{sha256}"
published = 2024-05-07
published_how = "stated"
published_from = "the dateline"
language = "en"
story = "{story}" # fill in: a name for the story; articles on one story share it
split = "{split}" # fill in: train, validation or test

[documents.rights]
holder = "the wiremark contributors"
licence = "CC-BY-4.0"
basis = "made up"
"""
SPEECH = (
    "Mina Hale told the Harbour Board that the ferry from Port Ellery would sail again before the first storm of the "
    "autumn, whatever Norland and its new minister for the islands might say about the price of coal."
)
ARTICLES = {
    "agency": f"The council met on Tuesday. {SPEECH}",
    "paper": f"Nobody was surprised in the old town. {SPEECH} Then it rained.",
    "vote": "Ruritania votes in June, its election office said, with eleven parties and an island without a booth.",
    "whale": "A whale was seen off Skarholm at dawn by two children who looked for the lost buoy of the pier.",
    "rail": "The night train to Strelsau is late for the ninth time in May, and its guard has begun a novel on it.",
}


def sources(root: Path) -> dict[str, tuple[str, str]]:
    rows = parse((root / "seeds/SOURCES.toml").read_bytes(), ("story", "split")).documents
    return {row.id: (row.story, row.split) for row in rows}


def add(root: Path, id: str, text: str, story: str = "", split: str = "") -> None:
    raw = text.encode("utf-8")
    (root / "seeds" / f"{id}.txt").write_bytes(raw)
    with (root / "seeds/SOURCES.toml").open("a", encoding="utf-8") as file:
        file.write(ROW.format(id=id, sha256=sha256(raw), story=story, split=split))


@pytest.fixture
def town(base: Workspace) -> Path:
    """The made-up workspace, and five articles without story and split; two of them have a speech in common."""
    for id, text in ARTICLES.items():
        add(base.root, id, text)
    return base.root


def test_blanks_are_filled_and_nothing_else_is_touched(wiremark: Any, town: Path) -> None:
    before = (town / "seeds/SOURCES.toml").read_text("utf-8")
    ran = wiremark("split", at=town)
    assert (ran.code, ran.err) == (0, "")
    found = sources(town)
    assert found["ferry"] == ("ferry-to-skarholm", "train")
    assert {id: story for id, (story, _) in found.items()} == {
        "ferry": "ferry-to-skarholm",
        "agency": "agency",
        "paper": "agency",
        "vote": "vote",
        "whale": "whale",
        "rail": "rail",
    }
    assert found["agency"][1] == found["paper"][1]
    assert sorted(split for _, split in found.values()) == ["test", "train", "train", "train", "train", "validation"]
    after = (town / "seeds/SOURCES.toml").read_text("utf-8")
    blank = re.compile(r"^(story|split) = .*$", re.MULTILINE)
    assert blank.sub("", after) == blank.sub("", before)
    assert "fill in" not in after
    assert wiremark("clean", at=town).code == 0
    assert wiremark("validate", at=town).code == 0
    again = wiremark("split", at=town)
    assert (town / "seeds/SOURCES.toml").read_text("utf-8") == after
    assert "Written" not in again.out


def test_a_further_article_moves_nobody(wiremark: Any, town: Path) -> None:
    wiremark("split", at=town)
    before = sources(town)
    add(town, "aaa", f"First of all. {SPEECH}")
    add(
        town,
        "zzz",
        "A new play opens in Strelsau, and every seat of it is taken by the family of the one who wrote it.",
    )
    assert wiremark("split", at=town).code == 0
    after = sources(town)
    assert {id: after[id] for id in before} == before
    assert after["aaa"] == before["paper"]


def test_check_writes_nothing_and_finds_the_leak(wiremark: Any, town: Path) -> None:
    path = town / "seeds/SOURCES.toml"
    wiremark("split", at=town)
    text = path.read_text("utf-8")
    at = text.index('split = "', text.index('id = "paper"'))
    leaking = text[:at] + re.sub(
        r'"\w+"', '"test"' if sources(town)["agency"][1] == "train" else '"train"', text[at:], count=1
    )
    path.write_text(leaking, "utf-8")
    ran = wiremark("split", "--check", at=town)
    assert ran.code == 1
    assert "W110" in ran.out
    assert "W108" in ran.out
    assert path.read_text("utf-8") == leaking
    by_document = wiremark("split", "--check", "--by", "document", "--format", "json", at=town)
    told = json.loads(by_document.out)
    assert by_document.code == 1
    assert [finding["code"] for finding in told["findings"]] == ["W110"]
    (pair,) = told["pairs"]
    assert (pair["near_duplicates"], pair["longest"]["words"]) == (True, len(SPEECH.split()))
    first, second = (ARTICLES[pair[key]][slice(*pair["longest"][key])] for key in ("first", "second"))
    assert (first, second) == (SPEECH.rstrip("."), SPEECH.rstrip("."))
    assert SPEECH not in wiremark("split", "--check", at=town).out
    assert wiremark("split", at=town).code == 1  # nobody is moved unasked
    assert path.read_text("utf-8") == leaking
    assert wiremark("split", "--reassign", at=town).code == 0


def test_a_near_duplicate_of_documents_in_two_splits(wiremark: Any, town: Path) -> None:
    other = "The buoy was found in the evening by a third child who had not looked for it at all."
    add(town, "buoy", f"Skarholm is glad again. {other}", "the-buoy", "test")
    wiremark("split", "--ratios", "1,1", at=town)
    before = sources(town)
    assert before["agency"][1] != "test"
    add(town, "both", f"{SPEECH} {other}")
    ran = wiremark("split", at=town)
    assert ran.code == 1
    assert sources(town) == before | {"both": before["agency"]}  # which it shares most with
    assert "W108" not in ran.out
    assert "both has near-duplicates in several splits: whichever it gets, it is parted from some" in ran.out
    assert 'write split = "' not in ran.out
    assert 'write split = "' not in wiremark("split", "--check", at=town).out  # it would part a story
    assert wiremark("split", "--reassign", at=town).code == 0


def test_where_all_are_in_one_split_it_says_how_to_assign_them_anew(wiremark: Any, town: Path) -> None:
    hint = "every document has a split, and validation and test have none: wiremark split --reassign assigns all anew"
    path = town / "seeds/SOURCES.toml"
    blank = path.read_text("utf-8")
    assert hint not in wiremark("split", at=town).out
    assert hint not in wiremark("split", at=town).out
    one_story = blank.replace('split = ""', 'split = "train"').replace('story = ""', 'story = "ferry-to-skarholm"')
    path.write_text(one_story, "utf-8")
    assert hint not in wiremark("split", at=town).out
    head, *rows = blank.replace('split = ""', 'split = "train"').split('story = ""')
    path.write_text(head + "".join(f'story = "s{at}"{row}' for at, row in enumerate(rows)), "utf-8")
    assert hint in wiremark("split", at=town).out
    assert hint not in wiremark("split", "--ratios", "1", at=town).out
    assert wiremark("split", "--reassign", at=town).code == 0
    assert hint not in wiremark("split", at=town).out


def test_build_refuses_a_leaking_split(wiremark: Any, town: Path, tmp_path: Path) -> None:
    text = (town / "seeds/SOURCES.toml").read_text("utf-8")
    for id, split in (("agency", "train"), ("paper", "test")):
        at = text.index(f'id = "{id}"')
        text = text[:at] + text[at:].replace('split = ""', f'split = "{split}"', 1).replace(
            'story = ""', f'story = "{id}"', 1
        )
    (town / "seeds/SOURCES.toml").write_text(text, "utf-8")
    wiremark("split", at=town)
    assert wiremark("clean", at=town).code == 0
    refused = wiremark("build", "--out", str(tmp_path / "out"), at=town)
    assert refused.code == 1
    assert "W110" in refused.out
    assert wiremark("split", "--allow-leak", at=town).code == 0
    assert wiremark("build", "--out", str(tmp_path / "out"), at=town).code == 0
    assert wiremark("split", "--no-allow-leak", at=town).code == 1


def test_what_it_was_made_by_is_kept_in_its_place(wiremark: Any, workspace: Path) -> None:
    path = workspace / "seeds/SOURCES.toml"
    before = path.read_text("utf-8")
    assert wiremark("split", "--by", "document", "--reassign", at=workspace).code == 0
    after = path.read_text("utf-8")
    head, corpus = after.split("[[documents]]")[0], before.split("[[documents]]")[0]
    assert head == corpus.rstrip("\n") + '\nsplit_by = "document"\n\n'
    found = sources(workspace)
    assert sorted(split for _, split in found.values()) == ["test", "train", "train", "train", "validation"]
    assert found["gsomia-001"] == found["gsomia-002"]
    assert wiremark("validate", at=workspace).code == 0
    assert "by document" in wiremark("split", "--check", at=workspace).out
    assert wiremark("split", "--by", "story", at=workspace).code == 1  # one story in three splits
    assert wiremark("split", "--by", "story", "--reassign", at=workspace).code == 0
    assert {split for _, split in sources(workspace).values()} == {"train"}


def test_reassign_depends_on_names_alone(wiremark: Any, town: Path) -> None:
    path = town / "seeds/SOURCES.toml"
    wiremark("split", "--reassign", "--seed", "4", at=town)
    found, (head, *rows) = sources(town), path.read_text("utf-8").split("[[documents]]")
    path.write_text("[[documents]]".join([head, *(f"{row.rstrip()}\n\n" for row in reversed(rows))]), "utf-8")
    wiremark("split", "--reassign", "--seed", "4", at=town)
    assert sources(town) == found


def test_markdown(wiremark: Any, town: Path) -> None:
    ran = wiremark("split", "--format", "markdown", at=town)
    assert ran.code == 0
    windows = len(SPEECH.split()) - 7
    assert re.search(rf"^\| agency \| paper \| \w+ \| {windows} \| {windows + 5} \| yes \|", ran.out, re.MULTILINE)


@pytest.mark.parametrize("ratios", ["", "a,b", "0,0,0", "-1,1", "1,1,1,1", "nan", "inf,1"])
def test_ratios_that_are_none(wiremark: Any, town: Path, ratios: str) -> None:
    assert wiremark("split", f"--ratios={ratios}", at=town).code == 2


def test_other_blanks_are_refused(wiremark: Any, town: Path) -> None:
    path = town / "seeds/SOURCES.toml"
    blank = path.read_text("utf-8").replace('published_from = "the dateline"', 'published_from = ""', 1)
    path.write_text(blank, "utf-8")
    ran = wiremark("split", at=town)
    assert ran.code == 1
    assert "W102" in ran.out
    assert path.read_text("utf-8") == blank


def test_a_corpus_without_documents(wiremark: Any, base: Workspace) -> None:
    path = base.seeds / "SOURCES.toml"
    path.write_text('[corpus]\nname = "harbour"\nversion = "1.0.0"\n', "utf-8")
    assert wiremark("split", "--by", "document", at=base.root).code == 0
    assert path.read_text("utf-8").endswith('version = "1.0.0"\nsplit_by = "document"\n')
