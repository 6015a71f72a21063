"""The columns of `ner`: sentences, tokens and BIO tags of the articles whose mentions were done."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wiremark.dataset.columns.arrays import numbers, offsets
from wiremark.dataset.columns.batch import Batch
from wiremark.dataset.ner import Integers, Names, tags, tokenized
from wiremark.dataset.sentences import within
from wiremark.schema.profile import Text

Columns = dict[str, pa.Array]


def ner(batch: Batch) -> Columns:
    """A row for each sentence, but for those of which not every name is known."""
    done = numbers(batch.done["mentions"].cast(pa.int8()))
    chosen = numbers(batch.annotated)[done == 1]
    articles = [batch.articles[place] for place in chosen]
    tokens = tokenized([article.text for article in articles], [article.source.language for article in articles])
    found, lost = tags(tokens, _names(batch, np.cumsum(done) - 1))
    batch.losses.append(lost)
    places = offsets(np.bincount(tokens.sentence, minlength=len(tokens.number)))
    base = tokens.base[tokens.text][tokens.sentence]
    cuts = np.stack([tokens.start - base, tokens.end - base], axis=1).astype(np.int32).ravel()
    pairs = pa.ListArray.from_arrays(pa.array(np.arange(0, len(cuts) + 1, 2, np.int32)), pa.array(cuts))
    ids = batch.ids.take(pa.array(chosen[tokens.text]))
    number = pa.array(tokens.number.astype(np.int32))
    columns = {
        "id": pc.binary_join_element_wise(ids, number.cast(pa.string()), ":"),
        "document_id": ids,
        "sentence_id": number,
        "tokens": pa.ListArray.from_arrays(places, tokens.words.take(pa.array(tokens.kind))),
        "token_offsets": pa.ListArray.from_arrays(places, pairs),
        "ner_tags": pa.ListArray.from_arrays(places, pa.array(found)),
    }
    if all(article.known is None for article in articles):
        return columns
    ends = numbers(places)
    whole = [
        within((int(cuts[2 * start]), int(cuts[2 * end - 1])), articles[text].known)
        for text, start, end in zip(tokens.text, ends[:-1], ends[1:], strict=True)
    ]
    return {name: column.filter(pa.array(whole)) for name, column in columns.items()}


def _names(batch: Batch, place: Integers) -> Names:
    """The mentions of form NAM. place: for each annotation the place of its text among those that are tagged."""
    form = batch.profile.records["Mention"].fields["form"]
    name = next(label.id for label in form.labels if label.name == "NAM") if isinstance(form, Text) else -1
    rows = batch.layer("mentions")
    rows = rows.where(pc.equal(rows["form"], name))
    start, end = (numbers(rows["span"].field(part)) for part in ("start", "end"))
    return Names(place[numbers(rows.parent)], start, end, numbers(rows["type"]))
