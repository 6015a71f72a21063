"""What the editor shows: the layout of a schema's records, the keys of its labels, the labelling config."""
