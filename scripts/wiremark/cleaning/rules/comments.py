"""What stands round the comments below an article: their heads and counts, and the form in which they are written."""

from typing import Final

from wiremark.cleaning import patterns as p
from wiremark.cleaning.rule import Rule

_COMMENTS = "(?:comments?|repl(?:y|ies))"
_COUNT = "[0-9][0-9,]{0,6}"
_LOGGED_IN = "(?:log|logged|sign|signed|register|registered)(?: in| up)?"

COMMENTS: Final[tuple[Rule, ...]] = (
    Rule(
        "navigation.comments",
        "navigation",
        p.one_of(
            "leave an? (?:reply|comment|response)(?: ?cancel reply)?",
            "(?:join|start) the (?:conversation|discussion)",
            f"(?:view|show|see|read|load|post|add|hide|write|leave|submit)(?: all| more| your| a| the)?(?: {_COUNT})?"
            rf" {_COMMENTS}(?: ?\([+0-9]{{0,6}}\))?",
            rf"(?:all )?comments?(?: ?\([+0-9]{{0,6}}\)| {_COUNT})?",
            "comments? (?:are |have been )?(?:closed|disabled|turned off)",
            f"(?:new, )?{_COUNT} {_COMMENTS}",
            f"{_COUNT} (?:responses?|thoughts?|{_COMMENTS}) (?:on|to) [“\"‘'].{{3,200}}",
            "(?:no|loading) comments(?: yet)?",
            "be the first to (?:comment|reply)",
            "(?:cancel )?reply(?: to this)?",
            "discussion about this post",
            "comments on this (?:article|story|post)",
            "report comment|inline feedbacks|notify of|newest most voted",
        ),
        example="Leave a reply",
        counter_example="No comments were made.",
    ),
    Rule(
        "navigation.comment_form",
        "navigation",
        p.one_of(
            "your e-?mail(?: address)? will not be (?:published|shared|displayed).{0,80}",
            "required fields are marked.{0,10}",
            "this site uses akismet.{0,90}",
            "save my name,? (?:and )?e-?mail.{0,80}",
            "notify me (?:of|when|by|via) .{0,20}(?:comments|posts|replies|e-?mail).{0,40}",
            f"(?:please |you (?:must|need to|have to) )(?:be )?{_LOGGED_IN}(?: or {_LOGGED_IN})? to"
            " (?:leave|post|join|write|add|read|comment|reply).{0,80}",
            "please enter your (?:name|comment|e-?mail)(?: address)?(?: here)?",
            "please (?:read|see|follow) our comment(?:ing)? (?:policy|rules|guidelines).{0,60}",
            r"(?:name|e-?mail|website|comment) ?(?:\((?:required|optional)\)|\*)",
            r"your (?:name|e-?mail(?: address)?) ?\*?",
        ),
        example="Your email address will not be published. Required fields are marked *",
        counter_example="Your email will not be read, the mayor said.",
    ),
    Rule(
        "navigation.commented",
        "navigation",
        rf"{p.BULLET}[{p.UPPER}].{{1,60}}"
        rf" (?:(?:on|•) {p.DATE_AND_TIME}(?: (?:said|says|wrote))?:|says:? {p.DATE_AND_TIME})"
        r"|[0-9]{1,3}\. [^ ]{1,30}(?: [^ ]{1,30}){0,3} says:?",
        example="Harbour Fan on March 2, 2031 at 10:15 am said:",
        counter_example="The harbour master on Monday said:",
    ),
    Rule(
        "navigation.counts",
        "navigation",
        f"{p.BULLET}[0-9][0-9.,]{{0,8}}[kKmM]? ?(?i:shares?|views?|likes?|reactions?|retweets|followers)",
        example="1,204 shares",
        counter_example="200 views of the harbour",
    ),
)
