"""The rule table against its own examples."""

import re

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from wiremark.cleaning import JOINER, METADATA, REASONS, RULES, Part, Rule, clean

SEEN_BY_THE_CLEANER = {"boilerplate", "line_break", "published", "white_space"}


def by_id(rule: Rule) -> str:
    return rule.id


@pytest.mark.parametrize("rule", RULES, ids=by_id)
def test_example_is_taken_out_by_its_rule(rule: Rule) -> None:
    taken = [piece for piece in clean(rule.example).removed if piece.rule == rule.id]
    assert taken
    assert {piece.reason for piece in taken} == {rule.reason}


@pytest.mark.parametrize("rule", RULES, ids=by_id)
def test_counter_example_is_left_whole(rule: Rule) -> None:
    assert clean(rule.counter_example).text == rule.counter_example.replace("\n", JOINER)


@pytest.mark.parametrize("rule", RULES, ids=by_id)
def test_counter_example_is_left_whole_inside_an_article(rule: Rule) -> None:
    before = "The harbour was closed for a week after the storm, its master said on Monday."
    after = "It will open again when the last of the wrecks has been lifted, he told reporters."
    raw = "\n".join((before, rule.counter_example, after))
    assert clean(raw).text == raw.replace("\n", JOINER)


def test_ids_are_unique_and_begin_with_their_reason_or_kin() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert all(rule.id.startswith(f"{rule.reason}.") for rule in RULES)


def test_every_reason_is_known_and_reachable() -> None:
    reached = {piece.reason for rule in RULES for piece in clean(rule.example).removed}
    assert reached | SEEN_BY_THE_CLEANER == set(REASONS)
    assert set(METADATA) <= set(REASONS)


@pytest.mark.parametrize("rule", RULES, ids=by_id)
def test_pattern_means_the_same_in_re2(rule: Rule) -> None:
    lines = sorted({line for other in RULES for line in f"{other.example}\n{other.counter_example}".split("\n")})
    for pattern in filter(None, (rule.pattern, rule.unless, rule.above, *rule.below)):
        assert not re.search(r"\\[swdbSWDB1-9]", pattern), "a class that RE2 reads as ASCII, or a reference"
        whole = f"^(?:{pattern})$"
        in_re2 = pc.match_substring_regex(pa.array(lines), whole).to_pylist()
        assert in_re2 == [bool(re.search(whole, line)) for line in lines]


@pytest.mark.parametrize("rule", RULES, ids=by_id)
def test_a_head_rule_cuts_at_the_head(rule: Rule) -> None:
    if rule.part is Part.HEAD and "(?P<cut>" in rule.pattern:
        assert rule.pattern.startswith("(?P<cut>")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("WASHINGTON (Reuters) - The bridge opened.", "dateline"),
        ("LONDON (AP) — The bridge opened.", "dateline"),
        ("BEIJING, Jan. 3 (Xinhua) -- The bridge opened.", "dateline"),
        ("SEOUL/TOKYO, March 17 (Reuters) - The bridge opened.", "dateline"),
        ("Seoul, 17 March (Yonhap) -- The bridge opened.", "dateline"),
        ("[Reuters] The bridge opened.", "agency_tag"),
        ("(AFP) – The bridge opened.", "agency_tag"),
        ("(Reuters) / The bridge opened.", "agency_tag"),
        ("Getty Images", "credit"),
        ("AP Photo/Ana Ruiz", "credit"),
        ("/ Reuters", "credit"),
        ("Ana Ruiz / Reuters", "credit"),
        ("(Photo: Ana Ruiz)", "credit"),
        ("Courtesy of Ostrand Harbour Office", "credit"),
        ("(Yonhap file photo)", "credit"),
        ("(Reporting by Ana Ruiz; Editing by Jo Falk)", "credit"),
        ("(ENDS)", "end_mark"),
        ("[End]", "end_mark"),
        ("END", "end_mark"),
        ("- - -", "separator"),
        ("• • •", "separator"),
        ("Read more:", "related_link"),
        ("Also read: Ten ways to mend a net", "related_link"),
        ("You may also like", "related_link"),
        ("Advertisement", "navigation"),
        ("ADVERTISEMENT - CONTINUE READING BELOW", "navigation"),
        ("Share this article", "navigation"),
        ("Sign up for our newsletter", "navigation"),
        ("Story continues below advertisement", "navigation"),
        ("Please read on...", "navigation"),
        ("Follow Ana Ruiz on X: @aruiz", "contact"),
        ("Ana Ruiz, aruiz@ostrand.example", "contact"),
        ("Copyright © 2031 Ostrand News", "source_line"),
        ("© 2031 Ostrand News. All rights reserved.", "source_line"),
        ("By Jane Doe and John Roe, Staff Writer", "byline"),
        ("BY ANA RUIZ | OSTRAND TIMES", "byline"),
        ("Ana Ruiz | Ostrand | Getty Images", "credit"),
        ("Advertisement - continue reading below", "navigation"),
        ("In this May 3, 2031 file photo, a crane lifts a boat.", "caption"),
        ("By Zoë de la Cruz", "byline"),
    ],
)
def test_a_habit_of_wires_and_papers_is_known(line: str, reason: str) -> None:
    assert reason in {piece.reason for piece in clean(line).removed}


@pytest.mark.parametrize(
    "line",
    [
        "By Friday the water was gone.",
        "By Air and Sea",
        "“Read more,” she said.",
        "Yes",
        "He left.",
        "Photo finish",
        "OPEC — the cartel, not the band — met on Monday.",
        "THE END OF THE AFFAIR",
        "Source material is scarce.",
        "1. Bring a coat",
        "- Bring a coat",
        "• Bring a coat",
        "Q: Why now?",
        "Follow the rules.",
        "Advertisers fled.",
        "It ended in a draw, Reuters reported.",
        "He sent it to a reader at bees@ostrand.example and waited.",
        "President Ana Ruiz shook hands with dockers on March 2, 2031, and left.",
        "The treaty takes effect on March 2, 2031.",
        "More stories like hers will follow.",
        "Related: nothing is, says Falk.",
        "In this photo, she is nine years old.",
        "Like many on Facebook, he knew nothing.",
        "Advertisement - a curse of our age, he says.",
        "Related to the mayor: nobody.",
        "Credit: where it is due, he says.",
        "Follow the money on X: it leads home.",
        "…",
        "A. J. Moss",
    ],
)
@pytest.mark.parametrize("place", ["alone", "inside"])
def test_a_line_that_only_looks_like_it_stays(line: str, place: str) -> None:
    before = "The harbour was closed for a week after the storm, its master said on Monday."
    raw = line if place == "alone" else f"{before}\n{line}\n{before}"
    assert line in clean(raw).text.split(JOINER)


def test_what_rules_need_is_in_small_letters_and_no_case_makes_it_longer() -> None:
    needs = {string for rule in RULES for string in rule.needs}
    assert needs
    for string in needs:
        # "İ" in small letters is an i with a dot behind it: a search that minds no case would miss one at the end
        assert string == string.lower()
        assert not string.endswith(("i", " ")), string
