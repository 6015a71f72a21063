"""Nothing is skipped over: each candidate in a text is annotated, or excused under a rule of the guidelines.

The candidates come from the text alone: capitalised words, time words, quotation marks, verbs of saying, and a lexicon
of trigger words. It holds for the corpus's own layers and for each pass. `excused/<pass>.json` holds the excuses, those
of a pass as its annotator wrote them: `{document: [{text, occurrence?, rule}]}`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).parents[2]
HERE = Path(__file__).parent
GOLD = REPOSITORY / "annotations"
FOLDERS = {"gold": GOLD} | {path.name: path for path in sorted((GOLD / "passes").glob("*/"))}
RULES = set(re.findall(r"\*\*(R-[A-Z]+\d+)", (GOLD / "GUIDELINES.md").read_text("utf-8")))
TEXTS = {path.stem for path in (REPOSITORY / "corpus").glob("*.txt")}
CASES = [
    (name, id) for name, folder in FOLDERS.items() for id in sorted(TEXTS & {p.stem for p in folder.glob("*.json")})
]

Excuses = dict[str, list[dict[str, Any]]]

# A capital on one of these, where a sentence or a quotation opens, is no name: R-E9.
OPENERS = {
    *("A", "After", "Also", "An", "And", "As", "At", "Before", "But", "Citing", "During", "Faced", "For", "From", "He"),
    *("However", "If", "In", "It", "Just", "Last", "On", "Our", "She", "Shortly", "Signed", "Since", "Some", "The"),
    *("They", "This", "Through", "We", "When", "While", "With"),
}
SAYING = r"""
    say says said saying tell tells told telling add adds added adding state states stated stating mention\w*
    report reports reported reportedly reporting announc\w+ confirm\w* inform informs informed informing emphasi[sz]\w+
    warn warns warned warning cite cites cited citing according declar\w+ explain\w* claim\w* argu\w+ note notes noted
    noting quot\w+ deliver delivers delivered delivering hope hopes hoped expected
