"""Label Studio, both ways: the editor's config, tasks out and back, a live server. No module here opens a workspace."""
