"""The head of a wire story."""

from typing import Final

from wiremark.cleaning import patterns as p
from wiremark.cleaning.rule import SOME_BODY, Part, Place, Rule

# The cities that a dateline names without a country or state.
_KNOWN_CITY = (
    "(?:AMSTERDAM|ATLANTA|BAGHDAD|BALTIMORE|BANGKOK|BEIJING|BEIRUT|BERLIN|BOSTON|BRUSSELS|CAIRO|CHICAGO|CINCINNATI"
    "|CLEVELAND|DALLAS|DENVER|DETROIT|DUBLIN|GENEVA|HAVANA|HELSINKI|HONG KONG|HONOLULU|HOUSTON|INDIANAPOLIS|ISLAMABAD"
    "|ISTANBUL|JERUSALEM|JOHANNESBURG|LAS VEGAS|LONDON|LOS ANGELES|MADRID|MEXICO CITY|MIAMI|MILAN|MILWAUKEE"
    "|MINNEAPOLIS|MONTREAL|MOSCOW|MUNICH|NEW DELHI|NEW ORLEANS|NEW YORK|OKLAHOMA CITY|PARIS|PHILADELPHIA|PHOENIX"
    r"|PITTSBURGH|PRAGUE|RIO DE JANEIRO|ROME|SALT LAKE CITY|SAN ANTONIO|SAN DIEGO|SAN FRANCISCO|SAO PAULO|SEATTLE"
    r"|SEOUL|SHANGHAI|SINGAPORE|ST\. LOUIS|STOCKHOLM|SYDNEY|TOKYO|TORONTO|VATICAN CITY|VIENNA|WASHINGTON|ZURICH)"
)
# The mark that a desk puts before a headline.
_EDITION = (
    "(?i:(?:[1-9](?:st|nd|rd|th) )?(?:lead|ld)(?:[ -]writethru)?|(?:updated?|wrapup)(?: ?[0-9]{1,2})?"
    "|(?:yonhap )?(?:interview|feature|exclusive)|news focus|news analysis|urgent|breaking(?: news)?"
    r"|corrected|correction|recasts|factbox|profile|yearender|roundup|editorial(?: from [^()\[\]]{1,60})?)"
)

HEAD: Final[tuple[Rule, ...]] = (
    Rule(
        "edition_tag.brackets",
        "edition_tag",
        rf"(?P<cut>[(\[](?P<value>{_EDITION})[)\]]) ?{p.OPENING}",
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
        f"(?P<cut>(?P<value>{p.CITY}, {p.TOWN}|{_KNOWN_CITY}) (?:--|[–—-]) ){p.OPENING}",
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
