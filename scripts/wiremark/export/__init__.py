"""The corpus in the formats of others, one module each, with what is lost."""
