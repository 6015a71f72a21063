"""The end of an article, and the notes of wires and papers about themselves."""

from typing import Final

from wiremark.cleaning import patterns as p
from wiremark.cleaning.rule import Place, Rule

# Those who wrote a report, where they were and what each did: "Ana Ruiz in Ostrand and Jo Falk; Editing by Al Moss".
_CREDITED_WORD = f"[{p.UPPER}][{p.LETTER}0-9.'’&/-]*"
_TASK = "(?i:(?:additional )?reporting|writing|editing|compiled|edited|translated)(?i: by)"
_CREDITED = f"{_CREDITED_WORD}(?:[,;]? (?:(?:and|in|at|{p._PARTICLE}) ){{0,2}}(?:{_TASK} )?{_CREDITED_WORD}){{0,60}}"
# What a wire says about itself below a story.
_WIRE_NOTE = f"(?:{p.AGENCY} (?:writer|reporter|journalist)s? |Follow |Copyright |©)"

WIRE: Final[tuple[Rule, ...]] = (
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
        below=(_WIRE_NOTE,),
        example="___\nAP writer Jon Pell contributed to this report.",
        counter_example="___\nThree years passed.",
    ),
    Rule(
        "separator.after_wire_note",
        "separator",
        "_{3,}",
        above=_WIRE_NOTE,
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
    Rule(
        "credit.report",
        "credit",
        rf"\({_TASK} {_CREDITED}\.?\)\.?",
        example="(Reporting by Ana Ruiz in Ostrand; Editing by Jo Falk)",
        counter_example="(Reporting by telephone was not allowed.)",
    ),
    Rule(
        "credit.contributed",
        "credit",
        rf"\(?(?:{p.AGENCY}|(?:{p.AGENCY} )?(?i:staff )?(?i:writer|reporter|journalist|correspondent)s? {_CREDITED})"
        r" contributed (?:reporting )?to this (?:report|story|article)\.?\)?"
        rf"|\({_CREDITED} contributed (?:reporting )?to this (?:report|story|article)\.?\)"
        rf"|{_CREDITED} contributed (?:additional )?reporting(?: (?:from|in) {_CREDITED})?\.?",
        needs=("contribut",),
        example="AP writer Jon Pell in Ostrand contributed to this report.",
        counter_example="All three states contributed to this report.",
    ),
    Rule(
        "credit.reporting",
        "credit",
        rf"(?i:reporting by) {_CREDITED}[;.]? (?i:(?:editing|writing) by) {_CREDITED}\.?",
        example="Reporting by Ana Ruiz in Ostrand; Editing by Jo Falk and Al Moss",
        counter_example="Reporting by telephone was hard; Editing by lamplight was worse.",
    ),
    Rule(
        "credit.files",
        "credit",
        rf"(?i:additional reporting|with (?:additional )?(?:files|reporting|inputs?)) (?i:from|by) {_CREDITED}\.?",
        example="With files from Ana Ruiz and Reuters",
        counter_example="With files from the archive she proved it.",
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
        rf"|(?:(?i:copyright) )?© ?(?:[{p.UPPER}].{{0,80}})?(?i:all rights reserved).{{0,80}}"
        rf"|{p.HOLDER}(?:[.,]?(?: ©)? (?i:all rights reserved)[ .,0-9]{{0,8}}|,? © [12][0-9]{{3}}.{{0,80}})"
        r"|© ?.{2,100}[ ,.](?i:privacy policy|terms of (?:use|service)|llc|inc|ltd)(?:[ ,.].{0,80})?",
        needs=("©", "(c)", "copyright", "rights reserved"),
        unless=p.SPOKEN,
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
)
