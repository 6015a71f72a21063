"""Where the writer or the paper can be reached."""

from typing import Final

from wiremark.cleaning import patterns as p
from wiremark.cleaning.rule import Rule

_EMAIL = r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"

CONTACT: Final[tuple[Rule, ...]] = (
    Rule(
        "contact.email",
        "contact",
        rf"[(\[<]?(?:(?i:e-?mail): ?|{p.NAME},? ?)?[(\[<]?{_EMAIL}[)\]>]{{0,2}}",
        example="jfalk@ostrand.example",
        counter_example="Write to jfalk@ostrand.example before June.",
        languages=None,
    ),
    Rule(
        "contact.writer",
        "contact",
        f"(?i:contact|e-?mail|write to|reach)(?i: the)?(?i: staff)? (?i:writer|author|reporter|editor|us)(?: {p.NAME})?"
        rf"(?i:,? (?:at|via|on|by e-?mail))?:? ?(?:[0-9+() .-]{{7,20}} or )?{_EMAIL}\.?",
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
)
