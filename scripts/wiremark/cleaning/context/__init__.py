"""The context model: which of the lines that no rule claims are no part of the article, seen from their neighbours."""
