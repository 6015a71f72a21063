"""Annotations follow a text that changed: where each span went, and what a person has to look at."""

from wiremark.annotation.reanchor.document import Fate, Misfit, Report, reanchored
from wiremark.annotation.reanchor.place import SETTLED, STATES, Placed, Reanchoring, State

__all__ = ["SETTLED", "STATES", "Fate", "Misfit", "Placed", "Reanchoring", "Report", "State", "reanchored"]
