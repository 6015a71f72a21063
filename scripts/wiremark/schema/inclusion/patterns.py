"""Regular expressions of ECMA-262 as syntax trees, without look-around, back-references and word boundaries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from wiremark.schema.inclusion.values import Undecided

Ranges = tuple[tuple[int, int], ...]

EVERY: Final[Ranges] = ((0, 0xD7FF), (0xE000, 0x10FFFF))
"""The code points that a JSON string in UTF-8 can hold."""


@dataclass(frozen=True, slots=True)
class Chars:
    """One character out of a set."""

    ranges: Ranges


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several."""

    options: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """`least` to `most` times; `most` None: without end."""

    body: Tree
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Anchor:
    """The start (`^`) or the end (`$`) of the string."""

    at: str


Tree = Chars | Sequence | Choice | Repeat | Anchor


def union(ranges: list[tuple[int, int]]) -> Ranges:
    """The set of all code points in the ranges, which may overlap."""
    joined: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return tuple(joined)


def complement(ranges: Ranges) -> Ranges:
    """The code points of EVERY outside the set."""
    outside, start = [], 0
    for low, high in union([*ranges, (0xD800, 0xDFFF)]):
        if start < low:
            outside.append((start, low - 1))
        start = high + 1
    if start <= 0x10FFFF:
        outside.append((start, 0x10FFFF))
    return tuple(outside)


_DIGIT = [(48, 57)]
_WORD = [(48, 57), (65, 90), (95, 95), (97, 122)]
_SPACE = [
    (9, 13),
    (32, 32),
    (0xA0, 0xA0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x2028, 0x2029),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
]
_SPACE += [(0x3000, 0x3000), (0xFEFF, 0xFEFF)]
_CLASSES: Final = {"d": union(_DIGIT), "w": union(_WORD), "s": union(_SPACE)}
_CLASSES.update({name.upper(): complement(ranges) for name, ranges in list(_CLASSES.items())})
_DOTS: Final = {True: complement(((10, 10), (13, 13), (0x2028, 0x2029))), False: complement(((10, 10),))}
_CONTROLS: Final = {"t": 9, "n": 10, "v": 11, "f": 12, "r": 13}


def parse(source: str, strict_dot: bool) -> Tree:
    """The syntax tree of a pattern.

    Strictly, the dot leaves out all line terminators; else LF alone, as in most engines. Raises Undecided where the
    pattern is malformed or uses what is not supported.
    """
    parser = _Parser(source, _DOTS[strict_dot])
    tree = parser.choice()
    if parser.at < len(source):
        raise parser.refused("an unbalanced parenthesis")
    return tree


