"""Imported for what it does: plans the English rules, once and before processes are forked that would each do it."""

from wiremark.cleaning.columnar.plan import plan

plan("en")
