"""Links to other stories."""

from typing import Final

from wiremark.cleaning import patterns as p
from wiremark.cleaning.rule import Place, Rule

LINKS: Final[tuple[Rule, ...]] = (
    Rule(
        "related_link.heading",
        "related_link",
        f"{p.SEE_ALSO}{p.ARROW}",
        example="Related articles:",
        counter_example="Related articles of the lease are in court.",
    ),
    Rule(
        "related_link.more_from",
        "related_link",
        "(?i:(?:more|latest|trending|top (?:stories|news)|most (?:read|viewed|watched|shared)) (?:from|in|on)"
        f"|recommended from)(?i: the)?(?: (?:(?:and|of) )?{p.PROPER}){{1,5}}",
        example="More from Ostrand Times",
        counter_example="More on this later",
    ),
    Rule(
        "related_link.capitals",
        "related_link",
        rf"(?:READ (?:MORE|ALSO|NEXT)|ALSO READ|SEE ALSO|RELATED|WATCH|DON['’]T MISS|MORE) ?[:|] ?{p.LINK}"
        rf"|(?:WATCH|LISTEN|READ|VIDEO|PHOTOS|ANALYSIS|OPINION) [|] {p.LINK}:?",
        example="READ MORE: Ten questions about the storm",
        counter_example="MORE: that is what every minister wants!",
    ),
    Rule(
        "related_link.colon",
        "related_link",
        f"(?i:read more|also read|read also|see also|related(?: (?:story|article|video))?) ?[:|] ?{p.LINK}",
        place=Place.NEWS,
        example="Also read: Ten questions about the storm",
        counter_example="See also: what did the mayor know, and when did she know it?",
    ),
    Rule(
        "related_link.listed",
        "related_link",
        ".{3,200}",
        unless='["“”]',
        place=Place.AFTER_END,
        above="[-•·]$",
        example="(END)\n-\nHarbour master honoured for 40 yrs.",
        counter_example="(END) is the last word of the book.",
        languages=None,
    ),
)
