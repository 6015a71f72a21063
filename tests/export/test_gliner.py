"""GLiNER's JSON, read as its trainer does: tokens, and first and last token of each mention."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from tests.export.corpus import check, exported


@pytest.mark.parametrize("all_mentions", [False, True])
def test_what_is_read_back_and_what_is_left_out_make_what_there_is(inputs: Any, all_mentions: bool) -> None:
    files, export = exported(inputs, "gliner", all_mentions=all_mentions)
    read: Counter[str] = Counter()
    for split in ("train", "validation", "test"):
        sentences = json.loads(files.get(f"{split}.json", b"[]"))
        for article in inputs.articles:
            if article.source.split != split or "mentions" not in (article.annotation or {}).get("annotated_with", ()):
                continue
            read["documents"] += 1
            found: Counter[tuple[int, int, str]] = Counter()
            at = 0
            while article.text[at:].strip():
                sentence = sentences.pop(0)
                assert sentence.keys() == {"tokenized_text", "ner"}
                cuts = []
                for token in sentence["tokenized_text"]:
                    start = article.text.index(token, at)
                    assert not article.text[at:start].strip()
                    at = start + len(token)
                    cuts.append((start, at))
                found.update((cuts[first][0], cuts[last][1], label) for first, last, label in sentence["ner"])
            gold = Counter((m["span"]["start"], m["span"]["end"], m["type"]) for m in article.annotation["mentions"])
            read["mentions"] += found.total()
            read["mentions.span"] += (found & gold).total()
        assert sentences == []
    read["mentions.type"] = read["mentions"]
    check(export, read)


def test_nested_names_are_kept(made_up: Any) -> None:
    files, export = exported(made_up, "gliner")
    [sentence] = [one for one in json.loads(files["train.json"]) if "Lobby" in one["tokenized_text"]]
    assert [0, 0] not in [name[:2] for name in sentence["ner"]]
    assert {(1, 4, "ORG"), (1, 1, "GPE")} <= {tuple(name) for name in sentence["ner"]}
    assert export.tally.reasons("mentions") == {"no name": 3, "goes on in the next sentence": 1}
    everything = exported(made_up, "gliner", all_mentions=True)[1].tally
    assert everything.reasons("mentions") == {"goes on in the next sentence": 1}
