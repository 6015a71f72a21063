"""Links to other stories."""

from typing import Final

from wiremark.cleaning import patterns as p
from wiremark.cleaning.rule import Place, Rule

# The words of a link: a headline, so neither a sentence nor the rest of one.
_LINK = f'{p.OPENING}.{{2,198}}[^.!?…:;,"”]'
# A word of a name in a heading: of a place, a section, a paper.
_PROPER = f"[{p.UPPER}0-9][^ .!?:;,]{{0,30}}"
_SEE_ALSO = (
    "(?i:read (?:more|also|next)|also read|see also|(?:more )?related(?: (?:articles?|stories|story|news|content|posts?"
    "|links?|coverage|reading|video))?|you (?:may|might) also like|recommended(?: for you| stories| reading)?"
    "|more (?:on this story|top stories|stories)|most (?:read|popular)|editor['’]?s['’]? picks?"
    "|trending(?: now| stories| topics)?|don['’]t miss|in case you missed it"
    "|(?:our )?latest (?:news|stories|articles|posts|headlines|videos)|top stories"
    "|(?:popular|recent|similar|other) (?:posts|stories|articles)|(?:from )?around the web|what to read next"
    "|latest|breaking news|related blog posts|more to explore|keep exploring"
    "|recommended (?:articles|posts|for you)|more (?:news|articles|like this|from (?:the|this) author))"
)

LINKS: Final[tuple[Rule, ...]] = (
    Rule(
        "related_link.heading",
        "related_link",
        f"{_SEE_ALSO}{p.ARROW}",
        example="Related articles:",
        counter_example="Related articles of the lease are in court.",
    ),
    Rule(
        "related_link.more_from",
        "related_link",
        "(?i:(?:more|latest|trending|top (?:stories|news)|most (?:read|viewed|watched|shared)) (?:from|in|on)"
        f"|recommended from)(?i: the)?(?: (?:(?:and|of) )?{_PROPER}){{1,5}}",
        example="More from Ostrand Times",
        counter_example="More on this later",
    ),
    Rule(
        "related_link.capitals",
        "related_link",
        rf"(?:READ (?:MORE|ALSO|NEXT)|ALSO READ|SEE ALSO|RELATED|WATCH|DON['’]T MISS|MORE) ?[:|] ?{_LINK}"
        rf"|(?:WATCH|LISTEN|READ|VIDEO|PHOTOS|ANALYSIS|OPINION) [|] {_LINK}:?",
        example="READ MORE: Ten questions about the storm",
        counter_example="MORE: that is what every minister wants!",
    ),
    Rule(
        "related_link.colon",
        "related_link",
        f"(?i:read more|also read|read also|see also|related(?: (?:story|article|video))?) ?[:|] ?{_LINK}",
        place=Place.NEWS,
        example="Also read: Ten questions about the storm",
        counter_example="See also: what did the mayor know, and when did she know it?",
    ),
    Rule(
        "related_link.listed",
        "related_link",
        ".{3,200}",
        unless=p.QUOTED,
        place=Place.AFTER_END,
        above="[-•·]$",
        example="(END)\n-\nHarbour master honoured for 40 yrs.",
        counter_example="(END) is the last word of the book.",
        languages=None,
    ),
)
