"""Runs of eight words, planted wherever words can stand; and what is no run of eight words."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import re
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from wiremark.dataset.leaks import Leaks, leaks
from wiremark.diagnostics import Usage

RUN = "Norland’s old lighthouse keeper counted eleven boats before"
WORDS = RUN.split()
ARTICLE = f"""The harbour's quiet morning

Nobody knew why. “{RUN} breakfast & wrote,” Mina Hale said on Tuesday – “not one of them came back,
and the council of Port Ellery has asked Ruritania for help.”
"""
assert len(WORDS) == 8


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "000.txt").write_text(ARTICLE, "utf-8")
    (folder / "SOURCES.toml").write_text(f'published_from = "{RUN}"\n', "utf-8")
    return folder


@pytest.fixture
def public(tmp_path: Path) -> Path:
    folder = tmp_path / "public"
    (folder / "data").mkdir(parents=True)
    (folder / "README.md").write_text("# A dataset\n\nOffsets and labels, no text.\n", "utf-8")
    return folder


def codes(found: Leaks) -> list[tuple[str, str]]:
    return [(finding.code, finding.file) for finding in found.findings]


def parquet(columns: dict[str, Any], path: Path, **options: Any) -> None:
    pq.write_table(pa.table(columns), path, **options)


def tables(columns: dict[str, Any], **options: Any) -> Callable[[Path], None]:
    return lambda folder: parquet(columns, folder / "data" / "train.parquet", **options)


def file(name: str, content: str | bytes) -> Callable[[Path], object]:
    data = content.encode("utf-8") if isinstance(content, str) else content
    return lambda folder: (folder / name).write_bytes(data)


def two_shards(folder: Path) -> None:
    for number, words in enumerate((WORDS[:3], WORDS[3:])):
        parquet({"token": words, "tag": ["O"] * len(words)}, folder / "data" / f"train-0000{number}-of-00002.parquet")


def with_metadata(folder: Path) -> None:
    field = pa.field("id", pa.int32(), metadata={"description": "the number"})
    schema = pa.schema([field], metadata={"info": json.dumps({"description": RUN})})
    pq.write_table(pa.table({"id": pa.array([1], pa.int32())}, schema=schema), folder / "data" / "train.parquet")


def with_field_metadata(folder: Path) -> None:
    schema = pa.schema([pa.field("id", pa.int32(), metadata={"example": RUN})])
    pq.write_table(pa.table({"id": pa.array([1], pa.int32())}, schema=schema), folder / "data" / "train.parquet")


def left_in_the_dictionary(folder: Path) -> None:
    kept = pa.DictionaryArray.from_arrays(pa.array([0, 0], pa.int32()), pa.array(["a", RUN]))
    parquet({"text": kept}, folder / "data" / "train.parquet")


def left_in_the_dictionary_of_arrow(folder: Path) -> None:
    kept = pa.table({"text": pa.DictionaryArray.from_arrays(pa.array([0, 0], pa.int32()), pa.array(["a", RUN]))})
    with pa.OSFile(str(folder / "data" / "train.arrow"), "wb") as sink, pa.ipc.new_file(sink, kept.schema) as writer:
        writer.write_table(kept)


def zipped(folder: Path) -> None:
    inner = io.BytesIO()
    with tarfile.open(fileobj=inner, mode="w") as packed:
        member = tarfile.TarInfo("notes.txt")
        member.size = len(RUN.encode())
        packed.addfile(member, io.BytesIO(RUN.encode()))
    with zipfile.ZipFile(folder / "all.zip", "w", zipfile.ZIP_DEFLATED) as outer:
        outer.writestr("notes.tar.xz", lzma.compress(inner.getvalue()))


def nested() -> Any:
    rows = [{"content": [{"start": 1, "text": word} for word in WORDS[:5]]}, {"content": [{"text": RUN}]}]
    return pa.array(rows)


PLANTED: dict[str, Callable[[Path], object]] = {
    "a quotation": file("README.md", f"He said: {RUN}."),
    "a headline without its case": file("README.md", RUN.upper()),
    "wrapped, in a quotation of Markdown": file("README.md", f"> {' '.join(WORDS[:4])}\n>   {' '.join(WORDS[4:])}\n"),
    "emphasis": file("README.md", " ".join(f"**{word}**" for word in WORDS)),
    "a link within": file("README.md", f"[{' '.join(WORDS[:3])}](https://example.org/a) {' '.join(WORDS[3:])}"),
    "tags within": file("README.md", "<p>" + "<span class='b'> ".join(WORDS)),
    "straight quotation marks": file("README.md", RUN.replace("’", "'")),
    "character references": file("README.md", RUN.replace("’", "&#8217;").replace(" ", "&nbsp;")),
    "no-break spaces and soft hyphens": file("README.md", RUN.replace(" ", "\u00a0").replace("house", "\u00adhouse")),
    "no spaces": file("README.md", RUN.replace(" ", "\u200b")),
    "an address": file("README.md", f"https://example.org/#:~:text={RUN.replace(' ', '%20')}"),
    "numbered lines": file("notes.md", "\n".join(f"{at}. {word}" for at, word in enumerate(WORDS, 1))),
    "a token and a tag a line": file("train.conll", "\n".join(f"{word} O" for word in WORDS)),
    "a column of a table in Markdown": file(
        "README.md", "\n".join(f"| {at} | {w} | O |" for at, w in enumerate(WORDS))
    ),
    "a column of CSV": file("train.csv", "id,token,tag\n" + "\n".join(f'{n},"{w}",O' for n, w in enumerate(WORDS))),
    "tagged tokens": file("train.txt", " ".join(f"{word}/NNP" for word in WORDS)),
    "tagged tokens, otherwise": file("train.txt", " ".join(f"{word}_vbd" for word in WORDS)),
    "tagged tokens in a cell": tables({"text": [" ".join(f"{word}/PRP$" for word in WORDS)]}),
    "two columns, the second first": tables({"rest": [" ".join(WORDS[4:])], "text": [" ".join(WORDS[:4])]}),
    "two columns with tags between": tables(
        {"a": [" ".join(WORDS[:4])], "tag": ["NNP VBD"], "b": [" ".join(WORDS[4:])]}
    ),
    "a column of TSV": file("train.tsv", "\n".join(f"{n}\t{w}\tO" for n, w in enumerate(WORDS))),
    "a rationale": file(
        "adjudication.jsonl", '{"id": 1}\n' + json.dumps({"id": 2, "note": f"we take it: {RUN}"}) + "\n"
    ),
    "a record of boilerplate": file("record.json", json.dumps({"removed": [{"start": 0, "text": RUN, "end": 55}]})),
    "a description for Croissant": file("croissant.json", json.dumps({"@id": "d", "description": f"as in “{RUN}”"})),
    "a key": file("x.json", json.dumps({RUN: 1})),
    "escapes": file("x.json", json.dumps({"a": [RUN.replace(" ", "\t")]})),
    "a key that stands twice": file("x.json", f'{{"a": "{RUN}", "a": ""}}'),
    "a list of tokens": file("x.json", json.dumps({"tokens": WORDS})),
    "tokens as objects": file("x.json", json.dumps([{"token": word, "tag": "O", "n": 1} for word in WORDS])),
    "tokens in rows": file("x.json", json.dumps({"rows": [[word, "O"] for word in WORDS]})),
    "tokens by id": file("x.json", json.dumps({f"t{at}": {"w": word, "tag": "O"} for at, word in enumerate(WORDS)})),
    "tokens in lines": file("x.jsonl", "\n".join(json.dumps({"w": word, "tag": "O"}) for word in WORDS)),
    "a cell": tables({"text": ["a", RUN]}),
    "a token a row": tables({"token": WORDS, "tag": ["O"] * 8}),
    "a token a row, on to the next shard": two_shards,
    "a letter a row": tables({"letter": list(RUN)}),
    "pieces of words": tables({"piece": [piece for word in WORDS for piece in (word[:2], f"##{word[2:]}") if piece]}),
    "lists of tokens": tables({"tokens": [WORDS[:4], WORDS[4:]], "ner_tags": [[0] * 4, [0] * 4]}),
    "texts of spans": tables({"quotes": nested()}),
    "across a row": tables({f"w{at}": [word] for at, word in enumerate(WORDS)}),
    "a map": tables({"m": pa.array([[(word, 1) for word in WORDS]], pa.map_(pa.string(), pa.int32()))}),
    "bytes": tables({"raw": pa.array([RUN.encode()])}),
    "bytes as numbers": tables({"raw": pa.array([list(RUN.encode())], pa.list_(pa.uint8()))}),
    "a byte a row": tables({"raw": pa.array(RUN.encode(), pa.uint8())}),
    "large strings, uncompressed": tables({"text": pa.array([RUN], pa.large_string())}, compression="none"),
    "metadata of the table": with_metadata,
    "metadata of a column": with_field_metadata,
    "what a dictionary still holds": left_in_the_dictionary,
    "what a dictionary of Arrow still holds": left_in_the_dictionary_of_arrow,
    "the name of a column": tables({RUN: [1]}),
    "the name of a file": file(f"{RUN.replace(' ', '-').lower()}.md", "nothing here"),
    "names of files": lambda folder: [file(f"{at}-{word}.md", "")(folder) for at, word in enumerate(WORDS)],
    "gzip": file("notes.md.gz", gzip.compress(f"so: {RUN}".encode())),
    "a tar in a zip": zipped,
    "UTF-16": file("notes.txt", RUN.encode("utf-16")),
    "behind other bytes": file("notes.bin", b"\xff\x00\x9c" + RUN.encode() + b"\xfe"),
}


@pytest.mark.parametrize("planted", PLANTED, ids=lambda name: name.replace(" ", "_"))
def test_eight_words_are_found_wherever_they_stand(planted: str, public: Path, texts: Path) -> None:
    clean = leaks(public, texts)
    assert clean.findings == ()
    PLANTED[planted](public)
    found = leaks(public, texts)
    assert "D401" in {code for code, _ in codes(found)}, planted
    assert 8 <= found.longest <= 9  # in front of the run stands “Nobody knew why”


@pytest.mark.parametrize("planted", ["a quotation", "a token a row", "a list of tokens", "a column of CSV", "a map"])
def test_seven_words_may_stand(planted: str, public: Path, texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    article = ARTICLE.replace("lighthouse", "light house tower")  # so that seven words at most are the same
    (texts / "000.txt").write_text(article, "utf-8")
    PLANTED[planted](public)
    found = leaks(public, texts)
    assert (codes(found), found.longest) == ([], 5)


LONG = (
    *("keeper", "counted", "eleven", "boats", "before", "breakfast", "wrote", "Mina", "Hale", "said", "Tuesday"),
    *("council", "Port", "Ellery", "asked", "Ruritania", "help", "island", "because", "lighthouse", "would", "never"),
)


def two_tagged_shards(folder: Path) -> None:
    for number, words in enumerate((LONG[:9], LONG[9:])):
        parquet({"token": [f"{word}+NN" for word in words]}, folder / "data" / f"train-0000{number}-of-00002.parquet")


BETWEEN: dict[str, Callable[[Path], object]] = {
    "a tag in every cell": tables({"token": [f"{word}|NN|B-PER" for word in LONG]}),
    "attributes": file("x.xml", "".join(f'<t n="{at}" pos="NN" w="{word}"/>' for at, word in enumerate(LONG))),
    "a column far to the right": file("x.tsv", "\n".join("\t".join([*"0" * 20, word, "O"]) for word in LONG)),
    "commands": file("x.tex", " ".join(f"\\textbf{{{word}}}" for word in LONG)),
    "JSON in JSON": file("x.json", json.dumps([json.dumps({"w": word, "tag": "O"}) for word in LONG])),
    "times of subtitles": file(
        "x.vtt", "\n".join(f"00:0{at % 10}.000 --> 00:09.000\n{w}" for at, w in enumerate(LONG))
    ),
    "on to the next shard": two_tagged_shards,
}


@pytest.mark.parametrize("planted", BETWEEN, ids=lambda name: name.replace(" ", "_"))
def test_words_with_others_between_them(planted: str, public: Path, texts: Path) -> None:
    (texts / "long.txt").write_text(" ".join(LONG), "utf-8")
    BETWEEN[planted](public)
    (finding, *_) = leaks(public, texts).findings
    assert re.fullmatch(r"\d+ words of long.txt stand here in a row, with others between them", finding.message)
    assert int(finding.message.split()[0]) >= 12
    (texts / "long.txt").write_text(" stop ".join(" ".join(LONG[at : at + 11]) for at in range(0, 22, 11)), "utf-8")
    assert leaks(public, texts).findings == ()


@pytest.mark.parametrize("left", [left_in_the_dictionary, left_in_the_dictionary_of_arrow])
def test_a_dictionary_is_read_as_such(left: Callable[[Path], None], public: Path, texts: Path) -> None:
    left(public)
    assert [one.pointer for one in leaks(public, texts).findings] == ["column text, what else is in its dictionary"]


def test_numbers_are_no_words(public: Path, texts: Path) -> None:
    (texts / "table.txt").write_text("The boats by year: 11 12 13 14 15 16 17 18 19 20", "utf-8")
    parquet({"start": list(range(11, 21))}, public / "data" / "train.parquet")
    (public / "x.json").write_text(json.dumps({"starts": list(range(11, 21))}), "utf-8")
    found = leaks(public, texts)
    assert [file for _, file in codes(found)] == ["x.json"]  # as a text; as JSON it would be none


def test_no_finding_holds_more_than_seven_words(public: Path, texts: Path) -> None:
    (public / "copy.txt").write_text(ARTICLE, "utf-8")
    found = leaks(public, texts)
    shown = " ".join(f"{one.message} {one.found} {one.expected} {one.help} {one.notes}" for one in found.findings)
    (public / "copy.txt").write_text(shown, "utf-8")
    assert leaks(public, texts).longest == 7


def test_what_cannot_be_read_is_told(public: Path, texts: Path, tmp_path: Path) -> None:
    (public / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    (public / "a.parquet").write_bytes(b"PAR1 and no more")
    (public / "b.zip").write_bytes(b"PK\x03\x04 and no more")
    (public / "c.gz").write_bytes(b"\x1f\x8b and no more")
    (public / "d").symlink_to(tmp_path)
    parquet({"raw": [b"\xff\xfe"]}, public / "data" / "e.parquet")
    found = leaks(public, texts)
    assert codes(found) == [
        ("D402", name) for name in ("a.parquet", "b.zip", "c.gz", "d", "data/e.parquet", "photo.png")
    ]


@pytest.mark.parametrize("size", range(8))
def test_the_longest_run_is_told_where_there_is_no_leak(size: int, public: Path, texts: Path) -> None:
    (public / "README.md").write_text(
        "qux " + " ".join(WORDS[:size]) + " qux " + " ".join(WORDS[:1]) * (size > 1), "utf-8"
    )
    assert leaks(public, texts).longest == size


def test_all_of_a_run_is_counted_and_each_place_told_once(public: Path, texts: Path) -> None:
    (texts / "001.txt").write_text(f"Before that. {RUN} midnight, and slept.", "utf-8")
    (public / "copy.md").write_text(f"x\n\n{ARTICLE}\nx\n\n{RUN} midnight\n", "utf-8")
    found = leaks(public, texts)
    assert [(one.file, one.line, one.message) for one in found.findings] == [
        ("copy.md", 3, f"{len(ARTICLE.split()) - 2} running words of 000.txt stand here"),  # without “&” and “–”
        ("copy.md", 5, "8 running words of 001.txt stand here"),
        ("copy.md", 10, "9 running words of 001.txt stand here"),
    ]
    assert found.by_file == {"copy.md": len(ARTICLE.split()) - 2}


def test_pages_and_records_are_texts_by_their_words(public: Path, texts: Path) -> None:
    (texts / "page.html").write_text("<p>one two</p> <p>three <b>four</b></p> five six <br> seven eight", "utf-8")
    (texts / "000.json").write_text(
        json.dumps({"removed": [{"text": "nine ten eleven twelve and one two three"}]}), "utf-8"
    )
    (public / "a.md").write_text("one two three four five six seven eight", "utf-8")
    (public / "b.md").write_text("Nine, ten, eleven, twelve and one, two, three!", "utf-8")
    assert codes(leaks(public, texts)) == [("D401", "a.md"), ("D401", "b.md")]


def test_no_texts_is_usage(public: Path, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "photo.png").write_bytes(b"\x89PNG\x00")
    for folder in ("none", "nowhere"):
        with pytest.raises(Usage):
            leaks(public, tmp_path / folder)
