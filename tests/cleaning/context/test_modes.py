"""The modes on articles of our own making, the seeds, and what stands in every record of a model's piece."""

import json
from pathlib import Path

import numpy as np
import pytest

from wiremark.cleaning import JOINER, Cleaned, clean, dumps, rebuild, record
from wiremark.cleaning.context import MODEL_VERSION
from wiremark.cleaning.context.features import Line
from wiremark.cleaning.context.line import NAMES
from wiremark.cleaning.context.model import Model, shipped
from wiremark.cleaning.context.rows import lines_of
from wiremark.cleaning.trees import UNIT, Trees

ROOT = Path(__file__).parents[3]
ARTICLES = sorted((ROOT / "tests/cleaning/articles").glob("*.txt"))
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
EXAMPLES = sorted((ROOT / "scripts/wiremark/template/example/seeds").glob("*.txt"))

BODY = [
    "The harbour of Ostrand will stay closed to ferries until the end of the week, its master said on Monday, after"
    " a storm tore two cranes from the northern quay and sank a barge at the mouth of the river.",
    "Some 4,000 passengers were waiting in the two terminals on Monday evening, and the town opened its schools to"
    " those who had found no room. The railway put on extra trains to the south, but most were full by noon.",
    "“We have never seen water like this,” said Ana Ruiz, who has run the pilot station for eleven years.",
    "“Nobody slept.”",
    "Cranes that were due for repair",
    "The two cranes were built forty years ago and had been due for repair since the spring, according to a report"
    " that the port authority published last year. It put the cost of the work at 12 million crowns.",
    "The mayor, Jo Falk, rejected the charge that the town had saved money on safety. He told reporters that the"
    " report had named no danger, and that the work had been put off because no firm had made an offer.",
    "Divers will begin to raise the barge on Wednesday if the wind drops. Until then small boats may pass in"
    " daylight, one at a time, and the ferry company has asked travellers to stay away from the port.",
]
LEFTOVERS = [
    "Sign up for our free morning newsletter and get the latest news in your inbox every day.",
    "By signing up you agree to our terms of use and our privacy policy.",
    "Ten beaches to visit before the summer ends",
    "Why the price of bread has doubled since May",
    "Five things to know about the new tax on cars",
    "Ana Moss is a freelance writer who covers the sea. Follow her on Twitter.",
]
PAGE = "\n\n".join([*BODY[:3], *LEFTOVERS[:2], *BODY[3:], *LEFTOVERS[2:]])


def removed(cleaned: Cleaned) -> list[str]:
    return [piece.text for piece in cleaned.removed if piece.rule == "context"]


def test_full_takes_out_what_no_rule_claims_and_keeps_quotations_and_headings() -> None:
    cleaned = clean(PAGE, mode="full")
    assert cleaned.text == JOINER.join(BODY)


def test_safe_takes_out_no_more_than_full_and_rules_no_more_than_safe() -> None:
    rules, safe, full = (clean(PAGE, mode=mode) for mode in ("rules", "safe", "full"))
    assert removed(rules) == []
    assert set(removed(safe)) <= set(removed(full))
    assert LEFTOVERS[-1] in removed(safe)
    assert all(line in safe.text for line in BODY)


@pytest.mark.parametrize("mode", ["rules", "safe", "full"])
def test_every_piece_of_the_model_has_its_score_and_no_other_has_one(mode: str) -> None:
    cleaned = clean(PAGE, mode=mode)
    for piece in cleaned.removed:
        assert (piece.score is not None) == (piece.rule == "context") == (piece.reason == "boilerplate")
        assert piece.score is None or (0.5 < piece.score <= 1 and piece.score == round(piece.score, 4))
        assert PAGE[piece.start : piece.end] == piece.text
    made = record(cleaned, id="page", seed="page.txt", raw=PAGE.encode())
    assert rebuild(json.loads(dumps(made)), cleaned.text) == PAGE


@pytest.mark.parametrize("mode", ["safe", "full"])
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_the_seeds_come_out_as_in_every_other_mode(path: Path, mode: str) -> None:
    raw = path.read_bytes().decode("utf-8")
    assert clean(raw, mode=mode) == clean(raw)


@pytest.mark.parametrize("path", [*ARTICLES, *EXAMPLES], ids=lambda path: path.stem)
def test_safe_leaves_the_body_of_made_up_articles_whole(path: Path) -> None:
    raw = path.read_bytes().decode("utf-8")
    assert clean(raw, mode="safe").text == clean(raw).text


def test_a_record_names_another_mode_than_rules_and_the_model() -> None:
    made = {mode: record(clean(PAGE, mode=mode), id="p", seed="p", raw=b"", mode=mode) for mode in ("rules", "full")}
    assert "mode" not in made["rules"]
    assert (made["full"]["mode"], made["full"]["model_version"]) == ("full", MODEL_VERSION)


@pytest.mark.parametrize("path", [*ARTICLES, *EXAMPLES], ids=lambda path: path.stem)
def test_full_leaves_most_of_the_body_of_made_up_articles(path: Path) -> None:
    raw = path.read_bytes().decode("utf-8")
    assert len(clean(raw, mode="full").text) > 0.6 * len(clean(raw).text)


def test_another_language_is_left_to_the_rules_with_a_note() -> None:
    cleaned = clean(PAGE, language="de", mode="full")
    assert removed(cleaned) == []
    assert any("English only" in note for note in cleaned.notes)


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(ValueError, match="rules, safe, full"):
        clean(PAGE, mode="fast")


