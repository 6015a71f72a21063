"""What is known of a line before any tree has seen it."""

import numpy as np

from wiremark.cleaning.context.features import Line, rows
from wiremark.cleaning.context.model import weighed

STORY = "The harbour of Ostrand was closed on Monday after a storm tore two cranes from the quay, its master said."


def test_a_quotation_and_a_first_line_that_greets_are_likely_body() -> None:
    lines = [Line(text, "", True) for text in ("Friends,", STORY, "Friends,", "“Never again.”", "Never again.")]
    scores = weighed(np.zeros(len(lines), dtype=np.int64), rows(lines), lines)
    assert scores == [0.1824, 0.5, 0.5, 0.1824, 0.5]
