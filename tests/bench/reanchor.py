"""Re-anchoring on real articles edited by script, where every character's new place is known.

    python tests/bench/reanchor.py [SPANS]

Prints per kind of edit how many spans that truly survived were put where they went (and said to be kept, shifted or
moved), how many were put on other words or on another occurrence of the same words without a mark, and what it costs:
CPU per document beside difflib, diff-match-patch and a bare edit script of rapidfuzz, all in one run. A peer places
a span where its first and last character went and is believed where the same words stand there. Exits 1 under FLOOR
or with one span wrong. Words that are written into a text are made up, or in the hardest kinds the article's own.
"""

import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from wiremark.annotation.reanchor.place import SETTLED, Reanchoring
from wiremark.schema.profile import plan, read
from wiremark.schema.walk import at

ROOT = Path(__file__).parents[2]
FLOOR = 0.997
Text = list[tuple[str, int]]  # each character with its place in the old text, -1 for what is new
Place = tuple[int, int]


def words(text: Text) -> list[Place]:
    return [match.span() for match in re.finditer(r"[^\W_]+", "".join(sign for sign, _ in text))]


def made_up(rng: random.Random, count: int, _: str) -> str:
    return " ".join(
        "".join(rng.choices("bdfgklmnprstvz", k=rng.randint(2, 4))) + rng.choice("aeiou") for _ in range(count)
    )


def own(rng: random.Random, count: int, article: str) -> str:
    return " ".join(rng.choices(re.findall(r"[^\W_]+", article), k=count))


def stretch(rng: random.Random, text: Text, most: int) -> Place:
    """From the first letter of a word to the last of the same or a later one."""
    found = words(text)
    first = rng.randrange(len(found))
    return found[first][0], found[min(len(found) - 1, first + rng.randint(1, most) - 1)][1]


def edit(
    rng: random.Random, text: Text, most: int, writer: Callable[[random.Random, int, str], str], article: str
) -> Text:
    if not words(text):
        return text
    kind = rng.choice(("insert", "delete", "replace", "letter"))
    start, end = stretch(rng, text, most)
    if kind == "letter" and most < 9:
        at = rng.randrange(start, end)
        return [*text[:at], ("q", -1), *text[at + rng.randint(0, 1) :]]
    fresh: Text = [(sign, -1) for sign in writer(rng, rng.randint(1, most), article)]
    if kind == "insert":
        return [*text[:start], *fresh, (" ", -1), *text[start:]]
    if kind == "delete":
        return text[:start] + text[end + (end < len(text) and text[end][0] == " ") :]
    return text[:start] + fresh + text[end:]


def paragraphs(text: Text) -> list[Text]:
    found: list[Text] = [[]]
    for sign in text:
        if sign[0] == "\n" and found[-1]:
            found.append([])
        if sign[0] != "\n":
            found[-1].append(sign)
    return [part for part in found if part]


def joined(parts: list[Text]) -> Text:
    whole: Text = []
    for part in parts:
        whole += ([("\n", -1)] if whole else []) + part
    return whole


def sentences(text: Text) -> list[Text]:
    plain, found, start = "".join(sign for sign, _ in text), [], 0
    for match in re.finditer(r"[.!?][”’\"']? (?=[A-Z“])|\n+", plain):
        found.append(text[start : match.end()])
        start = match.end()
    return [*found, [*text[start:], (" ", -1)]]


def moved(rng: random.Random, text: Text) -> Text:
    parts = paragraphs(text)
    part = parts.pop(rng.randrange(len(parts)))
    parts.insert(rng.randint(0, len(parts)), part)
    return joined(parts)


def deleted(rng: random.Random, text: Text) -> Text:
    parts = paragraphs(text)
    del parts[rng.randrange(len(parts))]
    return joined(parts)


def sentence(rng: random.Random, text: Text) -> Text:
    """One sentence moved or deleted."""
    parts = sentences(text)
    part = parts.pop(rng.randrange(len(parts)))
    if rng.random() < 0.5 or not parts:
        parts.insert(rng.randint(0, len(parts)), part)
    return [sign for part in parts for sign in part]


