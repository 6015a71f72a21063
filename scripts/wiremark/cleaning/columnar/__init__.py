"""`clean` over Arrow: a batch of documents at a time, span for span what the reference gives.

The reference (`wiremark.cleaning.cleaner`) reads one document, line by line, rule by rule. Here every step is taken
for a whole batch: `frame` finds lines and their edges in the column's own bytes; `gates` say which lines a rule could
match at all; `search` tries the rules on those; `walk` decides which of them act; `records` writes it down. The
table is the reference's own, and so is the engine that has the last word on a match.
"""

from wiremark.cleaning.columnar.batch import SCHEMA, clean_batch

__all__ = ["SCHEMA", "clean_batch"]
