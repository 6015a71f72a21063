"""The rule table: what may leave an article, and why.

One row holds one habit of newsrooms or web pages, never one article. Rows are tried from top to bottom, and
a line that no row claims stays. All examples are made up.
"""

from typing import Final

from wiremark.cleaning import patterns as p
from wiremark.cleaning.rule import Part, Place, Rule

RULES_VERSION: Final = "1"
"""Changes whenever a row does what it did not do before."""

# Body text for examples that need some below.
_BODY = "\nThe harbour will be closed to all ships until the end of the week, its master said."

RULES: Final[tuple[Rule, ...]] = (
    # what the conversion of a page to text left behind
    Rule(
        "markup.image",
        "markup",
        r"!\[\]\([^()]{0,300}\)(?: ?\|)?",
        example="![](https://example.org/harbour.jpg) |",
        counter_example="He typed ![ ] and laughed.",
        languages=None,
    ),
    Rule(
        "markup.image_text",
        "markup",
        r"!\[[^\]]{0,300}\]\([^()]{0,300}\)(?: ?\|)?",
        place=Place.TOP,
        example="![The harbour](https://example.org/harbour.jpg)",
        counter_example="Write ![alt](url) and the picture appears.",
        languages=None,
    ),
    Rule(
        "markup.table",
        "markup",
        r"\|?(?: ?:?-{2,}:? ?\|)+(?: ?:?-{2,}:?)?|\|{1,4}",
        example="| --- | --- |",
        counter_example="|x| is never below zero.",
        languages=None,
    ),
    Rule(
        "markup.cell",
        "markup",
        r"[^|]+(?P<cut>\|)",
        example="The harbour at dawn |",
        counter_example="Ships | Tonnes | Crew",
        languages=None,
    ),
    Rule(
        "markup.tag",
        "markup",
        "</?(?i:p|div|span|br|hr|a|b|i|em|strong|figure|figcaption|img|table|tr|td|ul|ol|li)(?: [^<>]{0,300})?/?>"
        "|&nbsp;",
        example="<br />",
        counter_example="<unintelligible>, the transcript says.",
        languages=None,
    ),
    # the end of an article and what stands below it
    Rule(
        "end_mark.word",
        "end_mark",
        r"[(\[<] ?(?i:ends?) ?[)\]>]|-{1,2} ?(?:(?i:ends?)|30|0) ?-{1,2}|ENDS?|Enditem|={2,3} ?Kyodo"
        "|[(（〔][完끝了][)）〕]",
        example="-30-",
        counter_example="The End",
        ends_article=True,
        languages=None,
    ),
    Rule(
        "end_mark.sign", "end_mark", "#{3,5}|# # #|[■□▪◼]", example="###", counter_example="# of ships", languages=None
    ),
    Rule(
        "separator.before_wire_note",
        "separator",
        "_{3,}",
        below=(p.WIRE_NOTE,),
        example="___\nAP writer Jon Pell contributed to this report.",
        counter_example="___\nThree years passed.",
    ),
    Rule(
        "separator.after_wire_note",
        "separator",
        "_{3,}",
        above=p.WIRE_NOTE,
        example="AP writer Jon Pell contributed to this report.\n___",
        counter_example="Three years passed.\n___",
    ),
    Rule(
        "separator.line",
        "separator",
        "[-–—―=~*•·](?: ?[-–—―=~*•·]){0,79}",
        example="* * *",
        counter_example="...",
        languages=None,
    ),
    # wires' and papers' notes about themselves
    Rule(
        "credit.report",
        "credit",
        rf"\({p.TASK} {p.CREDITED}\.?\)\.?",
        example="(Reporting by Ana Ruiz in Ostrand; Editing by Jo Falk)",
        counter_example="(Reporting by telephone was not allowed.)",
    ),
    Rule(
        "credit.contributed",
        "credit",
        rf"\(?(?:{p.AGENCY}|(?:{p.AGENCY} )?(?i:staff )?(?i:writer|reporter|journalist|correspondent)s? {p.CREDITED})"
        r" contributed (?:reporting )?to this (?:report|story|article)\.?\)?"
        rf"|\({p.CREDITED} contributed (?:reporting )?to this (?:report|story|article)\.?\)",
        example="AP writer Jon Pell in Ostrand contributed to this report.",
        counter_example="All three states contributed to this report.",
    ),
    Rule(
        "credit.editor",
        "credit",
        f"Editors?: ?{p.NAMES}",
        place=Place.AFTER_END,
        example="(END)\nEditor: Jo Falk",
        counter_example="Editor: Good Morning",
    ),
    Rule(
        "source_line.source",
        "source_line",
        rf"(?i:source) ?: ?{p.HOLDER}\.?",
        example="Source: Ostrand News Agency",
        counter_example="Source: the harbour master, who asked not to be named.",
    ),
    Rule(
        "source_line.copyright",
        "source_line",
        r"(?:(?i:copyright) ?)?(?:©|\([cC]\)) ?(?i:copyright )?[12][0-9]{3}.{0,250}"
        rf"|(?i:copyright) [12][0-9]{{3}},? (?:by )?{p.HOLDER}(?:\.(?: .{{0,250}})?)?"
        rf"|(?:(?i:copyright) )?© ?(?:[{p.UPPER}].{{0,80}})?(?i:all rights reserved).{{0,80}}",
        example="Copyright 2031 Ostrand News. All rights reserved.",
        counter_example="Copyright 2023 rules forbid it, the court found.",
    ),
    Rule(
        "source_line.standards",
        "source_line",
        "Our Standards: .{5,80}",
        example="Our Standards: The Ostrand Principles.",
        counter_example="Our standards: low, she says.",
    ),
    Rule(
        "contact.email",
        "contact",
        rf"[(\[<]?(?:(?i:e-?mail): ?|{p.NAME},? ?)?[(\[<]?{p.EMAIL}[)\]>]{{0,2}}",
        example="jfalk@ostrand.example",
        counter_example="Write to jfalk@ostrand.example before June.",
        languages=None,
    ),
    Rule(
        "contact.writer",
        "contact",
        f"(?i:contact|e-?mail|write to|reach)(?i: the)?(?i: staff)? (?i:writer|author|reporter|editor|us)(?: {p.NAME})?"
        rf"(?i:,? (?:at|via|on|by e-?mail))?:? ?(?:[0-9+() .-]{{7,20}} or )?{p.EMAIL}\.?",
        example="Contact the writer at jfalk@ostrand.example",
        counter_example="Contact the writer, they said, and you will hear lies.",
    ),
    Rule(
        "contact.follow",
        "contact",
        rf"(?i:follow|join) (?:us|{p.HOLDER}(?: section| desk)?) (?i:on|at) {p.NETWORK}"
        r"(?:(?:, | and |, and |: ?| at | ?\()"
        rf"(?:{p.NETWORK}|@[A-Za-z0-9_]{{2,30}})\)?){{0,6}}\.?",
        example="Follow Jo Falk on Twitter: @jofalk",
        counter_example="Follow the money, she said on X.",
    ),
    Rule(
        "contact.handle",
        "contact",
        "@[A-Za-z0-9_]{2,30}",
        example="@jofalk",
        counter_example="@jofalk wrote that the pier is safe.",
        languages=None,
    ),
    # what a web page wraps round an article
    Rule(
        "navigation.words",
        "navigation",
        rf"[\[(]?{p.PAGE_WORDS}[\])]?{p.ARROW}",
        example="Back to top ↑",
        counter_example="Share this street with us, the banner says.",
    ),
    Rule(
        "related_link.heading",
        "related_link",
        f"{p.SEE_ALSO}{p.ARROW}",
        example="Related articles:",
        counter_example="Related articles of the lease are in court.",
    ),
    Rule(
        "related_link.capitals",
        "related_link",
        rf"(?:READ (?:MORE|ALSO|NEXT)|ALSO READ|SEE ALSO|RELATED|WATCH|DON['’]T MISS|MORE) ?[:|] ?{p.LINK}",
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
    # the head of a wire story
    Rule(
        "edition_tag.brackets",
        "edition_tag",
        rf"(?P<cut>[(\[](?P<value>{p.EDITION})[)\]]) ?{p.OPENING}",
        part=Part.HEAD,
        place=Place.TOP,
        example="(2nd LD) Harbour reopens to ferries" + _BODY,
        counter_example="(Lead) pipes remain in 400 homes." + _BODY,
    ),
    Rule(
        "edition_tag.slug",
        "edition_tag",
        "(?P<cut>(?P<value>(?:UPDATE|WRAPUP|RPT|REFILE|CORRECTED|CORRECTION|EXCLUSIVE|FACTBOX|TIMELINE)"
        f"(?: [0-9]{{1,2}})?)-){p.OPENING}",
        part=Part.HEAD,
        place=Place.TOP,
        example="UPDATE 3-Harbour reopens to ferries" + _BODY,
        counter_example="EXCLUSIVE - It was the one word on the envelope." + _BODY,
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
        example="OSTRAND, Vesterland — The harbour reopened." + _BODY,
        counter_example="TAXES — They are going up again." + _BODY,
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
    # pictures
    Rule(
        "credit.alone",
        "credit",
        rf"(?:\| ?)?{p.CREDIT}\.?",
        example="(Photo: Jo Falk/Ostrand Times)",
        counter_example="Photo: none survives, the museum said.",
    ),
    Rule(
        "caption.before_brackets",
        "caption",
        rf"(?P<cut>{p.ONE_SENTENCE}{{9,400}}[^.!?…:;,\"”]) ?(?:{p.PICTURE_IN_BRACKETS}|\| ?{p.CREDIT})",
        unless=p.TOLD,
        example="A crane beside a boat (Photo: Jo Falk)",
        counter_example="A crane lifts a boat (photo below) out of the water.",
    ),
    Rule(
        "caption.before_credit",
        "caption",
        rf"(?P<cut>[{p.UPPER}0-9]{p.ONE_SENTENCE}{{0,150}} {p.SCENE} {p.ONE_SENTENCE}{{0,250}}\.) ?(?:\| ?)?{p.CREDIT}",
        unless=p.TOLD,
        example="A crane lifts a boat out of the water. Ostrand Times file",
        counter_example="He paid nothing. Courtesy of the mayor, his meals came free.",
    ),
    Rule(
        "credit.beside_caption",
        "credit",
        rf"(?:.{{10,500}}[.!?…]{p.QUOTE_END} ?)?(?P<cut>(?:\| ?)?{p.CREDIT})",
        example="The talks resume on Thursday, officials say. AFP/Reuters",
        counter_example="He kept a file. Courtesy was his creed.",
    ),
    Rule(
        "caption.above_credit",
        "caption",
        ".{20,400}",
        place=Place.FIRST,
        below=(
            f"{p.CREDIT}$",
            rf"{p.AGENCY_IN_BRACKETS}|{p.CITY}{p.REGION}(?:, {p.DAY})? ?(?:\({p.AGENCY}\) ?)?{p.DASH} ",
        ),
        example="A crane lifts a boat.\n(File photo by Jo Falk)\n[Ostrand News Agency] The harbour reopened." + _BODY,
        counter_example="The harbour reopened on Monday.\nIts master wept." + _BODY,
    ),
    Rule(
        "caption.file_photo",
        "caption",
        rf"FILE(?: PHOTO)? ?(?:--|[-–—:]) ?{p.ONE_SENTENCE}{{5,400}}[ ,]{p.FULL_DATE}(?:[ ,.].{{0,150}})?",
        unless=p.TOLD,
        example="FILE PHOTO: A crane lifts a boat in Ostrand, March 2, 2031.",
        counter_example="FILE - The word stood on every drawer of the cabinet, and all were empty.",
    ),
    Rule(
        "caption.this_photo",
        "caption",
        f"In this(?: [A-Z][a-z]+day,)? {p.FULL_DATE},? (?:file|handout) (?:photo(?:graph)?|picture)[, ].{{5,400}}",
        example="In this May 3, 2031, file photo, a crane lifts a boat.",
        counter_example="This photo shot her to fame overnight.",
    ),
    Rule(
        "caption.dated",
        "caption",
        rf"[{p.UPPER}]{p.ONE_SENTENCE}{{0,200}} {p.STANDS} {p.ONE_SENTENCE}{{0,300}}[ ,]{p.FULL_DATE}\.?",
        unless=p.TOLD,
        example="Mayor Ana Ruiz (L) shakes hands with dockers in Ostrand on March 2, 2031.",
        counter_example="Prime Minister Ana Ruiz arrives in Ostrand for a two-day visit on March 2, 2031.",
    ),
    # who wrote it, when the page appeared, what it is called
    Rule(
        "byline.by",
        "byline",
        f"(?i:by|written by|text by|story by):? (?P<value>{p.NAMES})"
        f"(?:,? (?:{p.ROLE}|(?:for|of) {p.HOLDER})|, {p.AGENCY}"
        "|,? ?[|/] ?[^.!?]{2,80}| [-–—] [^.!?]{2,80})?,?",
        unless=p.NO_BYLINE,
        place=Place.TOP,
        example="By Ana Ruiz and Jo Falk, Staff Writers",
        counter_example="By Any Means Necessary",
    ),
    Rule(
        "byline.role",
        "byline",
        f"(?P<value>{p.NAMES})(?:, ?| ?[|/] ?){p.ROLE}",
        place=Place.TOP,
        example="Ana Ruiz, Staff Reporter",
        counter_example="Ana Ruiz, a staff reporter, was hurt.",
    ),
    Rule(
        "navigation.date",
        "navigation",
        "(?i:(?:first |last )?(?:published|updated|posted)(?: on| at)?:? )?"
        f"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?{p.FULL_DATE}"
        r"(?:,? (?:at )?[0-2]?[0-9][:.][0-5][0-9](?: ?(?i:am|pm|a\.m\.|p\.m\.))?(?: [A-Z]{2,4})?)?",
        place=Place.TOP,
        example="Updated: March 2, 2031, 10:15 am",
        counter_example="March 2, 2031 was a Sunday.",
    ),
    Rule(
        "navigation.reading_time",
        "navigation",
        "[0-9]{1,2}[ -](?i:min(?:ute)?s?)(?i: read(?:ing time)?)",
        place=Place.TOP,
        example="7 min read",
        counter_example="7 minutes passed.",
    ),
    Rule(
        "title.first_line",
        "title",
        rf"[“\"‘'\[(¿¡#$€£]?[{p.UPPER}0-9][^ ]*(?: [^ ]+){{3,18}} [^ ]*(?:[^ .!?…:;,\"”’'»)]|[^ .!?…,][\"”’'»)])",
        unless=f"^[0-9]{{1,2}}[.)] |{p.SPOKEN}",
        place=Place.FIRST,
        below=(p.BELOW_TITLE,),
        once=True,
        example="Harbour reopens to ferries after storm" + _BODY,
        counter_example="The harbour reopened on Monday after the storm." + _BODY,
    ),
)
