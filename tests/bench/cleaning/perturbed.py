"""Any number of articles that are like the seeds, and no two alike: what speed is measured on.

Each is one of the seeds with words changed in every line, sentences left out, doubled or lengthened, here and there a
word that is not ASCII, and the links below an end mark in another order. What truly repeats on the web stands as it
is: "(END)", "-", "scroll to top". Nothing comes from anywhere but the seeds and the words below.

    python tests/bench/cleaning/perturbed.py 3      prints three of them
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

SEEDS = Path(__file__).parents[3] / "seeds"

_WORDS = re.findall(
    r"\w+",
    """
    harbour ferries pilots cranes weather timber summer engines council bridges markets winters letters quarters
    meetings customs students teachers farmers widely slowly shortly nearly freely together further openly earlier
    planned opened closed raised lowered painted measured counted carried settled answered reported promised hoped
    northern southern narrow modern quiet costly recent useful public local common steady broken distant formal
    """,
)
_NAMES = re.findall(
    r"\w+", "Ostrand Vesterland Ruritania Falk Moss Pell Ruiz Elsin Marl Dunmore Tarrow Wick Brandt Ilves Corvey Quill"
)
_ODD_WORDS = re.findall(r"\w+", "naïve café façade fiancé jalapeño smörgåsbord Zoë Åsgard Łomża Peña")
_ODD = 0.01
# A word in small letters or a name, of a length that function words seldom have; not what rules look for: a month,
# an agency, somebody's part in a picture.
_WORD = re.compile(
    r"(?<![A-Za-z@.'’(\[-])(?!March|Yonhap|Associated|Press|Agency|shakes|Source|summit |scroll|Korea Times)"
    r"[A-Za-z][a-z]{4,}(?![A-Za-z@.'’-])"
)
# Lines of fewer words are the ones that stand on many pages alike.
_FEWEST_WORDS = 5


def documents(count: int, seed: int = 1) -> Iterator[str]:
    """`count` articles, one after the other; the same for the same `seed`, and the first ones for any count."""
    chance = random.Random(seed)  # noqa: S311
    raws = _raws()
    for number in range(count):
        yield _perturbed(raws[number % len(raws)], chance)


@cache
def _raws() -> tuple[tuple[str, ...], ...]:
    """The seeds, each as lines and what stands between them, in turn."""
    paths = sorted(SEEDS.glob("*.txt"))
    return tuple(tuple(re.split(r"(\n+)", path.read_bytes().decode("utf-8"))) for path in paths)


def _perturbed(raw: Sequence[str], chance: random.Random) -> str:
    lines, breaks = list(raw[::2]), list(raw[1::2])
    _shuffle_links(lines, chance)
    written: list[str] = []
    for line, after in zip(lines, [*breaks, ""], strict=True):
        if line.count(" ") >= _FEWEST_WORDS:
            body = line.endswith((".", '"', "”"))
            draw = chance.random() if body else 1.0
            if draw < 0.04:
                continue
            line = _changed(line, chance)
            if draw > 0.96 and body:
                written += _changed(line, chance), after
        written += line, after
    return "".join(written)


def _shuffle_links(lines: list[str], chance: random.Random) -> None:
    """The lines below an end mark, but the separators between them, in another order."""
    if "(END)" in lines:
        below = lines.index("(END)") + 1
        places = [at for at in range(below, len(lines)) if lines[at].strip(" -")]
        links = [lines[at] for at in places]
        chance.shuffle(links)
        for at, link in zip(places, links, strict=True):
            lines[at] = link


def _changed(line: str, chance: random.Random) -> str:
    """The line with some three in ten of its longer words changed, one at least, and sometimes a word more."""
    found = list(_WORD.finditer(line))
    if not found:
        return line
    sure = chance.randrange(len(found))
    pieces: list[str] = []
    at = 0
    for number, word in enumerate(found):
        if number != sure and chance.random() > 0.3:
            continue
        capital = word[0][0].isupper()
        odd = chance.random() < _ODD
        new = chance.choice(_ODD_WORDS if odd else _NAMES if capital and word.start() else _WORDS)
        if capital and not word.start():
            new = new.capitalize()
        elif not capital and chance.random() < 0.1:
            new = f"{new} {chance.choice(_WORDS)}"
        pieces += line[at : word.start()], new
        at = word.end()
    return "".join((*pieces, line[at:]))


def main(count: int) -> int:
    print("\n\n==========\n\n".join(documents(count)))
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1))