@pytest.mark.parametrize("text", ["", " \n\n", "-\n-", "Share\nSubscribe to our newsletter\nRelated", "x"])
def test_a_text_is_never_emptied_by_the_model(text: str) -> None:
    assert bool(clean(text, mode="full").text) == bool(clean(text).text)


def marked(prose: int, bulleted: int) -> set[int]:
    """The numbers of the lines that `full` takes out with a model to which every line with a bullet is boilerplate."""
    bullet = Trees(
        np.array([[NAMES.index("starts_mark")]], dtype=np.uint16),
        np.array([[0.5]], dtype=np.float32),
        np.array([[-3 * UNIT, 3 * UNIT]], dtype=np.int32),
    )
    lines = [Line(BODY[0], "", True)] * prose + [Line(f"• {BODY[1]}", "", True)] * bulleted
    return set(Model(bullet, bullet, {"safe": 0.99, "full": 0.7}).dropped(lines, "full"))


def test_most_of_a_text_goes_only_where_a_story_stays_and_not_much_more_of_the_prose_goes() -> None:
    assert marked(5, 3) == {5, 6, 7}
    assert marked(3, 7) == {3, 4, 5, 6, 7, 8, 9}  # most goes, but three paragraphs stay
    assert marked(1, 2) == set()  # a paragraph is no story
    assert marked(2, 12) == set()  # far more prose would go than stays
    assert marked(0, 4) == set()


ABOVE = (
    "Home|News|Sport|Weather|Business|Culture|Opinion|Video|Podcasts|Newsletters|Sign in|Subscribe|Search|Most "
    "read|Ten beaches to visit before the summer ends|Why the price of bread has doubled since May|Five things to"
    " know about the new tax on cars|How a village in Vesterland saved its school|Ostrand Times|Storm closes the "
    "harbour of Ostrand|Jo Falk|2 March 2031|Share|Copy link|Facebook|X|WhatsApp"
)
BELOW = (
    "More from the harbour|Is your boat insured? What to ask before you sign|Who pays when a crane falls|The men "
    "who count the gulls|What the river took|In pictures: ice on the quay|Ferry prices to rise in May|The last "
    "coal boat|A day with the pilots of Ostrand|Ten lemon cakes for a cold day|Your letters|About "
    "us|Contact|Jobs|Advertise|Terms|Privacy|Cookies|Ostrand Times 2031. All the news of the river."
)


def test_a_page_full_of_links_is_cleaned_but_for_its_story() -> None:
    raw = "\n".join([*ABOVE.split("|"), *BODY[:4], *BELOW.split("|")])
    assert sum(map(len, BODY[:4])) < 0.4 * len(raw)
    assert clean(raw, mode="full").text == JOINER.join(BODY[:4])


TEXTS = {
    "speech": "Friends,|Tonight the old ferry makes her last run.|She is slow. She leaks. She is ours.|So let us be"
    " slow with her.|Let us stand at the rail and be cold.|And when she ties up, let us be quiet.|Thank you.",
    "questions": "Q: Did you see the ferry?|A: I did. She was low in the water.|Q: What time was that?|A: About six."
    " It was getting dark.|Q: Who was with you?|A: My brother and two men from the pier.|Q: Nobody else?|A: A dog.",
    "transcript": "RUIZ: What do you see?|FALK: Two cranes, lying in the water. A great many gulls.|RUIZ: And the"
    " people?|FALK: They have gone home. (LAUGHTER) It is cold.|RUIZ: Go home too.|FALK: I will.",
    "live": "The storm has closed the port. We follow events through the day.|10.42am|The coastguard says that all"
    " crew are safe.|10.15am|Trains to the south are full until noon.|9.50am|The mayor asked people to stay away.",
    "list": "Fish prices on the quay on Monday, in crowns a kilo:|Herring 12|Cod 31|Plaice 24|Eel 80|Mussels 9"
    "|Prices were little changed. The fleet stayed in because of the wind.",
    "poem": "The ferry left at seven,|the gulls came in at eight,|the harbour lay like iron,|the gulls were late.",
}


@pytest.mark.parametrize("name", TEXTS)
def test_full_leaves_short_lines_that_are_the_article(name: str) -> None:
    lines = TEXTS[name].split("|")
    assert clean("\n".join(lines), mode="full").text == JOINER.join(lines)


def test_scores_do_not_depend_on_what_was_scored_before() -> None:
    lines = [row.line for row in lines_of(clean(PAGE))]
    once = shipped().scores(lines)
    shipped().scores(lines[:3])
    assert shipped().scores(lines) == once
    assert clean(PAGE, mode="full") == clean(PAGE, mode="full")


def test_lines_of_a_page_are_those_that_are_not_blank() -> None:
    raw = "By Ana Ruiz\r\n\r\n  The harbour reopened on Monday after the storm, its master said. \nShare\n"
    rows = lines_of(clean(raw))
    assert [raw[row.start : row.end] for row in rows] == [part.strip() for part in raw.split("\n") if part.strip()]
    assert [row.line.kept for row in rows] == [False, True, False]


def test_a_text_of_more_lines_than_any_article_is_left_to_the_rules() -> None:
    raw = "\n".join(["Sign up for our free harbour letter"] * 20_001)
    assert clean(raw, mode="full") == clean(raw)