class _Parser:
    def __init__(self, source: str, dot: Ranges) -> None:
        self.source = source
        self.dot = dot
        self.at = 0

    def refused(self, what: str) -> Undecided:
        return Undecided(f"the pattern {self.source!r} has {what}")

    def peek(self, length: int = 1) -> str:
        return self.source[self.at : self.at + length]

    def take(self) -> str:
        if self.at >= len(self.source):
            raise self.refused("an unfinished part")
        self.at += 1
        return self.source[self.at - 1]

    def took(self, text: str) -> bool:
        if self.source.startswith(text, self.at):
            self.at += len(text)
            return True
        return False

    def choice(self) -> Tree:
        options = [self.sequence()]
        while self.took("|"):
            options.append(self.sequence())
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def sequence(self) -> Tree:
        parts: list[Tree] = []
        while self.peek() not in ("", "|", ")"):
            parts.append(self.quantified(self.atom()))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def quantified(self, atom: Tree) -> Tree:
        least, most = 0, None
        match self.peek():
            case "*":
                self.at += 1
            case "+":
                self.at += 1
                least = 1
            case "?":
                self.at += 1
                most = 1
            case "{":
                least, most = self.counts()
            case _:
                return atom
        self.took("?")  # lazy: the same language
        if self.peek() in ("*", "+", "?", "{") or isinstance(atom, Anchor):
            raise self.refused("a quantifier without a part")
        return Repeat(atom, least, most)

    def counts(self) -> tuple[int, int | None]:
        end = self.source.find("}", self.at)
        least, comma, most = self.source[self.at + 1 : end].partition(",")
        digits = [text for text in (least, most) if text]
        if end < 0 or not least or not all(text.isascii() and text.isdigit() and len(text) < 7 for text in digits):
            raise self.refused("a brace that counts nothing")
        self.at = end + 1
        low = int(least)
        high = (int(most) if most else None) if comma else low
        if high is not None and high < low:
            raise self.refused("counts out of order")
        return low, high

    def atom(self) -> Tree:
        char = self.take()
        match char:
            case ".":
                return Chars(self.dot)
            case "^" | "$":
                return Anchor(char)
            case "(":
                return self.group()
            case "[":
                return Chars(self.char_class())
            case "\\":
                return Chars(self.escape(in_class=False))
            case "*" | "+" | "?" | "{":
                raise self.refused(f"a {char!r} without its counterpart")
        return Chars(((ord(char), ord(char)),))

    def group(self) -> Tree:
        if self.took("?") and not self.took(":"):
            end = self.source.find(">", self.at)
            name = self.source[self.at + 1 : end]
            if self.peek() != "<" or self.peek(2) in ("<=", "<!") or not name.isidentifier():
                raise self.refused("a look-around or a flag")
            self.at = end + 1
        tree = self.choice()
        if not self.took(")"):
            raise self.refused("an unbalanced parenthesis")
        return tree

    def escape(self, *, in_class: bool) -> Ranges:
        char = self.take()
        if char in _CLASSES:
            return _CLASSES[char]
        if char in _CONTROLS:
            point = _CONTROLS[char]
        elif char == "0" and not self.peek().isdigit():
            point = 0
        elif char == "b" and in_class:
            point = 8
        elif char in "xu":
            point = self.hexadecimal(char)
        elif char == "c" and self.peek().isascii() and self.peek().isalpha():
            point = ord(self.take()) % 32
        elif char.isascii() and not char.isalnum() and char.isprintable():
            point = ord(char)
        else:
            raise self.refused(f"the escape \\{char}")
        return ((point, point),)

    def hexadecimal(self, kind: str) -> int:
        if kind == "u" and self.took("{"):
            end = self.source.find("}", self.at)
            digits, after = self.source[self.at : end], end + 1
        else:
            digits = self.peek(2 if kind == "x" else 4)
            after = self.at + (2 if kind == "x" else 4)
        if not digits or any(digit not in "0123456789abcdefABCDEF" for digit in digits) or after > len(self.source):
            raise self.refused("an unfinished escape")
        point = int(digits, 16)
        if not 0 <= point <= 0x10FFFF or 0xD800 <= point <= 0xDFFF:
            raise self.refused("an escape for no character")
        self.at = after
        return point

    def char_class(self) -> Ranges:
        negated = self.took("^")
        ranges: list[tuple[int, int]] = []
        while not self.took("]"):
            first = self.class_member()
            if self.peek() == "-" and self.peek(2) not in ("-]", "-"):
                self.at += 1
                last = self.class_member()
                if len(first) != 1 or len(last) != 1 or first[0][0] != first[0][1] or first[0][0] > last[0][0]:
                    raise self.refused("a range out of order")
                if last[0][0] != last[0][1]:
                    raise self.refused("a range out of order")
                ranges.append((first[0][0], last[0][0]))
            else:
                ranges += first
        return complement(union(ranges)) if negated else complement(complement(union(ranges)))

    def class_member(self) -> Ranges:
        char = self.take()
        if char == "\\":
            return self.escape(in_class=True)
        if char == "[" or (char in "&-~" and self.peek() == char):
            raise self.refused("a set operation")  # some engines read these, ECMA-262 does not
        return ((ord(char), ord(char)),)
