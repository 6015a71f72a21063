"""Two passes made one: what they agree on, what is to decide, and what the decisions lead to.

`Draft` puts the passes side by side, `refresh` gives the lines of adjudication.jsonl, `decide` the adjudicated files.
In an editor one begins from `start`, and `judge` makes lines of what came of it.
All are pure: they take parsed JSON and give parsed JSON.
"""

from wiremark.annotation.adjudication.decide import Result, decide
from wiremark.annotation.adjudication.draft import Draft, Present, Side
from wiremark.annotation.adjudication.items import refresh
from wiremark.annotation.adjudication.judged import judge, known, start
from wiremark.annotation.adjudication.lines import Line

__all__ = ["Draft", "Line", "Present", "Result", "Side", "decide", "judge", "known", "refresh", "start"]
