"""Text as code points: lines (and, later, offsets in other units)."""
