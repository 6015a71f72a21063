"""Are the annotation files whole, true to the schema and to the texts? One module per level."""

from wiremark.validation.check import broken, validate
from wiremark.validation.fix import FixReport, fix

__all__ = ["FixReport", "broken", "fix", "validate"]
