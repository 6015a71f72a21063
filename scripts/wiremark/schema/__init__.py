"""The schema file, and what is derived from it. Works on dicts handed in; opens no annotation."""
