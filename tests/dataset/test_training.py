"""What a fine-tuning script for token classification does with `ner`, step by step: it needs nothing but the config."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from wiremark.dataset.build import write_dataset
from wiremark.dataset.inputs import load_inputs
from wiremark.workspace import Workspace

IGNORED = -100
"""The label of a piece that no loss is taken of."""


class Encoding(dict[str, Any]):
    """What a fast tokenizer gives for a batch: columns, and for each row the word of each piece."""

    def __init__(self, batch: Sequence[Sequence[str]]) -> None:
        self._words = [[*pieces(words)] for words in batch]
        ids = [[0 if word is None else 1 + word for word in row] for row in self._words]
        super().__init__(input_ids=ids, attention_mask=[[1] * len(row) for row in ids])

    def word_ids(self, batch_index: int) -> list[int | None]:
        return self._words[batch_index]


def pieces(words: Sequence[str]) -> Iterator[int | None]:
    """Word pieces of four letters at most, between a mark that opens and one that closes: for each its word."""
    yield None
    for number, word in enumerate(words):
        yield from [number] * -(-len(word) // 4)
    yield None


def aligned(tags: Sequence[int], words: Sequence[int | None]) -> list[int]:
    """The tag of a word on its first piece alone."""
    labels, before = [], None
    for word in words:
        labels.append(IGNORED if word is None or word == before else tags[word])
        before = word
    return labels


def spans(tags: Sequence[str]) -> set[tuple[str, int, int]]:
    """The names in a row of BIO tags, as seqeval takes them: type, first token, one after the last."""
    found, start = set(), None
    for place, tag in enumerate([*tags, "O"]):
        goes_on = start is not None and tag == f"I-{tags[start][2:]}"
        if start is not None and not goes_on:
            found.add((tags[start][2:], start, place))
        if not goes_on:
            start = None if tag == "O" else place
    return found


@pytest.fixture
def raw(made_up: Workspace, load: Callable[..., Any], tmp_path: Path) -> Any:
    (tmp_path / "set").mkdir()
    write_dataset(load_inputs(made_up), tmp_path / "set")
    return load(tmp_path / "set", "ner")


def test_a_fine_tuning_script_finds_what_it_looks_for(raw: Any) -> None:
    import datasets

    assert [*raw] == ["train", "test"]
    columns = raw["train"].column_names
    text = "tokens" if "tokens" in columns else columns[0]
    label = "ner_tags" if "ner_tags" in columns else columns[1]
    assert (text, label) == ("tokens", "ner_tags")
    feature = raw["train"].features[label].feature
    assert isinstance(feature, datasets.ClassLabel)
    names = feature.names
    assert names[0] == "O"
    assert all(names[names.index(f"B-{name[2:]}")] == f"B-{name[2:]}" for name in names if name.startswith("I-"))
    assert {name: number for number, name in enumerate(names)} == {name: feature.str2int(name) for name in names}
    assert raw["train"].features == raw["test"].features
    for split in raw.values():
        for row in split:
            assert len(row[text]) == len(row[label]) == len(row["token_offsets"]) > 0
            assert all(0 <= tag < len(names) for tag in row[label])


def test_tags_go_onto_word_pieces_and_come_back(raw: Any) -> None:
    columns = raw["train"].column_names
    names = raw["train"].features["ner_tags"].feature.names

    def encode(batch: Any) -> dict[str, Any]:
        encoded = Encoding(batch["tokens"])
        found = [aligned(tags, encoded.word_ids(batch_index=row)) for row, tags in enumerate(batch["ner_tags"])]
        return {**encoded, "labels": found}

    for split, rows in raw.items():
        ready = rows.map(encode, batched=True, remove_columns=columns)
        assert sorted(ready.column_names) == ["attention_mask", "input_ids", "labels"]
        for before, after in zip(rows, ready, strict=True):
            assert len(after["input_ids"]) == len(after["labels"]) >= len(before["tokens"]) + 2
            back = [names[tag] for tag in after["labels"] if tag != IGNORED]
            assert back == [names[tag] for tag in before["ner_tags"]], split


def test_the_names_that_are_scored_are_the_mentions(raw: Any, load: Callable[..., Any], tmp_path: Path) -> None:
    """Every name of `mentions`, by its offsets: in the made-up corpus no name is nested or cut."""
    names = raw["train"].features["ner_tags"].feature.names
    mentions = load(tmp_path / "set", "mentions")
    for split, rows in raw.items():
        found = set()
        for row in rows:
            for kind, first, last in spans([names[tag] for tag in row["ner_tags"]]):
                start, end = row["token_offsets"][first][0], row["token_offsets"][last - 1][1]
                found.add((row["document_id"], kind, start, end))
        features = mentions[split].features
        expected = {
            (row["document_id"], features["type"].int2str(row["type"]), row["start"], row["end"])
            for row in mentions[split]
            if features["form"].int2str(row["form"]) == "NAM"
        }
        assert found == expected
        assert expected


def test_spans_are_read_as_scorers_read_them() -> None:
    assert spans(["B-PER", "I-PER", "O", "B-LOC", "B-LOC"]) == {("PER", 0, 2), ("LOC", 3, 4), ("LOC", 4, 5)}
    assert aligned([5, 7], [None, 0, 0, 1, None]) == [IGNORED, 5, IGNORED, 7, IGNORED]
