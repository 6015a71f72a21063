"""The release without texts, and the way back with a holder's own copies of the articles.

release.py writes it; paragraphs.py and joining.py are the two files of it that no other release has. rehydrate.py puts
the dataset together again: articles.py finds the article of each document, anchored.py puts the spans where their
words stand, pruned.py takes out what no longer does, joined.py makes of all that what a build is made of, outcome.py
says what became of each span. words.py is for what annotators cite.
"""
