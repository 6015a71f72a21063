"""Cleaning as a stage of the engine: a batch with a column of texts in, the same rows with clean texts out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pyarrow as pa

ADDED: Final = ("metadata", "segments", "removed", "error")
"""The columns that come with the clean text: what was set aside, what was kept and taken out and where, and why a
document could not be read."""


@dataclass(frozen=True, slots=True)
class Clean:
    """Cleans the column `text` of a batch; the names of the columns that it adds begin with `prefix`.

    A document that is not UTF-8 gets null in the text and in all that is added but `error`.
    """

    text: str = "text"
    language: str = "en"
    mode: str = "rules"
    prefix: str = ""

    def __call__(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The batch with the clean texts, and with the columns ADDED at its end."""
        from wiremark.cleaning.columnar import clean_batch

        cleaned = clean_batch(batch[self.text], language=self.language, mode=self.mode)
        made = batch.set_column(batch.schema.get_field_index(self.text), self.text, cleaned["text"])
        for name, kind in types().items():
            made = made.append_column(self.prefix + name, cleaned[name].cast(kind))
        return made

    def tally(self, batch: pa.RecordBatch) -> Mapping[str, int]:
        """How many pieces were taken out of the documents of a batch that this stage made, by reason."""
        import pyarrow.compute as pc

        reasons = pc.struct_field(pc.list_flatten(batch[f"{self.prefix}removed"]), "reason")
        return {each["values"]: each["counts"] for each in pc.value_counts(reasons).to_pylist()}


def types() -> dict[str, Any]:
    """The types of the columns ADDED: what `clean_batch` gives, with names written out."""
    from wiremark.cleaning.columnar import SCHEMA

    return {name: _plain(SCHEMA.field(name).type) for name in ADDED}


def _plain(kind: Any) -> Any:
    import pyarrow as pa

    if pa.types.is_list(kind):
        return pa.list_(_plain(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([(field.name, _plain(field.type)) for field in kind])
    return kind.value_type if pa.types.is_dictionary(kind) else kind
