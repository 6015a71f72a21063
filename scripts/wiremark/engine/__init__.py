"""The same pure stage over shards, however many there are: in this process, on several, or on a Ray cluster.

A stage takes a batch of rows and gives one back; it opens no file and knows of no other batch. Shards, receipts and
processes are the engine's, which knows nothing of what a stage does.
"""
