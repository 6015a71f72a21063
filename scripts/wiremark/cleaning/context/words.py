"""The English that the context model looks for: function words, and what web pages say about themselves.

Written down by hand from general knowledge of news pages; nothing here was counted in anybody's pages.
"""

import re
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FUNCTION_WORDS: Final = _words(
    "a about above after again against all also although am among an and another any are as at back be because"
    " been before being between both but by can cannot could did do does doing done down during each either"
    " even ever every few for from further get go had has have having he her here hers herself him himself his"
    " how however i if in into is it its itself just last least less like made make many may me might more"
    " most much must my near need never no nor not now of off often on once one only or other others our out"
    " over own per rather same shall she should since so some still such than that the their them then there"
    " these they this those though through to too toward towards under until up upon us very was we well were"
    " what when where whether which while who whole whom whose why will with within without would yet you your"
    " yours"
)

GROUPS: Final[tuple[tuple[str, str], ...]] = (
    (
        "legal",
        "copyright rights reserved cookies cookie privacy policy terms conditions disclaimer consent gdpr licence",
    ),
    (
        "comment",
        "comment comments commenting reply replies discussion moderation moderated respectful community",
    ),
    (
        "picture",
        "photo photos photograph photographer picture pictured image images illustration graphic courtesy video",
    ),
    (
        "related",
        "related recommended trending popular latest more read next watch listen also stories story top",
    ),
    (
        "writer",
        "reporter correspondent editor journalist writer author columnist contributor contributed staff byline"
        " reporting edited freelance",
    ),
    (
        "about",
        "covers joined graduated degree university professor author founder director lives previously biography",
    ),
    (
        "advert",
        "advertisement advertising sponsored promoted affiliate commission partner partners deals discount shop buy",
    ),
    ("our", "our us we"),
    ("you", "you your yours"),
    ("person", "i me my he she his her him they them their"),
    ("said", "said says told added asked according explained wrote announced argued"),
    ("past", "was were had did been"),
)
"""Groups of single words; the share of a line's words that belongs to each is a feature."""

PHRASES: Final[tuple[tuple[str, str], ...]] = (
    ("heading", r"(?:more (?:from|on|in|about|stories|news|by)|related|recommended|read (?:more|next|also)|you may also"
     r"|you might|most (?:read|popular|viewed)|trending|top stories|latest|popular|see also|further reading|up next"
     r"|what to read|editor['’]?s|in this (?:article|story)|key (?:points|takeaways)|comments?$|topics?|tags?|share"
     r"|filed under|categories|about the author|newsletters?|get (?:the|our)|sign up|join|follow|watch|listen)\b"),
    ("byline", r"(?i:by|written by|reporting by|words by|story by|from|photographs? by|photos? by|edited by)"
     r"[: ]+[A-Z]"),
    ("about_author", r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3},? (?:is|was|has|covers|writes|joined|works|can be|are) "),
    ("note", r"(?:this (?:article|story|piece|post|report|content)|editor['’]s note|correction|disclosure|disclaimer"
     r"|note:|a version of|originally|the opinions|opinions expressed|views expressed|image|source|photo|video"
     r"|with files|additional reporting|all rights)"),
    ("date", r"(?:(?:published|updated|posted|last|first|on)\W+)*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day\W+"
     r"|(?:mon|tue|wed|thu|fri|sat|sun)\W+)?(?:[0-3]?\d(?:st|nd|rd|th)?\W+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct"
     r"|nov|dec)[a-z]*\.?\W+(?:[0-3]?\d\W+|[12]\d{3})|\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,2}:\d\d|\d+ ?(?:min|h|d)\b"),
    ("listed", r"(?:[•·▪●■*–—-]|\(?\d{1,2}[.)])\s"),
    ("labelled", r"[A-Z][\w’' /-]{1,24}:\s?\S"),
)  # fmt: skip
"""What a line may begin with."""

STARTS: Final = tuple(re.compile(pattern, re.IGNORECASE if name not in ("byline", "about_author", "labelled") else 0)
                      for name, pattern in PHRASES)  # fmt: skip

