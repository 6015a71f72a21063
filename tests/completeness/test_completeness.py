"""Nothing is skipped over: each candidate in a text is annotated, or excused under a rule of the guidelines.

The candidates come from the text alone: capitalised words, time words, quotation marks, verbs of saying, and a lexicon
of trigger words. `excused.json` holds the excuses, `{document: [{text, occurrence?, rule}]}`.
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
EXCUSED: dict[str, list[dict[str, Any]]] = json.loads((HERE / "excused.json").read_text("utf-8"))
RULES = set(re.findall(r"\*\*(R-[A-Z]+\d+)", (REPOSITORY / "annotations" / "GUIDELINES.md").read_text("utf-8")))
DOCUMENTS = sorted(path.stem for path in (REPOSITORY / "corpus").glob("*.txt"))

# A capital on one of these, where a sentence or a quotation opens, is no name: R-E9.
OPENERS = frozenset(
    "A After Also An And As At Before But Citing During Faced For From He However If In It Just Last On Our She Shortly "
    "Signed Since Some The They This Through We When While With".split()
)
SAYING = (
    r"sa(?:y|ys|id|ying)|t(?:ell|ells|old|elling)|add(?:s|ed|ing)?|stat(?:e|es|ed|ing)|mention\w*|report(?:s|ed|edly|ing)|"
    r"announc\w+|confirm\w*|inform(?:s|ed|ing)|emphasi[sz]\w+|warn(?:s|ed|ing)|cit(?:e|es|ed|ing)|according to|declar\w+|"
    r"explain\w*|claim\w*|argu\w+|not(?:e|es|ed|ing)|quot\w+|told|deliver(?:s|ed|ing)|hope[ds]?|expected"
)
TIMES = (
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:January|February|March|April|June|July|August|September|October|"
    r"November|December|May)(?= \d|\b)|(?:19|20)\d\d|1910-45|today|yesterday|tomorrow|tonight|weekend|"
    r"(?:last|next|this|previous|same) (?:week|month|year|day|morning)|(?:the )?previous day|\d+[ -](?:years?|minutes?|days?)|"
    r"hours|minutes|morning|soon|ago|earlier|already"
)
TRIGGERS = (
    r"normali[sz]\w+|restor\w+|renew\w*|sign(?:s|ed|ing)\b|agree[ds]?\b|agreeing|summit\w*|meet(?:s|ing|ings)?\b|met\b|visit\w*|"
    r"travel\w*|dialogue\w*|talks\b|consult\w*|shak\w+ hands|communicat\w+|cooperat\w+|shar(?:e|es|ed|ing)\b|lift(?:s|ed|ing)\b|"
    r"withdr[ae]w\w*|impos\w+|restrict\w+|controls\b|sanction\w*|terminat\w+|scrap\w*|suspen\w+|expire\w*|\bend\b|ended\b|"
    r"put on hold|back on track|decid\w+|decision\w*|request\w*|call(?:s|ed|ing)\b|invit\w+|warn\w*|threat\w*|test-fir\w+|launch\w*|"
    r"occup\w+|colonial|rule\b|ruling|order\b|mobili[sz]\w+|labor|compensat\w+|apolog\w+|remorse|retaliat\w+|protest\w*|"
    r"backlash|criticism|resolution|improv\w+|thaw\w*|melt\w*|deteriorat\w+|sink\b|strain\w*|eliminat\w+|remov\w+|"
    r"strengthen\w*|revitaliz\w+|reactivat\w+|persuad\w+|accelerat\w+|shout\w*|payment|forced|work(?:s|ing)? together|fl[ey]w\b|fund(?:s|ed|ing)\b"
)


def article(id: str) -> str:
    return (REPOSITORY / "corpus" / f"{id}.txt").read_bytes().decode("utf-8")


def layers(folder: Path, id: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((folder / f"{id}.json").read_bytes())
    return data


def cover(spans: Iterator[dict[str, Any]]) -> set[int]:
    return {at for span in spans for at in range(span["start"], span["end"])}


def excuses(id: str, text: str) -> Iterator[tuple[int, int, str]]:
    for row in EXCUSED[id]:
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
        for match in re.finditer(rf"\b(?:{pattern})", text, re.IGNORECASE if kind == "event" else 0):
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


def unexcused(folder: Path, id: str) -> list[str]:
    text, data = article(id), layers(folder, id)
    covered = annotated(data)
    excused = {at for start, end, _ in excuses(id, text) for at in range(start, end)}
    return [
        f"{kind} {start}:{end} {text[start:end]!r} in …{text[max(0, start - 30) : end + 30]}…"
        for kind, start, end in candidates(text)
        if not (set(range(start, end)) <= covered[kind] | excused or set(range(start, end)) & covered[kind])
    ]


@pytest.mark.parametrize("id", DOCUMENTS)
def test_nothing_is_skipped_over(id: str) -> None:
    assert unexcused(REPOSITORY / "annotations", id) == []


@pytest.mark.parametrize("id", DOCUMENTS)
def test_every_excuse_names_a_rule_and_is_needed(id: str) -> None:
    text, data = article(id), layers(REPOSITORY / "annotations", id)
    covered = annotated(data)
    listed = list(candidates(text))
    for start, end, rule in excuses(id, text):
        assert rule in RULES, rule
        span = set(range(start, end))
        needed = [kind for kind, a, b in listed if span & set(range(a, b)) and not set(range(a, b)) & covered[kind]]
        assert needed, f"{id}: the excuse for {text[start:end]!r} at {start} excuses nothing"


@pytest.mark.parametrize("layer", ["mentions", "times", "events", "quotes"])
def test_the_test_bites(layer: str, tmp_path: Path) -> None:
    """Without one record of a layer, something is unexcused."""
    data = layers(REPOSITORY / "annotations", "gsomia-001")
    del data[layer][0]
    (tmp_path / "gsomia-001.json").write_text(json.dumps(data), "utf-8")
    assert unexcused(tmp_path, "gsomia-001")
