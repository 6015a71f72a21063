"""The columns of the tables that have a row for each record, or gather records: exploded, joined, grouped."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wiremark.dataset.columns.arrays import explode, lookup, numbers, offsets
from wiremark.dataset.columns.batch import Batch

Columns = dict[str, pa.Array]


def documents(batch: Batch) -> Columns:
    """A row for each annotation: the document file as it is, with the text."""
    texts = batch.texts.take(batch.annotated)
    return {**batch.annotations, "document_id": batch.annotated_ids, "text": texts, "layers": batch.layers}


def rows(layer: str, place: str) -> Callable[[Batch], Columns]:
    """What gives a row for each record of a layer, with the span in the property `place`, or the first one there."""

    def columns(batch: Batch) -> Columns:
        found, span = batch.layer(layer), batch.spans(layer, place)
        values = {field.name: found[field.name] for field in found.items.type}
        return {"document_id": batch.annotated_ids.take(found.parent), **values, **_parts(span)}

    return columns


def _parts(span: pa.StructArray) -> Columns:
    return {name: span.field(name) for name in ("start", "end", "text")}


def arguments(batch: Batch) -> Columns:
    """A row for each argument of an event, with what is known of the mention or the event that fills it."""
    events, mentions = batch.layer("events"), batch.layer("mentions")
    rows = explode(events["arguments"])
    document = events.parent.take(rows.parent)
    mention = lookup((document, rows["mention"]), (mentions.parent, mentions["id"]))
    event = lookup((document, rows["event"]), (events.parent, events["id"]))
    if pc.any(pc.and_(mention.is_null(), event.is_null())).as_py():
        raise KeyError("an argument names no mention or event of its document")
    spans, triggers = batch.spans("mentions", "span").take(mention), batch.spans("events", "trigger").take(event)
    of_event = mention.is_null()
    return {
        "document_id": batch.annotated_ids.take(document),
        "event": events["id"].take(rows.parent),
        "event_type": events["type"].take(rows.parent),
        "role": rows["role"],
        "mention": rows["mention"],
        "mention_type": mentions["type"].take(mention),
        "entity": mentions["entity"].take(mention),
        "argument_event": rows["event"],
        "argument_event_type": events["type"].take(event),
        **{name: pc.if_else(of_event, triggers.field(name), spans.field(name)) for name in ("start", "end", "text")},
    }


def coref(batch: Batch) -> Columns:
    """A row for each entity of an article, by its first mention, with all its mentions in the order of the text."""
    rows = batch.layer("mentions")
    rows = rows.where(rows["entity"].is_valid())
    place = pc.index_in(rows["entity"], value_set=batch.entities["id"])
    if place.null_count:
        raise KeyError("a mention names no entity of the knowledge base")
    chains = pc.add(pc.multiply(rows.parent.cast(pa.int64()), len(batch.entities["id"])), place.cast(pa.int64()))
    chain = numbers(chains.dictionary_encode().indices)  # numbered as they first appear
    order = pa.array(np.argsort(chain, kind="stable"))
    lengths = np.bincount(chain) if len(chain) else np.zeros(0, np.int64)
    places = offsets(lengths)
    heads = order.take(places[:-1])
    entity = place.take(heads)
    return {
        "document_id": batch.annotated_ids.take(rows.parent.take(heads)),
        "entity": batch.entities["id"].take(entity),
        "name": batch.entities["name"].take(entity),
        "type": batch.entities["type"].take(entity),
        "mentions": pa.ListArray.from_arrays(places, rows["id"].take(order)),
        "spans": pa.ListArray.from_arrays(places, rows["span"].take(order)),
    }
