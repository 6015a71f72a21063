"""The release without texts, and the way back with a holder's own copies of the articles.

release.py writes it; paragraphs.py and joining.py are the two files of it that no other release has. rehydrate.py puts
the dataset together again: articles.py finds the article of each document, words.py gives the spans their words,
pruned.py takes out what no longer stands, outcome.py says what became of each span.
"""