def copied(rng: random.Random, text: Text) -> Text:
    """One sentence written a second time, anywhere."""
    parts = sentences(text)
    fresh: Text = [(sign, -1) for sign, _ in rng.choice(parts)]
    parts.insert(rng.randint(0, len(parts)), fresh)
    return [sign for part in parts for sign in part]


def times(count: int, change: Callable[[random.Random, Text], Text]) -> Callable[[random.Random, Text], Text]:
    def run(rng: random.Random, text: Text) -> Text:
        for _ in range(count):
            text = change(rng, text)
        return text

    return run


def edits(
    most: int, writer: Callable[[random.Random, int, str], str] = made_up
) -> Callable[[random.Random, Text], Text]:
    return lambda rng, text: edit(rng, text, most, writer, "".join(sign for sign, _ in text))


def both(*changes: Callable[[random.Random, Text], Text]) -> Callable[[random.Random, Text], Text]:
    def run(rng: random.Random, text: Text) -> Text:
        for change in changes:
            text = change(rng, text)
        return text

    return run


KINDS: dict[str, Callable[[random.Random, Text], Text]] = {
    "1 light edit": edits(3),
    "10 light edits": times(10, edits(3)),
    "40 light edits": times(40, edits(3)),
    "4 heavy edits": times(4, edits(40)),
    "paragraph moved": moved,
    "paragraph deleted": deleted,
    "3 sentences": times(3, sentence),
    "sentence copied": copied,
    "all of these": both(times(2, moved), deleted, sentence, times(2, edits(40)), times(20, edits(3))),
    "10 of own words": times(10, edits(3, own)),
    "4 heavy, own words": times(4, edits(40, own)),
}


def truth(span: Place, where: dict[int, int], new: str) -> Place | None:
    """Where a span truly went: all of its characters, side by side, and nothing grown onto its words."""
    places = [where.get(at, -1) for at in range(*span)]
    start, end = places[0], places[-1] + 1
    if start < 0 or places != list(range(start, end)):
        return None
    glued = (start and new[start - 1 : start + 1].isalnum()) or (end < len(new) and new[end - 1 : end + 1].isalnum())
    return None if glued else (start, end)


def articles() -> Iterator[tuple[str, list[Place]]]:
    schema = json.loads(sorted((ROOT / "schemas").glob("annotation-*.json"))[-1].read_bytes())
    paths = plan(read(schema).records["Document"]).spans
    for path in sorted((ROOT / "annotations").glob("*-*.json")):
        data = json.loads(path.read_bytes())
        found = [span for where, _ in paths for _, span in at(data, where)]
        text = (ROOT / "corpus" / f"{data['document']}.txt").read_bytes().decode("utf-8")
        yield text, [(span["start"], span["end"]) for span in found]


def ours(old: str, new: str, spans: list[Place]) -> list[Place | None]:
    reanchoring = Reanchoring(old, new)
    placed = [reanchoring.place(*span) for span in spans]
    return [(one.start, one.end) if one.state in SETTLED else None for one in placed]


def by_map(blocks: Callable[[str, str], list[tuple[int, int, int]]]) -> Callable[..., list[Place | None]]:
    """A peer: (old, new, length) of what is equal; a span is believed where its words stand between its ends."""

    def run(old: str, new: str, spans: list[Place]) -> list[Place | None]:
        where = {start + at: other + at for start, other, size in blocks(old, new) for at in range(size)}
        found: list[Place | None] = []
        for start, end in spans:
            place = where.get(start, -1), where.get(end - 1, -2) + 1
            found.append(place if place[0] >= 0 and new[slice(*place)] == old[start:end] else None)
        return found

    return run


def _difflib(old: str, new: str) -> list[tuple[int, int, int]]:
    import difflib

    return [tuple(block) for block in difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()]


