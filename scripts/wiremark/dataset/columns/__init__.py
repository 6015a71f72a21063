"""The pure stage of a build: a batch of articles in, the columns of every table out, not made row by row."""
