"""Label Studio, both ways: its editor, rows and records, what a workspace hands out and takes back, servers."""
