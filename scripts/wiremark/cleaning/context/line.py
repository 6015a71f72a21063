"""What one line is like by itself, in numbers: its length, its ends, its words, the cues it holds."""

import math
import re
from typing import Final

from wiremark.cleaning.context.words import (
    CUES,
    FUNCTION_WORDS,
    GROUPS,
    PHRASES,
    ROLES,
    SEQUENCES,
    STARTS,
    WORD_GROUPS,
)

_OWN = (
    "chars words end_sentence end_colon end_dots starts_upper starts_lower starts_digit starts_mark inner_ends"
    " capitals all_capitals digits marks functions word_length quotes exclamation web commas first_capital"
    " names long good past present cues role copyright date dateline tabs"
)
NAMES: Final = (
    *_OWN.split(" "),
    *(f"group_{name}" for name, _ in GROUPS),
    *(f"start_{name}" for name, _ in PHRASES),
    *(f"cue_{name}" for name, _ in CUES),
)
"""The names of the numbers that `describe` gives, in their order."""

_LONGEST = 1000  # of a longer line, its beginning and its end tell enough
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]{0,4}\Z")
_INNER_END = re.compile(r"[.!?][\"”’')\]]{0,4} {1,3}[\"“‘'(\[]?[A-Z0-9]")
_QUOTE = re.compile('["“”]')
_MARK = re.compile(r"[^\w\s]")
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}"
_DAY = rf"(?:{_MONTH}\.? [0-3]?\d,? (?:19|20)\d\d|[0-3]?\d {_MONTH}\.? (?:19|20)\d\d)"
_DATE = re.compile(rf"\b(?:{_DAY}|\d\d?:\d\d\b|\d{{1,3}} ?[a-z]{{1,8}} ago\b)", re.IGNORECASE)
_DATELINE = re.compile(
    r"[A-Z][A-Z.'’-]{2,30}(?:[ /,]{1,3}[A-Z][\w.'’-]{0,30}){0,4}(?: ?\([^()]{2,30}\))? ?(?:--|[-–—]) "
)
# The head of a thread, which counts its entries, and the line above or below an entry: who wrote it, and when.
_THREAD = re.compile(
    r"\W{0,3}\d{1,5} (?:comments?|responses?|replies|thoughts) (?:to|on)\b"
    r"|(?:leave|post|add) a (?:reply|comment)\W{0,3}\Z|(?:readers?|user) comments\W{0,3}\Z",
    re.IGNORECASE,
)
_ENTRY = re.compile(
    rf"(?:{_DAY}|\d\d?[/.]\d\d?[/.]\d{{2,4}}).{{0,4}}(?:at )?\d\d?:\d\d(?: ?[ap]\.?m\.?)?"
    r"(?: (?:says|said|wrote):?|:| reply)?\Z"
    r"|(?:says|said|wrote):\Z|\A\d{10}\Z",
    re.IGNORECASE,
)


def describe(text: str) -> tuple[list[float], list[str]]:
    """The numbers called `NAMES` for a trimmed line that is not empty, and its content words in lower case."""
    chars = len(text)
    if chars > _LONGEST:
        text = f"{text[:700]} {text[-300:]}"
    tokens = _TOKEN.findall(text)
    lower = [token.lower() for token in tokens]
    words = len(tokens)
    total = words or 1
    groups, cues = [0] * len(GROUPS), [0] * len(CUES)
    functions = capitals = upper = letters = figures = past = present = 0
    role = False
    content = []
    for at, (token, low) in enumerate(zip(tokens, lower, strict=True)):
        letters += len(token)
        if low in FUNCTION_WORDS:
            functions += 1
            if low == "is" and at + 1 < words and lower[at + 1] in ("a", "an", "the", "one"):
                role = role or any(later in ROLES for later in lower[at + 2 : at + 7])
        elif len(low) > 3:
            content.append(low)
            past += low.endswith("ed")
            present += low.endswith("s")
        if low in WORD_GROUPS:
            for number in WORD_GROUPS[low]:
                groups[number] += 1
        if low in SEQUENCES:
            for rest, number in SEQUENCES[low]:
                if not rest or lower[at + 1 : at + 1 + len(rest)] == rest:
                    cues[number] += 1
        first = token[0]
        if first.isupper():
            capitals += 1
            upper += len(token) > 1 and token.isupper()
        elif first.isdigit():
            figures += 1
    first, last = text[0], text[-1]
    sentence = _SENTENCE_END.search(text, max(0, len(text) - 6)) is not None
    inner = len(_INNER_END.findall(text))
    numbers: list[float] = [
        round(math.log1p(chars), 4),
        round(math.log1p(words), 4),
        sentence,
        last == ":",
        last == "…" or text.endswith("..."),
        first.isupper(),
        first.islower(),
        first.isdigit(),
        not first.isalnum() and first not in "\"“‘'",
        min(inner, 10),
        capitals / total,
        upper / total,
        figures / total,
        len(_MARK.findall(text)) / len(text),
        functions / total,
        letters / total,
        min(len(_QUOTE.findall(text)), 4),
        "!" in text,
        "http" in text or "www." in text or ".com" in text or "@" in text,
        text.count(",") / total,
        words > 1 and tokens[0][0].isupper() and tokens[1][0].isupper(),
        words <= 5 and capitals == words,
        chars >= 80,
        (sentence and chars >= 80) or (inner > 0 and chars >= 120),
        past / total,
        present / total,
        sum(map(bool, cues)),
        role,
        "©" in text,
        figures > 0 and _may_have_date(text) and _DATE.search(text) is not None,
        _DATELINE.match(text) is not None,
        min(text.count("\t"), 3),
    ]
    numbers += [count / total for count in groups]
    numbers += [pattern.match(text) is not None for pattern in STARTS]
    numbers += [min(count, 3) for count in cues]
    return numbers, content


def opens_thread(text: str) -> int:
    """2 where the line heads a thread of comments and counts or asks for them, 1 where it heads one entry, else 0."""
    if len(text) > 120:
        return 0
    if _THREAD.match(text):
        return 2
    return int((":" in text or text.isdigit()) and _ENTRY.search(text) is not None)


def _may_have_date(text: str) -> bool:
    """Whether the slow pattern is worth a try."""
    return ":" in text or "20" in text or "19" in text or " ago" in text.lower()