def _diff_match_patch(old: str, new: str) -> list[tuple[int, int, int]]:
    from diff_match_patch import diff_match_patch

    tool = diff_match_patch()
    tool.Diff_Timeout = 0
    found, here, there = [], 0, 0
    for kind, part in tool.diff_main(old, new):
        if kind == 0:
            found.append((here, there, len(part)))
        here += len(part) if kind <= 0 else 0
        there += len(part) if kind >= 0 else 0
    return found


def _opcodes(old: str, new: str) -> list[tuple[int, int, int]]:
    from rapidfuzz.distance import Indel

    ops = Indel.opcodes(old, new)
    return [(op.src_start, op.dest_start, op.src_end - op.src_start) for op in ops if op.tag == "equal"]


TOOLS: dict[str, Callable[..., list[Place | None]]] = {
    "wiremark": ours,
    "rapidfuzz": by_map(_opcodes),
    "difflib": by_map(_difflib),
    "diff-match-patch": by_map(_diff_match_patch),
}
SLOW = {"difflib": 20}
"""One document in so many is enough."""


def main(wanted: int, only: str = "") -> int:
    base = list(articles())
    rng = random.Random(4)  # noqa: S311
    total: dict[str, Counter[str]] = {name: Counter() for name in TOOLS}
    print(
        f"{'kind of edit':20} {'tool':17} {'spans':>7} {'survived':>8} {'kept':>8} {'wrong':>6} {'partly':>6} {'ms/document':>12}"
    )
    for kind, change in KINDS.items():
        counts: dict[str, Counter[str]] = {name: Counter() for name in TOOLS}
        spent: Counter[str] = Counter()
        number = 0
        while counts["wiremark"]["spans"] < wanted / len(KINDS):
            old, spans = base[number % len(base)]
            after = change(rng, [(sign, at) for at, sign in enumerate(old)])
            new = "".join(sign for sign, _ in after)
            where = {at: here for here, (_, at) in enumerate(after) if at >= 0}
            right = [truth(span, where, new) for span in spans]
            for name, tool in TOOLS.items():
                if (number // len(base)) % SLOW.get(name, 1) or (only and name != only):
                    continue
                begin = time.process_time()
                found = tool(old, new, spans)
                spent[name] += time.process_time() - begin
                counts[name]["documents"] += 1
                for span, place, true in zip(spans, found, right, strict=True):
                    counts[name]["spans"] += 1
                    counts[name]["survived"] += true is not None
                    counts[name]["kept"] += true is not None and place == true
                    if place and place != true:
                        mine = any(where.get(at, -1) == place[0] + at - span[0] for at in range(*span))
                        counts[name]["partly" if mine else "wrong"] += 1
                        if only:
                            print(
                                repr(old[span[0] - 30 : span[0]]),
                                repr(old[slice(*span)]),
                                repr(old[span[1] : span[1] + 30]),
                                "\n   ",
                                repr(new[place[0] - 30 : place[1] + 30]),
                                true and repr(new[true[0] - 30 : true[1] + 30]),
                                mine,
                            )
                    elif only and true and not place:
                        st = Reanchoring(old, new).place(*span)
                        print(
                            st,
                            "LOST",
                            repr(old[span[0] - 30 : span[0]]),
                            repr(old[slice(*span)]),
                            repr(old[span[1] : span[1] + 30]),
                            "\n   ",
                            repr(new[true[0] - 30 : true[1] + 30]),
                        )
            number += 1
        for name, count in counts.items():
            if not count:
                continue
            total[name] += count
            print(_row(kind, name, count, 1000 * spent[name] / count["documents"]))
    for name, count in total.items():
        if count:
            print(_row("all", name, count))
    mine = total["wiremark"]
    return int(mine["kept"] < FLOOR * mine["survived"] or mine["wrong"] > 0)


def _row(kind: str, name: str, count: Counter[str], cost: float | None = None) -> str:
    share = f"{count['kept'] / count['survived']:.2%}" if count["survived"] else "-"
    tail = f"{cost:12.2f}" if cost is not None else ""
    return f"{kind:20} {name:17} {count['spans']:7} {count['survived']:8} {share:>8} {count['wrong']:6} {count['partly']:6} {tail}"


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 12_000, *sys.argv[2:]))
