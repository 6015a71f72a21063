"""A workspace hands out tasks and takes them back: documents, suggestions, annotations, decisions."""
