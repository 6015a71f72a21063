"""The vocabulary of the rule table: named pieces of regular expressions.

Everything here means the same in Python's `re` and in RE2: no lookaround, no back-references, white
space and letters written out (`\\s` and `\\w` are ASCII in RE2). A text fits a repeat in one way only: what is
repeated ends where the next begins, so that a near-miss is given up soon.
"""

UPPER = "A-ZÀ-ÖØ-ÞĀ-ž"
LETTER = UPPER + "a-zß-öø-ÿ\u0300-\u036f"
DASH = "(?:--?|[–—―_])"
QUOTE_END = r"[\"”’')\]]*"

# A text that ends as a sentence does, and is long enough not to be a heading with a full stop.
SENTENCE = f".{{39,}}[.!?…]{QUOTE_END}"

MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
DAY = f"(?:{MONTH} [0-3]?[0-9]|[0-3]?[0-9] {MONTH})"
FULL_DATE = f"(?:{MONTH} [0-3]?[0-9], [12][0-9]{{3}}|[0-3]?[0-9] {MONTH} [12][0-9]{{3}})"

# When a page appeared or changed: "Monday, 2nd March 2031 at 10:15 am CET", "2031-03-02", "02/03/2031", "3 hours ago".
_WEEKDAY = r"(?:(?i:mon|tue|wed|thu|fri|sat|sun)(?:[a-z]{3,6})?\.?,? )?"
_NUMBERS = "[12][0-9]{3}-[01][0-9]-[0-3][0-9]|[0-3]?[0-9][/.][0-3]?[0-9][/.](?:[12][0-9])?[0-9]{2}"
_NTH = "[0-3]?[0-9](?:st|nd|rd|th)?"
_WORDED = f"(?:{MONTH} {_NTH},? [12][0-9]{{3}}|{_NTH}[ -]{MONTH},?[ -][12][0-9]{{3}})"
_CLOCK = r"[0-2]?[0-9][:.][0-5][0-9](?::[0-5][0-9])?(?: ?(?i:am|pm|a\.m\.|p\.m\.))?(?: \(?[A-Z]{2,4}\)?)?"
_AT = f"(?:,?(?: at| -| [|]| /)? ?{_CLOCK})"
AGO = "(?:(?:[0-9]{1,2}|(?i:an?|one)) ?(?i:(?:second|sec|minute|min|hour|hr|day|week|month|year)s?|[hmdw]) (?i:ago))"
DATE_AND_TIME = f"(?:{_WEEKDAY}(?:{_WORDED}|{_NUMBERS}){_AT}|{_CLOCK},? {_WEEKDAY}{_WORDED})"
_STAMP = f"(?:{_WEEKDAY}{_WORDED}|{DATE_AND_TIME}|{AGO})"
_LABELLED = f"(?:{_STAMP}|{_NUMBERS})"
APPEARED = "(?i:(?:(?:first|originally|last|date) )?(?:published|updated|posted|modified)(?: (?:date|on|at))?)"
_AND = " ?[,|•·/(-]? ?"
STAMPS = f"(?:{_STAMP}|{APPEARED} ?[:|]? ?{_LABELLED})(?:{_AND}(?:{_STAMP}|{APPEARED} ?[:|]? ?{_LABELLED}?)[)]?)?"

# A person: two to five words, "Zoë de la Cruz", "J. R. Moss", "MARA DELL".
_PARTICLE = "(?:de|da|dos|del|der|den|di|du|el|la|le|al|bin|ibn|van|von|ter|y)"
_NAME_WORD = f"(?:[{UPPER}][{LETTER}.'’-]*)"
NAME = f"{_NAME_WORD}(?: (?:{_PARTICLE} ){{0,2}}{_NAME_WORD}){{1,4}}"
NAMES = f"{NAME}(?:(?:, and |, | and | & ){NAME}){{0,7}}?"

# Who holds a picture or wrote a report: capitalised words only, so that no sentence can pass for one.
_HOLDER_WORD = rf"(?:[{UPPER}0-9@](?:[{LETTER}0-9.'’&-]*[{LETTER}0-9])?|[{UPPER}][{LETTER}]{{0,2}}\.)"
_HOLDER_JOIN = f"(?: ?[/,|] ?| via | for (?:the )?| of (?:the )?| and | & | )(?:{_PARTICLE} )?"
HOLDER = f"{_HOLDER_WORD}(?:{_HOLDER_JOIN}{_HOLDER_WORD}){{0,9}}"

