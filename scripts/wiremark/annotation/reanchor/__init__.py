"""Annotations follow a text that changed: where each span went, and what a person has to look at."""