CUES: Final[tuple[tuple[str, str], ...]] = (
    (
        "promotion",
        "sign up for|sign up to|sign up here|sign up now|signing up|subscribe to|subscribe now|subscribe here"
        "|subscribe today|by subscribing|your inbox|newsletter|newsletters|by signing|by submitting"
        "|by providing|by entering|you agree|you consent|you confirm|get our|get unlimited|receive our"
        "|read our|unlimited access|click here|clicking here|by clicking|tap here|free trial|already a"
        "|the first month|a month|cancel anytime|cancel any time|support our|support independent"
        "|independent journalism|quality journalism|donate to|donate today|donate now|become a member"
        "|be a member|become a subscriber|become a supporter|join us|our app|bookmark our|if you enjoyed"
        "|if you liked|if you buy|if you click|if you purchase|check out our|for more stories|for more news"
        "|more news|stay up to date|up to date|stay informed|stay tuned|don't miss|don’t miss|breaking news"
        "|latest news|remove ads|ad free|we may earn|may receive a|affiliate|affiliate links|a commission"
        "|special offers|terms and conditions|our daily|our weekly"
        "|our readers|our website|our team|our news|our homepage",
    ),
    (
        "caption",
        "pictured|from left|file photo|file picture|file image|photo by|photo credit|photo courtesy|image by"
        "|image credit|picture by|picture credit|photograph by|video by|graphic by|credit"
        "|courtesy of|getty images|via getty|via reuters|via ap|reuters file|afp photo|ap photo|is seen"
        "|are seen|seen here|is shown|are shown|shown here|seen in|seen on|seen at|is pictured|are pictured"
        "|speaks to|speaks at|speaks during|speaks with|poses for|poses with|arrives at|arrives for|walks past"
        "|walks to|walks out|attends a|attends the|looks on|looks at|stands in|stands next|stands near|holds a"
        "|holds up|gestures as|gestures during|waves to|celebrates after|celebrates with|celebrates his"
        "|celebrates her|reacts to|reacts after|sits in|sits on|walk past|walk through|look on|stand in"
        "|stand near|hold a|hold up|attend a|attend the|view of|aerial view|view gallery"
        "|click to enlarge|photo illustration"
        "|all photos|photos by|images by",
    ),
    (
        "comments",
        "1 comment|comments|responses to|replies|says|said|wrote|leave a comment|leave a reply|post a comment"
        "|add a comment|write a comment|view comments|show comments|read comments|load comments"
        "|join the discussion|join the conversation|hide comments|close comments|log in|logged in"
        "|email address will not|required fields|be respectful|moderated|moderation|community guidelines"
        "|comment policy|commenting|commenters|report abuse|permalink|reply|likes",
    ),
    (
        "biography",
        "writes about|covers the|reports on|her latest|his latest|their latest|first book"
        "|latest book|new book|follow him|follow her|follow them|follow me|be reached|reach him|reach her"
        "|reached at|co author|is the author|the author of|author of|views expressed|opinions expressed"
        "|contact us|contact the|on twitter|email|e mail|contributed to|has written for|has worked|her work"
        "|his work|lives in|graduated from|based in|joined the",
    ),
    (
        "company",
        "headquartered in|is headquartered|founded in|listed on|nasdaq|nyse|forward looking|media contact"
        "|investor relations|for further information|for more information|visit us|visit our|visit www"
        "|visit http|press release|about us|about the|leading provider"
        "|world's leading|world’s leading|a leading|the leading|news organization"
        "|news organisation",
    ),
    (
        "note",
        "this article|this story|this piece|this post|this report|this page|this content|this material"
        "|this site|this website|this essay|this column|this interview|originally published"
        "|originally appeared|first published|first appeared|reprinted|republished|permission|reproduced"
        "|been updated|been edited|been corrected|correction|clarification|an earlier version|all rights"
        "|rights reserved|terms of use|terms of service|privacy policy|privacy notice|cookie|cookies|copyright"
        "|licensed|contributed reporting|additional reporting|reporting by|edited by|editing by"
        "|with files|news service|disclosure|disclaimer|sponsored|letters to the editor|to the editor|send us"
        "|tell us|let us know|get in touch|version of",
    ),
    (
        "player",
        "javascript|your browser|this video|the video|the player|failed to load|refreshing|watch|listen|play"
        "|transcript|playback|replay|up next|loading|scroll|swipe|slide|gallery|more on"
        "|more from|more stories|read next|read more|see more|see also|also read|related"
        "|story continues|article continues",
    ),
)
"""What lines of web pages hold, as sequences of lower-case words: each group is a feature, none decides alone."""

ROLES: Final = _words(
    "analyst author blogger columnist company consultant contributor correspondent critic developer director"
    " editor fellow founder freelancer graduate historian journalist leader lecturer magazine manufacturer"
    " newspaper nonprofit novelist organisation organization photographer producer professor provider"
    " publication reporter researcher supplier website writer"
)
"""What somebody or something is in a note about itself: "... is a freelance writer", "... is a leading supplier"."""


def _sequences() -> dict[str, list[tuple[list[str], int]]]:
    found: dict[str, list[tuple[list[str], int]]] = {}
    for number, (_, phrases) in enumerate(CUES):
        for phrase in phrases.split("|"):
            first, *rest = phrase.split()
            found.setdefault(first, []).append((rest, number))
    return found


SEQUENCES: Final = _sequences()
"""For each first word of a cue what must follow, and the number of its group."""

WORD_GROUPS: Final = {
    word: tuple(n for n, (_, words) in enumerate(GROUPS) if word in words.split())
    for _, words in GROUPS
    for word in words.split()
}
"""For each word of `GROUPS` the numbers of its groups."""
