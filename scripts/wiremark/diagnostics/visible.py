"""What no line, terminal or XML file can hold, made visible."""

from __future__ import annotations

_PICTURES: dict[int, str | int] = {
    9: " ",
    **{code: 0x2400 + code for code in range(32) if code != 9},
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
    **dict.fromkeys((0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF), 0xFFFD),
    **dict.fromkeys(range(0x202A, 0x202F), 0xFFFD),  # marks that turn the direction of what follows
    **dict.fromkeys(range(0x2066, 0x206A), 0xFFFD),
    **dict.fromkeys(range(0xD800, 0xE000), 0xFFFD),
}


def visible(text: str) -> str:
    """One line of the same length: control characters as their pictures, half surrogates and the like as U+FFFD."""
    return text.translate(_PICTURES)


def whole(text: str) -> str:
    """The text with U+FFFD for each half surrogate, so that UTF-8 can hold it; all else stays, line breaks too."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
