"""The CoNLL files, read by `datasets` and by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.export.corpus import check, exported, gold

from wiremark.dataset.tables import configs

Chunk = tuple[int, int, str]


def documents(content: bytes) -> list[list[list[list[str]]]]:
    """Per document the sentences, each a list of [token, tag]."""
    found: list[list[list[list[str]]]] = []
    for block in content.decode("utf-8").split("\n\n"):
        rows = [line.split(" ") for line in block.split("\n") if line]
        if rows and rows[0][0] == "-DOCSTART-":
            found.append([])
        elif rows:
            found[-1].append(rows)
    return found


def chunks(text: str, sentences: list[list[list[str]]]) -> Iterator[Chunk]:
    """The names, with their places in the text: every token is found where the last one ends."""
    at = 0
    open_: Chunk | None = None
    for sentence in sentences:
        for token, tag in sentence:
            start = text.index(token, at)
            assert not text[at:start].strip()
            at = start + len(token)
            if open_ and not tag.startswith("I-"):
                yield open_
                open_ = None
            if tag.startswith("B-"):
                open_ = start, at, tag[2:]
            elif tag.startswith("I-"):
                assert open_
                assert open_[2] == tag[2:]
                open_ = open_[0], at, tag[2:]
        if open_:
            yield open_
        open_ = None
    assert not text[at:].strip()


def test_what_is_read_back_and_what_is_left_out_make_what_there_is(inputs: Any) -> None:
    files, export = exported(inputs, "conll")
    read: Counter[str] = Counter()
    parted = 0
    for split in ("train", "validation", "test"):
        done = [
            article
            for article in inputs.articles
            if article.source.split == split
            and article.annotation
            and "mentions" in article.annotation["annotated_with"]
        ]
        assert (f"{split}.conll" in files) == bool(done)
        found = documents(files.get(f"{split}.conll", b""))
        for article, sentences in zip(done, found, strict=True):
            read["documents"] += 1
            names = Counter(chunks(article.text, sentences))
            said = Counter(
                (m["span"]["start"], m["span"]["end"], m["type"])
                for m in article.annotation["mentions"]
                if m["form"] == "NAM"
            )
            read["mentions.span"] += (names & said).total()
            parted += article.source.id == "quay"  # "Acme. Fine print" is a name in two sentences
            read["mentions"] += names.total()
    read["mentions"] -= parted
    read["mentions.type"] = read["mentions"]
    check(export, read)


def test_every_reason_is_told(made_up: Any) -> None:
    _, export = exported(made_up, "conll")
    assert export.tally.reasons("mentions") == {"no name": 3, "inside a longer name, or across an earlier one": 3}
    assert export.tally.reasons("documents") == {"its mentions were not annotated": 2}
    assert export.tally.reasons("mentions.span") == {
        "of a record left out": 6,
        "not exact: an edge inside a token, or the end of a sentence within": 2,
    }


def test_datasets_reads_what_the_config_ner_has(five: Any, tmp_path: Path) -> None:
    import datasets

    from wiremark.dataset.stream import Shared, write_tables

    datasets.disable_progress_bars()
    (tmp_path / "train.conll").write_bytes(exported(five, "conll")[0]["train.conll"])
    config = next(config for config in configs(five.profile) if config.name == "ner")
    [part] = write_tables([config], Shared(five.profile, five.entities), five.of, tmp_path)

    def load(kind: str, file: str, **options: Any) -> Any:
        at = str(tmp_path / file)
        return datasets.load_dataset(kind, data_files=at, split="train", cache_dir=str(tmp_path / "cache"), **options)

    said = load("conll", "train.conll", column_names=["tokens", "ner_tags"])
    ner = load("parquet", part.shards[0].path)
    names = ner.features["ner_tags"].feature.names
    assert said["tokens"][:] == ner["tokens"][:]
    assert said["ner_tags"][:] == [[names[tag] for tag in row] for row in ner["ner_tags"]]
    assert len(said) > 50


def test_no_token_holds_white_space(inputs: Any) -> None:
    for content in exported(inputs, "conll")[0].values():
        assert {len(line.split()) for line in content.decode("utf-8").split("\n")} == {0, 2}


def test_the_corpus_has_names_to_read(five: Any) -> None:
    assert sum(len(found["mentions"]) for found in gold(five).values()) > 200
