"""Runs of the words of texts that stand in the files of a folder: what a release without texts must not have.

A run counts from eight words, seven may be quoted. Words are compared by their letters and digits alone, with nothing
between them (`text.windows`): what stands in the file may be in other case, with other marks, in pieces, one token a
row or one letter a row, with markup in between, or packed in another file. With anything else in between, twelve longer
words in their order count (`scattered`). What cannot be read is a finding of its own. What
is meant to hide words (encrypted, rotated, backwards, drawn) is beyond this.
"""

from wiremark.dataset.leaks.leaks import Leaks, leaks

__all__ = ["Leaks", "leaks"]
