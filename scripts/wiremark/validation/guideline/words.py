"""Closed lists of English words that the checks of level 4 know. Nothing is checked by them in another language."""

from __future__ import annotations


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


PRONOUNS = _listed(
    "i me my mine myself you your yours yourself yourselves he him his himself she her hers herself it its itself "
    "we us our ours ourselves they them their theirs themselves themself"
)
"""Personal, possessive and reflexive pronouns: never nominals."""

OTHER_PRONOUNS = _listed(
    "this that these those one one's oneself both each all some many few several either neither "
    "another other others none any everyone everybody someone somebody anyone anybody nobody no-one"
) | {"no one", "the former", "the latter"}
"""Words that may stand as a pronoun, and may stand before a noun too. Not relative ones, nor “each other”: R-E4."""

NO_TRIGGERS = {
    "an auxiliary": _listed(
        "be am is are was were been being have has had having do does did will would shall should can could may might "
        "must 's 're 've 'd 'll ’s ’re ’ve ’d ’ll"
    ),
    "a negation": _listed("not no never n't n’t without"),
    "an article": frozenset(("a", "an", "the")),
    "a preposition": _listed(
        "of to in on at by for from with into onto upon about over under between among after before during since until "
        "through against as than via within"
    ),
}
"""Words that carry no event, by what they are."""

ARTICLES = ("the ", "a ", "an ")
POSSESSIVES = ("'s", "’s", "'", "’")
QUOTATION_MARKS = '"“”‘'
TITLES = (
    *("former ", "then-", "ex-", "president ", "vice president ", "prime minister ", "deputy prime minister "),
    *("foreign minister ", "defense minister ", "defence minister ", "finance minister ", "minister ", "chancellor "),
    *(
        "secretary of state ",
        "mayor ",
        "governor ",
        "senator ",
        "mr. ",
        "mrs. ",
        "ms. ",
        "dr. ",
        "mr ",
        "mrs ",
        "ms ",
        "dr ",
    ),
)
"""Titles and offices that stand before a person's name and are no part of it."""

TIME_PREPOSITIONS = ("on ", "in ", "at ", "by ", "since ", "until ", "till ", "from ", "during ", "for ", "of ")
IDIOMS = frozenset(("of late", "at once", "at present", "for now", "at times", "in due course", "from time to time"))
"""Times that a preposition is part of."""

BOUNDS = ("at least ", "at most ")
"""Mods, which belong to the time, and begin as a preposition does."""
