"""The context model: which of the lines that no rule claims are no part of the article, seen from their neighbours."""

from typing import Final

from wiremark.cleaning.cleaned import Cleaned

MODEL_VERSION: Final = "2"
"""Changes with the model or with what it sees."""

LANGUAGES: Final = ("en",)
"""The languages that the model knows, as primary subtags."""


_MOST_LINES: Final = 20_000  # no article has so many; each costs some kilobytes of memory


def refined(cleaned: Cleaned, mode: str) -> Cleaned:
    """`cleaned`, which the rules gave, less the lines that the model takes out in `mode`: safe or full.

    A text of which nothing would be left stays as it is, and so does one of more lines than any article has. Raises
    KeyError for another mode.
    """
    from wiremark.cleaning.context.model import shipped
    from wiremark.cleaning.context.rows import lines_of, without

    rows = lines_of(cleaned)
    if len(rows) > _MOST_LINES:
        return cleaned
    return without(cleaned, rows, shipped().dropped([row.line for row in rows], mode))