"""
TIMES = r"""
    (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day (?:19|20)\d\d 1910-45
    January|February|March|April|May|June|July|August|September|October|November|December|Sept|Oct|Nov|Dec|Jan|Feb
    today yesterday tomorrow tonight weekend hours minutes morning soon ago earlier already
    (?:last|next|this|previous|same)[ ](?:week|month|year|day|morning) \d+[ -](?:years?|minutes?|days?)
"""
TRIGGERS = r"""
    normali[sz]\w+ restor\w+ renew\w* signs? signed signing agree agreed agrees agreeing summit\w* meet meets
    meeting meetings met visit\w* travel\w* dialogue\w* talks consult\w* handshake\w* communicat\w+ cooperat\w+
    shar(?:e|es|ed|ing) lift lifts lifted lifting withdr[ae]w\w* impos\w+ restrict\w+ controls sanction\w*
    terminat\w+ scrap\w* suspen\w+ expire\w* end ended put[ ]on[ ]hold back[ ]on[ ]track decid\w+ decision\w*
    request\w* call calls called calling invit\w+ warn\w* threat\w* test-fir\w+ launch\w* occup\w+ colonial rule
    ruling order mobili[sz]\w+ labor compensat\w+ apolog\w+ remorse retaliat\w+ protest\w* backlash criticism
    resolution improv\w+ thaw\w* melt\w* deteriorat\w+ sink strain\w* eliminat\w+ remov\w+ strengthen\w*
    revitaliz\w+ reactivat\w+ persuad\w+ accelerat\w+ shout\w* payment forced work[ ]together flew funded
"""


def article(id: str) -> str:
    return (REPOSITORY / "corpus" / f"{id}.txt").read_bytes().decode("utf-8")


def layers(folder: Path, id: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((folder / f"{id}.json").read_bytes())
    return data


def cover(spans: Iterator[dict[str, Any]]) -> set[int]:
    return {at for span in spans for at in range(span["start"], span["end"])}


def excused(name: str) -> Excuses:
    found: Excuses = json.loads((HERE / "excused" / f"{name}.json").read_text("utf-8"))
    return found


def excuses(rows: Excuses, id: str, text: str) -> Iterator[tuple[int, int, str]]:
    for row in rows.get(id, []):
        found = [match.start() for match in re.finditer(f"(?={re.escape(row['text'])})", text)]
        assert len(found) >= row.get("occurrence", 1), f"{id}: {row} is not in the text"
        start = found[row.get("occurrence", 1) - 1]
        yield start, start + len(row["text"]), row["rule"]


def candidates(text: str) -> Iterator[tuple[str, int, int]]:
    """Kind, start and end of everything that must be annotated or excused."""
    for match in re.finditer(r"\b[A-Z][\w.]*(?<!\.)", text):
        opens = re.search(r"(?:^|[.!?]['\"”]?\s+|\n|[\"“]|, \")$", text[: match.start()])
        if not (opens and match.group() in OPENERS):
            yield "name", *match.span()
    for kind, pattern in (("time", TIMES), ("cue", SAYING), ("event", TRIGGERS)):
        words = "|".join(re.split(r"(?<!\[)\s+", pattern.strip()))
        for match in re.finditer(rf"\b(?:{words})\b", text, re.IGNORECASE if kind == "event" else 0):
            yield kind, *match.span()
    for match in re.finditer('["“”]', text):
        yield "quotation", *match.span()


def annotated(data: dict[str, Any]) -> dict[str, set[int]]:
    mentions = cover(m["span"] for m in data["mentions"] if m["form"] != "NOM")
    nominals = cover(m["span"] for m in data["mentions"] if m["form"] == "NOM")
    times = cover(t["span"] for t in data["times"])
    triggers = cover(s for e in data["events"] for s in e["trigger"])
    cues = cover(s for q in data["quotes"] for s in q["cue"])
    contents = cover(s for q in data["quotes"] for s in q["content"])
    names = cover(m["span"] for m in data["mentions"] if m["form"] == "NAM")
    return {
        "name": mentions | times | triggers,
        "time": times,
        "cue": cues | triggers,
        "event": triggers | names | (cues & triggers) | (nominals & triggers),
        "quotation": contents,
    }


def unexcused(folder: Path, id: str, rows: Excuses) -> list[str]:
    text, data = article(id), layers(folder, id)
    covered = annotated(data)
    let = {at for start, end, _ in excuses(rows, id, text) for at in range(start, end)}
    return [
        f"{kind} {start}:{end} {text[start:end]!r} in …{text[max(0, start - 30) : end + 30]}…"
        for kind, start, end in candidates(text)
        if not (set(range(start, end)) <= covered[kind] | let or set(range(start, end)) & covered[kind])
    ]


def test_every_pass_is_checked() -> None:
    assert {path.stem for path in (HERE / "excused").glob("*.json")} == set(FOLDERS)


@pytest.mark.parametrize(("name", "id"), CASES)
def test_nothing_is_skipped_over(name: str, id: str) -> None:
    assert unexcused(FOLDERS[name], id, excused(name)) == []


@pytest.mark.parametrize(("name", "id"), CASES)
def test_every_excuse_names_a_rule_and_is_needed(name: str, id: str) -> None:
    text, data = article(id), layers(FOLDERS[name], id)
    covered = annotated(data)
    listed = list(candidates(text))
    for start, end, rule in excuses(excused(name), id, text):
        assert rule in RULES, rule
        span = set(range(start, end))
        needed = [kind for kind, a, b in listed if span & set(range(a, b)) and not set(range(a, b)) & covered[kind]]
        assert needed, f"{id}: the excuse for {text[start:end]!r} at {start} excuses nothing"


@pytest.mark.parametrize("layer", ["mentions", "times", "events", "quotes"])
def test_the_test_bites(layer: str, tmp_path: Path) -> None:
    """Without one record of a layer, something is unexcused."""
    data = layers(GOLD, "gsomia-001")
    del data[layer][0]
    (tmp_path / "gsomia-001.json").write_text(json.dumps(data), "utf-8")
    assert unexcused(tmp_path, "gsomia-001", excused("gold"))
