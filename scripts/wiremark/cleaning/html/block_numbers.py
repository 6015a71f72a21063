"""The numbers of a block that stand in its own text."""

from __future__ import annotations

import re

from wiremark.cleaning.html.blocks import Block

# Words are listed here and in context/words.py: each model knows the list that it was trained with.
_CAPITAL = re.compile(r"\b[A-Z][a-z]")
_UPPER = re.compile(r"\b[A-Z]{2,}\b")
_COMMON = re.compile(
    r"\b(?:the|a|an|of|to|in|and|that|is|was|it|for|on|with|as|he|she|they|by|at|from|but|his|her|their|has|have|had|"
    r"be|are|were|this|which|who|not|will|would|said|been|its|we|i|you)\b",
    re.IGNORECASE,
)
_HINTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:share|tweet|follow|facebook|twitter|e-?mail|print|whatsapp|comments?|reply|like us)\b",
        r"\b(?:subscribe|sign up|newsletter|log ?in|register|account|download|app|donate|free|offer|buy|shop|cookies?"
        r"|privacy|terms|advertis\w+|sponsored)\b",
        r"\b(?:related|read more|more from|see also|also read|recommended|watch|most read|trending|popular|next"
        r"|previous|latest|you may|up next|don't miss)\b",
        r"\b(?:photos?|image|credit|getty|reuters|ap|afp|courtesy|file|copyright|via|source|illustration|picture)\b|©",
        r"^by\b|\b(?:updated|published|posted|written by|min read|ago|reporter|correspondent|editor|contributed)\b",
        r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,2}|\b\d{1,2}[:/]\d\d"
        r"|\b20[012]\d\b",
    )
)
_HEAD = 300


def own_numbers(block: Block, found: list[str]) -> list[float]:
    """The row's beginning: its length is the first number, its words the second. `found` are the block's words."""
    text = block.text
    length, count, head = len(text), len(found) or 1, text[:_HEAD]
    return [
        length,
        len(found),
        length / count,
        block.linked / length,
        block.links,
        block.strong / length,
        block.breaks,
        len(_COMMON.findall(text)) / count,
        (text.count(",") + text.count("、") + text.count("，")) / count,
        sum(text.count(mark) for mark in ".!?。！？"),
        float(text[-1] in ".!?…。！？"),
        float(text[-1] in "\"”'’"),
        float(text[-1] == ":"),
        float(text[0].islower()),
        float(text[0] in "\"“'‘"),
        float(text[0] in "•·-–—*|>»"),
        text.count("|"),
        sum(map(str.isdigit, head)) / len(head),
        len(_CAPITAL.findall(text)) / count,
        len(_UPPER.findall(text)) / count,
        float(text.isupper()),
        *(len(pattern.findall(head)) for pattern in _HINTS),
        float("?" in head),
        float("@" in head),
        float("http" in head or "www." in head),
    ]
