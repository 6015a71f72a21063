"""Who wrote it, and what it is called."""

from typing import Final

from wiremark.cleaning import patterns as p
from wiremark.cleaning.rule import SOME_BODY, Place, Rule

# "By Any Means Necessary", "By Friday Evening": no byline.
_NO_BYLINE = (
    "^(?i:by):? (?:A|An|All|Any|Every|Each|Her|His|How|Its|Just|My|No|Our|Some|Such|Their|This|Way|What|Your"
    f"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|{p.MONTH}) "
)
# Below a headline: a line of text, or who wrote it and when; not a short line like itself, as in verse.
_BELOW_TITLE = (
    f".{{40,}}|(?i:(?:written |posted )?by|posted|published|(?:last )?updated)(?:[ :]|$)|.{{0,39}}[0-9]|[(\\[]"
    f"|(?:{p.NAME}|{p.AGENCY})(?:,|$)"
)
# The same without the line of text: so stands a headline that has the name of a section above it.
_BELOW_SECOND_TITLE = (
    f"(?i:(?:written |posted )?by|posted|published|(?:last )?updated)(?:[ :]|$)|{p.STAMPS}|{p.NAMES}(?:,|$)"
)
_HEADLINE = rf"[“\"‘'\[(¿¡#$€£]?[{p.UPPER}0-9][^ ]*(?: [^ ]+){{3,18}} [^ ]*(?:[^ .!?…:;,\"”’'»)]|[^ .!?…,][\"”’'»)])"
_ROLE = (
    "(?:(?i:(?:staff|senior|special|contributing|foreign|political|chief|associate|guest) )?"
    f"(?i:(?:writer|reporter|correspondent|columnist|contributor|editor)s?)|(?i:special to (?:the )?){p.HOLDER})"
)
# The desk or rank of one who writes for a paper.
_DESK = (
    "(?i:chief|senior|staff|contributing|associate|assistant|deputy|freelance|political|foreign|special|sports?|business"
    "|science|health|education|crime|news|opinion|technology|entertainment|managing|executive|national|environment|royal"
    "|culture|world|international|economics|diplomatic|city|travel|food|features?|investigative|general)"
)
_DESK = f"{_DESK}(?: (?:(?:and|&) )?{_DESK}){{0,2}}"

TOP: Final[tuple[Rule, ...]] = (
    Rule(
        "byline.by",
        "byline",
        f"(?i:(?:written |text |story |posted |published )?by):? (?P<value>{p.NAMES})"
        f"(?:,? (?:{_ROLE}|(?:for|of) {p.HOLDER})|, {p.AGENCY}"
        f"|,? ?[|/] ?[^.!?]{{2,80}}| [-–—] [^.!?]{{2,80}}|,?(?: on| ?[|•·])? {p.STAMPS}| (?i:updated|published):?)?,?",
        unless=_NO_BYLINE,
        place=Place.TOP,
        example="By Ana Ruiz and Jo Falk, Staff Writers",
        counter_example="By Any Means Necessary",
    ),
    Rule(
        "byline.role",
        "byline",
        f"(?P<value>{p.NAMES})(?:, ?| ?[|/] ?){_ROLE}",
        place=Place.TOP,
        example="Ana Ruiz, Staff Reporter",
        counter_example="Ana Ruiz, a staff reporter, was hurt.",
    ),
    Rule(
        "byline.above_date",
        "byline",
        p.NAME,
        unless="(?:^| )(?i:press|release|news|expert|get|read|more|team)(?: |$)",
        place=Place.TOP,
        above=".{20}",
        below=(f"{p.BULLET}(?:{p.STAMPS}|(?:{_DESK} )?(?i:reporter|correspondent|columnist|journalist)(?: |$))",),
        once=True,
        example="Harbour reopens to ferries after storm\nAna Ruiz\nMarch 2, 2031" + SOME_BODY,
        counter_example="Harbour reopens to ferries after storm and fire.\nPort Elsin\nIt was closed for a week."
        + SOME_BODY,
    ),
    Rule(
        "navigation.date",
        "navigation",
        f"{p.BULLET}{p.STAMPS}",
        place=Place.TOP,
        example="Updated: March 2, 2031, 10:15 am",
        counter_example="March 2, 2031 was a Sunday.",
    ),
    Rule(
        "navigation.date_label",
        "navigation",
        f"{p.BULLET}{p.APPEARED} ?:?(?: ?[|]?| ?[|•/]? ?{p.APPEARED} ?:?| {p.STAMPS})",
        example="Published: | Updated:",
        counter_example="Published in secret",
    ),
    Rule(
        "navigation.date_and_time",
        "navigation",
        f"{p.BULLET}(?:{p.DATE_AND_TIME}|{p.AGO})",
        example=SOME_BODY.lstrip() + SOME_BODY + "\nMonday 2 March 2031 10:15 GMT",
        counter_example="3 hours ago the harbour reopened.",
    ),
    Rule(
        "navigation.reading_time",
        "navigation",
        f"(?:{p.STAMPS} ?)?{p.BULLET}[0-9]{{1,3}}[ -](?i:min(?:ute)?s? (?:read(?:ing time)?|listen))"
        f"(?: ?[|•·,-]? ?(?:{p.STAMPS}|(?i:by) {p.NAMES}))?"
        f"|{p.BULLET}(?i:(?:estimated )?read(?:ing)? time|time to read|listen):? ?[·•|(-]? ?"
        r"[0-9]{1,3} (?i:min(?:ute)?s?)\)?",
        needs=("min",),
        example="7 min read",
        counter_example="7 minutes passed.",
    ),
    Rule(
        "navigation.author",
        "navigation",
        "(?i:(?:about |meet )?(?:the )?authors?|author bio"
        "|(?:written|story|article|words|text|posted|edited|fact[- ]checked|(?:medically )?reviewed) by"
        "|view all posts|(?:view|see|read) (?:all|more) (?:posts|articles|stories) (?:by|from) .{3,40}"
        "|more (?:posts|articles|stories) by .{3,40}) ?:?",
        example="About the author",
        counter_example="About the author of the letter nothing is known.",
    ),
    Rule(
        "navigation.byline_word",
        "navigation",
        f"(?i:by)(?: and)? ?[|:•-]?(?: {p.STAMPS})?",
        place=Place.TOP,
        example="By |",
        counter_example="By and by",
    ),
    Rule(
        "navigation.role",
        "navigation",
        f"{_DESK} (?i:writer|reporter|correspondent|columnist|editor|contributor|journalist)",
        place=Place.TOP,
        example="Political correspondent",
        counter_example="Reporter at large",
    ),
    Rule(
        "title.first_line",
        "title",
        _HEADLINE,
        unless=f"^[0-9]{{1,2}}[.)] |{p.SPOKEN}",
        place=Place.FIRST,
        below=(_BELOW_TITLE,),
        once=True,
        example="Harbour reopens to ferries after storm" + SOME_BODY,
        counter_example="The harbour reopened on Monday after the storm." + SOME_BODY,
    ),
    Rule(
        "title.below_kicker",
        "title",
        _HEADLINE,
        unless=f"^[0-9]{{1,2}}[.)] |{p.SPOKEN}",
        place=Place.TOP,
        above=f"[{p.UPPER}][^.!?:,0-9]{{1,24}}$",
        below=(_BELOW_SECOND_TITLE,),
        once=True,
        example="Shipping\nHarbour reopens to ferries after storm\nBy Ana Ruiz" + SOME_BODY,
        counter_example="Shipping\nHarbour reopens to ferries after storm\nIts master wept." + SOME_BODY,
    ),
)
