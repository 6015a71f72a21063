"""The rows of a `result`: records as rows, rows as records, and everything that can be wrong with them."""
