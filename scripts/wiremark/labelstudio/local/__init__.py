"""A local server: its environment, its process, and what of it belongs to a person rather than to a workspace."""
