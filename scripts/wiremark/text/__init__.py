"""Text as code points: lines, words, quotation marks, offsets in other units; the forms of names and time values."""
