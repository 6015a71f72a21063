"""What is annotated, counted: `summary` of a corpus, which is the JSON of `wiremark stats`, and its `tables`.

corpus.py reads, counts.py counts per layer and label, across.py over documents, summary.py puts all together, with the
agreement of passes and the decisions of adjudication, tables.py lays it out.
"""

from wiremark.annotation.stats.corpus import Corpus, load
from wiremark.annotation.stats.summary import Summary, summary
from wiremark.annotation.stats.tables import OVERVIEW, SECTIONS, tables

__all__ = ["OVERVIEW", "SECTIONS", "Corpus", "Summary", "load", "summary", "tables"]
