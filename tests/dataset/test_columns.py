"""The columns of a batch against rows reckoned one by one, whatever the batch, the row groups and the shards."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.dataset.reference import rows_of

from wiremark.dataset.inputs import Article, Inputs, Stored, load_inputs
from wiremark.dataset.ner import Losses
from wiremark.dataset.parts import Part
from wiremark.dataset.shards import Bounds
from wiremark.dataset.stream import Shared, write_tables
from wiremark.dataset.tables import Config, configs
from wiremark.dataset.without_texts import without_texts
from wiremark.schema.arrow import from_arrow, to_arrow
from wiremark.workspace import Workspace

REPOSITORY = Path(__file__).parents[2]
SMALL = Bounds(least=2_000, more=2_000, most=8_000, shard=6_000)


@pytest.fixture(scope="module")
def corpus() -> Inputs:
    """The five articles of the repository, with what a validated one may also be, made of them by chance."""
    inputs = load_inputs(Workspace.at(REPOSITORY), agreement=False)
    dice = random.Random(6)  # noqa: S311
    made = [varied(dice, article, number) for number, article in enumerate(inputs.articles * 2)]
    return replace(inputs, articles=(*inputs.articles, *made))


def varied(dice: random.Random, article: Article, number: int) -> Article:
    """A copy with other layers, splits, orders, tokens that names cross, another cleaning, or without an annotation."""
    source = replace(article.source, id=f"made-{number}", split=dice.choice(("train", "validation", "test")))
    by = {"mode": "full", "model_version": "1"} if number % 2 else {"page_model_version": "2"}
    article = replace(article, record={**article.record, **by})
    if number % 7 == 3 or article.annotation is None:
        return replace(article, source=source, annotation=None)
    data: dict[str, Any] = dict(article.annotation)
    mentions = []
    for mention in data["mentions"]:
        span = dict(mention["span"])
        if dice.random() < 0.3:  # over the edges of tokens and sentences
            span["end"] = min(span["end"] + dice.randint(1, 40), len(article.text))
            span["start"] = max(span["start"] - dice.randint(0, 3), 0)
            span["text"] = article.text[span["start"] : span["end"]]
        entity = None if dice.random() < 0.2 else mention["entity"]
        mentions.append({**mention, "span": span, "entity": entity, "form": dice.choice(("NAM", mention["form"]))})
    dice.shuffle(mentions)
    data["mentions"] = mentions
    if number % 5 == 1:
        data = without(data, "times", "quotes")
    if number % 5 == 2:
        data = without(data, "events", "mentions")
    return replace(article, source=source, annotation=data)


def without(data: dict[str, Any], *layers: str) -> dict[str, Any]:
    done = {name: made for name, made in data["annotated_with"].items() if name not in layers}
    return {**data, "annotated_with": done, **{name: [] for name in layers}}


def canonical(inputs: Inputs) -> Inputs:
    """The articles with their records in order, as the reference needs them."""
    root = inputs.profile.records["Document"]
    articles = (replace(a, annotation=Stored(a.raw, root)) if a.raw else a for a in inputs.articles)
    return replace(inputs, articles=tuple(articles))


def write(
    inputs: Inputs,
    folder: Path,
    kept: Sequence[Config] | None = None,
    bounds: Bounds | None = None,
    batch: int = 1 << 20,
) -> tuple[Part, ...]:
    shared = Shared(inputs.profile, inputs.entities, inputs.clusters)
    return write_tables(kept or configs(inputs.profile), shared, inputs.of, folder, bounds=bounds, batch=batch)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.parquet"))}


def test_every_config_has_the_rows_of_the_reference(corpus: Inputs, tmp_path: Path) -> None:
    expected = rows_of(canonical(corpus))
    for part in write(corpus, tmp_path):
        config = part.config
        for split, rows in expected[config.name].items():
            shards = [shard for shard in part.shards if shard.split == split]
            [found] = [pq.read_table(tmp_path / shard.path) for shard in shards]
            # through Arrow, so that absent and null are one
            assert from_arrow(found, config.table) == from_arrow(to_arrow(rows, config.table), config.table)
        assert part.rows == {split: len(rows) for split, rows in sorted(expected[config.name].items(), key=order)}


def order(item: tuple[str, object]) -> int:
    return ("train", "validation", "test").index(item[0])


def test_a_config_without_text_has_the_same_rows_but_for_it(corpus: Inputs, tmp_path: Path) -> None:
    bare = [config for full in configs(corpus.profile) if (config := without_texts(full))]
    whole = {part.config.name: part for part in write(corpus, tmp_path / "full")}
    for part in write(corpus, tmp_path / "bare", bare):
        for shard in part.shards:
            rows = from_arrow(pq.read_table(tmp_path / "full" / shard.path), whole[part.config.name].config.table)
            found = from_arrow(pq.read_table(tmp_path / "bare" / shard.path), part.config.table)
            assert found == from_arrow(to_arrow(rows, part.config.table), part.config.table)


@pytest.mark.parametrize("batch", [1, 1 << 24])
def test_bytes_do_not_depend_on_batches(corpus: Inputs, tmp_path: Path, batch: int) -> None:
    one, other = (write(corpus, tmp_path / str(size), bounds=SMALL, batch=size) for size in (50_000, batch))
    [lost] = [part.lost for part in one if part.lost]
    assert lost == sum((article.ner[1] for article in corpus.articles if "mentions" in article.layers), Losses())
    assert [part.digest for part in one] == [part.digest for part in other]
    assert one == tuple(replace(part, config=same.config) for part, same in zip(other, one, strict=True))
    found = files(tmp_path / "50000")
    assert found == files(tmp_path / str(batch))
    assert len(found) > 40
    assert max(pq.ParquetFile(tmp_path / "50000" / name).num_row_groups for name in found) > 1


def test_shards_hold_the_rows_in_their_order(corpus: Inputs, tmp_path: Path) -> None:
    whole = {part.config.name: part for part in write(corpus, tmp_path / "whole")}
    for part in write(corpus, tmp_path / "parts", bounds=SMALL):
        assert part.digest == whole[part.config.name].digest
        assert part.rows == whole[part.config.name].rows
        for shard in part.shards:
            number, _, many = shard.path.removesuffix(".parquet").split("-")[-3:]
            named = [other for other in part.shards if other.split == shard.split]
            assert (int(number), int(many)) == (named.index(shard), len(named))
        for shard in whole[part.config.name].shards:
            found = [
                row for path in paths(part, shard.split) for row in pq.read_table(tmp_path / "parts" / path).to_pylist()
            ]
            assert found == pq.read_table(tmp_path / "whole" / shard.path).to_pylist()


def paths(part: Part, split: str) -> Iterator[str]:
    return (shard.path for shard in part.shards if shard.split == split)


def test_the_size_is_what_pyarrow_reads(corpus: Inputs, tmp_path: Path) -> None:
    for bounds in (None, SMALL):
        for part in write(corpus, tmp_path / str(bounds is None), bounds=bounds):
            for shard in part.shards:
                path = tmp_path / str(bounds is None) / shard.path
                assert shard.num_bytes == pq.read_table(path).nbytes, shard.path
                assert (shard.rows, shard.file_bytes) == (pq.read_metadata(path).num_rows, path.stat().st_size)


def test_an_article_more_leaves_most_row_groups_as_they_were(corpus: Inputs, tmp_path: Path) -> None:
    write(corpus, tmp_path / "old", bounds=SMALL)
    more = replace(corpus.articles[0], source=replace(corpus.articles[0].source, id="made-up", split="train"))
    write(replace(corpus, articles=(more, *corpus.articles)), tmp_path / "new", bounds=SMALL)
    for name in ("annotations", "ner", "mentions"):
        old, new = ({bytes_of(group) for group in groups(tmp_path / age, name)} for age in ("old", "new"))
        assert len(old - new) <= 2
        assert len(old) > 10


def groups(folder: Path, config: str) -> Iterator[Any]:
    for path in sorted((folder / "data" / config).glob("*.parquet")):
        file = pq.ParquetFile(path)
        yield from (file.read_row_group(place) for place in range(file.num_row_groups))


def bytes_of(rows: Any) -> str:
    return str(rows.to_pylist())
