"""What the conversion of a page to text left behind."""

from typing import Final

from wiremark.cleaning.rule import Place, Rule

MARKUP: Final[tuple[Rule, ...]] = (
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
)