_WIRE = (
    "(?:(?:The )?Associated Press|Agence France-Presse|Reuters|REUTERS|AP|AFP|EPA(?:-EFE)?|EFE|Yonhap|YONHAP|Xinhua"
    "|XINHUA|Kyodo|KYODO|Jiji|dpa|DPA|ANSA|TASS|UPI|PTI|IANS|ANI|BSS|Bernama|CNA|Bloomberg|Interfax|Anadolu|Antara"
    "|ANTARA|VOA|RFA)"
)
_OUTLET = (
    f"(?:[{UPPER}][{LETTER}.&'’-]* ){{1,4}}"
    "(?:News Agency|Press Agency|News|Press|Times|Herald|Daily|Post|Journal|Tribune|News Service|Wire)"
)
AGENCY = f"(?:{_WIRE}(?: News| Press)?|{_OUTLET})"

# "PORT ELSIN", "ST. ANNE/OSTRAND", "COLUMBIA, S.C."; the part after the comma is in ordinary letters.
CITY = f"[{UPPER}][{UPPER}.'’-]{{2,}}(?:[ /][{UPPER}][{UPPER}.'’-]*){{0,3}}"
TOWN = f"[{UPPER}][{LETTER}.'’-]*(?: [{UPPER}][{LETTER}.'’-]*){{0,2}}"
REGION = f"(?:, {TOWN})?"
# How a sentence or a headline begins.
OPENING = f"[{UPPER}0-9“\"‘'$£€]"

# Pictures: who is credited, and how captions speak.
_PHOTO_AGENCY = f"(?:{_WIRE}|Getty Images|Getty|Shutterstock|Alamy|Unsplash|iStock|Newscom)"
_BY = f"(?: (?i:credit|courtesy|courtesy of|by|via) ?:? ?|(?: ?[:/©] ?){{1,2}}){HOLDER}"
_PHOTO_BY = f"(?i:(?:file )?(?:photo(?:graph)?|picture)s?){_BY}"
_IMAGE_BY = f"(?i:image|illustration|graphic)s?{_BY}"
_AGENCY_PHOTO = f"{_PHOTO_AGENCY} (?i:(?:file )?(?:photo|images?)|file)(?: ?[/,|] ?{HOLDER})?"
_LIBRARY = f"(?:Getty Images|Getty|Shutterstock|Alamy|{_WIRE} (?:Photo|Images))"
_AFTER_HOLDER = f"(?: ?/ ?{_PHOTO_AGENCY}(?: Photo| Images)?| ?[|] ?{_LIBRARY}| (?i:file photo|handout photo))"
_HELD_BY = (
    f"(?:(?i:credits?: ?|courtesy of |courtesy: ?|copyright ?©? ?|© ?){HOLDER}|{HOLDER}{_AFTER_HOLDER}"
    f"|{_AGENCY_PHOTO}|{_PHOTO_AGENCY} ?/ ?{HOLDER}|/ ?{_PHOTO_AGENCY}(?: Photo| Images)?|[|] ?{_LIBRARY}"
    f"|Getty Images|Shutterstock|{AGENCY} (?i:file))"
)
CREDIT_IN_BRACKETS = rf"[(\[](?:{_PHOTO_BY}|{_IMAGE_BY}|{_HELD_BY}) ?[)\]]"
PICTURE_IN_BRACKETS = rf"[(\[](?:{_PHOTO_BY}|{_IMAGE_BY}|{_AGENCY_PHOTO}) ?[)\]]"
CREDIT = f"(?:{CREDIT_IN_BRACKETS}|{_IMAGE_BY}|{_PHOTO_BY}|{_HELD_BY})"
# Strings of which every credit holds one.
CREDIT_WORDS = (
    *("/", "|", "©", "photo", "picture", "image", "illustration", "graphic", "credit", "courtesy", "copyright", "file"),
    *("getty", "shutterstock", "handout"),
)
# What no headline has: somebody speaks; and no caption: something is past.
_SPEAKS = "said|told|(?:[Hh]e|[Ss]he|[Tt]hey|I) (?:says?|asks?)"
SPOKEN = f"[ ,](?:{_SPEAKS})(?:[ ,.]|$)"
TOLD = f"[ ,](?:{_SPEAKS}|was|were|has|had)(?:[ ,.]|$)"

NETWORK = "(?:Twitter|X|Facebook|Instagram|Threads|Mastodon|Bluesky|LinkedIn|TikTok|YouTube|Telegram|WhatsApp)"

# What a web page says round a story, as a line or as an item of a list.
BULLET = "(?:[•·*»›|–-] ?)?"
QUOTED = '[“”"]'
ARROW = "(?: ?[.…!:>»→↑▲›]{1,4})?"


def one_of(*wordings: str) -> str:
    """A line that is one of these, upper and lower case alike, as an item of a list or with an arrow behind it too."""
    return f"{BULLET}(?i:{'|'.join(wordings)}){ARROW}"
