"""The head of a wire story."""

from typing import Final

from wiremark.cleaning import patterns as p
from wiremark.cleaning.rule import SOME_BODY, Part, Place, Rule

HEAD: Final[tuple[Rule, ...]] = (
    Rule(
        "edition_tag.brackets",
        "edition_tag",
        rf"(?P<cut>[(\[](?P<value>{p.EDITION})[)\]]) ?{p.OPENING}",
        part=Part.HEAD,
        place=Place.TOP,
        example="(2nd LD) Harbour reopens to ferries" + SOME_BODY,
        counter_example="(Lead) pipes remain in 400 homes." + SOME_BODY,
    ),
    Rule(
        "edition_tag.slug",
        "edition_tag",
        "(?P<cut>(?P<value>(?:UPDATE|WRAPUP|RPT|REFILE|CORRECTED|CORRECTION|EXCLUSIVE|FACTBOX|TIMELINE)"
        f"(?: [0-9]{{1,2}})?)-){p.OPENING}",
        part=Part.HEAD,
        place=Place.TOP,
        example="UPDATE 3-Harbour reopens to ferries" + SOME_BODY,
        counter_example="EXCLUSIVE - It was the one word on the envelope." + SOME_BODY,
    ),
    Rule(
        "dateline.agency",
        "dateline",
        f"(?P<value>(?:{p.CITY}{p.REGION}(?:, {p.DAY})?|{p.TOWN}{p.REGION},? {p.DAY})(?:, [12][0-9]{{3}})?"
        rf" ?\({p.AGENCY}(?: ?[/-] ?{p.AGENCY})?\)) ?{p.DASH} ",
        part=Part.HEAD,
        place=Place.TOP,
        example="OSTRAND, March 2 (Xinhua) -- The harbour reopened.",
        counter_example="The Associated Press (AP) - a wire - was founded by papers.",
    ),
    Rule(
        "dateline.date",
        "dateline",
        rf"(?P<value>{p.CITY}{p.REGION}, {p.DAY}(?:, [12][0-9]{{3}})?(?: ?\([^()]{{2,40}}\))?) ?{p.DASH} ",
        part=Part.HEAD,
        place=Place.TOP,
        example="OSTRAND, March 2 -- The harbour reopened.",
        counter_example="On March 2 - a Monday - the harbour reopened.",
    ),
    Rule(
        "dateline.city",
        "dateline",
        f"(?P<cut>(?P<value>{p.CITY}, {p.TOWN}|{p.KNOWN_CITY}) (?:--|[–—-]) ){p.OPENING}",
        part=Part.HEAD,
        place=Place.FIRST,
        example="OSTRAND, Vesterland — The harbour reopened." + SOME_BODY,
        counter_example="TAXES — They are going up again." + SOME_BODY,
    ),
    Rule(
        "agency_tag.brackets",
        "agency_tag",
        rf"(?P<cut>[\[【(](?P<value>{p.AGENCY})(?: [^()\[\]【】]{{1,40}})?[\]】)](?: ?(?:{p.DASH}|/))? ){p.OPENING}",
        part=Part.HEAD,
        place=Place.TOP,
        example="[Ostrand News Agency] The harbour reopened.",
        counter_example="[The Daily Post] editors never saw the letter, he says.",
    ),
)
