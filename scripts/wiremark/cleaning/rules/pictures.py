"""Pictures: their captions, and who is credited."""

from typing import Final

from wiremark.cleaning import patterns as p
from wiremark.cleaning.rule import SOME_BODY, Place, Rule

_AGENCY_IN_BRACKETS = rf"(?:\[{p.AGENCY}(?: [^\[\]]{{1,40}})?\]|【{p.AGENCY}[^】]{{0,40}}】|\({p.AGENCY}\))"
# What people in a caption do, in its present tense.
_SCENE = (
    "(?:shakes? hands|poses? (?:for|with)|waves? (?:at|to)|walks?|bows?|gestures?|smiles?|looks? on|embraces?|hugs?"
    "|(?:speaks?|talks?) (?:at|during|to|with)|delivers? a speech|(?:is|are) (?:seen|pictured)|attends?|arrives?"
    "|greets?|inspects?|celebrates|gathers?|lifts?|carry|carries|clears|loads|pulls|pushes|climbs"
    "|turns (?:a|an|his|her|the))"
)
# Where a person stands in a picture; not "(R)", which is also a party.
_COUNTED = "(?:2nd|3rd|[4-9]th|second|third)"
_STANDS = rf"\((?:(?:{_COUNTED} )?(?:(?:from )?(?:left|right)|L)|{_COUNTED} (?:from )?R|C|center|centre)\)"


def _sentence(without: str = "") -> str:
    """A sentence as far as it goes, without these signs: a full stop only after a capital, a title or a month."""
    inner = f'[^.!?"“”{without}]*'
    titles = "Gov|Sen|Rep|Gen|Mr|Mrs|Ms|Dr|St|Jr|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec"
    return rf"(?:{inner}(?:[{p.UPPER}]|{titles})\.)*{inner}"


_ONE_SENTENCE = _sentence()

PICTURES: Final[tuple[Rule, ...]] = (
    Rule(
        "credit.alone",
        "credit",
        rf"(?:\| ?)?{p.CREDIT}\.?",
        needs=p.CREDIT_WORDS,
        example="(Photo: Jo Falk/Ostrand Times)",
        counter_example="Photo: none survives, the museum said.",
    ),
    Rule(
        "caption.before_brackets",
        "caption",
        rf"(?P<cut>[^!?\"“”]{{9}}{_ONE_SENTENCE}[^.!?…:;,\"”]) ?(?:{p.PICTURE_IN_BRACKETS}|\| ?{p.CREDIT})",
        needs=p.CREDIT_WORDS,
        unless=p.TOLD,
        example="A crane beside a boat (Photo: Jo Falk)",
        counter_example="A crane lifts a boat (photo below) out of the water.",
    ),
    Rule(
        "caption.before_credit",
        "caption",
        rf"(?P<cut>[{p.UPPER}0-9]{_ONE_SENTENCE} {_SCENE} {_ONE_SENTENCE}\.) (?:\| ?)?{p.CREDIT}",
        needs=p.CREDIT_WORDS,
        unless=p.TOLD,
        example="A crane lifts a boat out of the water. Ostrand Times file",
        counter_example="He paid nothing. Courtesy of the mayor, his meals came free.",
    ),
    Rule(
        "credit.beside_caption",
        "credit",
        rf"(?:.{{10}}(?:[^.!?…]*[.!?…])+{p.QUOTE_END} )?(?P<cut>(?:\| ?)?{p.CREDIT})",
        needs=p.CREDIT_WORDS,
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
            rf"{_AGENCY_IN_BRACKETS}|{p.CITY}{p.REGION}(?:, {p.DAY})? ?(?:\({p.AGENCY}\) ?)?{p.DASH} ",
        ),
        example="A crane lifts a boat.\n(File photo by Jo Falk)\n[Ostrand News Agency] The harbour reopened."
        + SOME_BODY,
        counter_example="The harbour reopened on Monday.\nIts master wept." + SOME_BODY,
    ),
    Rule(
        "caption.file_photo",
        "caption",
        rf"FILE(?: PHOTO)? ?(?:--|[-–—:]) ?{_ONE_SENTENCE}[ ,]{p.FULL_DATE}(?:[ ,.].{{0,150}})?",
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
        rf"[{p.UPPER}]{_sentence('(')}{_STANDS} {_ONE_SENTENCE}[ ,]{p.FULL_DATE}\.?",
        unless=p.TOLD,
        example="Mayor Ana Ruiz (L) shakes hands with dockers in Ostrand on March 2, 2031.",
        counter_example="Prime Minister Ana Ruiz arrives in Ostrand for a two-day visit on March 2, 2031.",
    ),
)
