"""Which document stands in which split, and what they share over the splits.

assignment.py decides, near.py finds the documents that share words, also among very many, rows.py writes SOURCES.toml,
report.py tells what is shared, tables.py lays it out.
"""
