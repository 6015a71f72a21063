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

# Those who wrote a report, where they were and what each did: "Ana Ruiz in Ostrand and Jo Falk; Editing by Al Moss".
_CREDITED_WORD = f"[{UPPER}][{LETTER}0-9.'’&/-]*"
TASK = "(?i:(?:additional )?reporting|writing|editing|compiled|edited|translated)(?i: by)"
CREDITED = f"{_CREDITED_WORD}(?:[,;]? (?:(?:and|in|at|{_PARTICLE}) ){{0,2}}(?:{TASK} )?{_CREDITED_WORD}){{0,60}}"

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
AGENCY_IN_BRACKETS = rf"(?:\[{AGENCY}(?: [^\[\]]{{1,40}})?\]|【{AGENCY}[^】]{{0,40}}】|\({AGENCY}\))"

# "PORT ELSIN", "ST. ANNE/OSTRAND", "COLUMBIA, S.C."; the part after the comma is in ordinary letters.
CITY = f"[{UPPER}][{UPPER}.'’-]{{2,}}(?:[ /][{UPPER}][{UPPER}.'’-]*){{0,3}}"
TOWN = f"[{UPPER}][{LETTER}.'’-]*(?: [{UPPER}][{LETTER}.'’-]*){{0,2}}"
REGION = f"(?:, {TOWN})?"
# The cities that a dateline names without a country or state.
KNOWN_CITY = (
    "(?:AMSTERDAM|ATLANTA|BAGHDAD|BALTIMORE|BANGKOK|BEIJING|BEIRUT|BERLIN|BOSTON|BRUSSELS|CAIRO|CHICAGO|CINCINNATI"
    "|CLEVELAND|DALLAS|DENVER|DETROIT|DUBLIN|GENEVA|HAVANA|HELSINKI|HONG KONG|HONOLULU|HOUSTON|INDIANAPOLIS|ISLAMABAD"
    "|ISTANBUL|JERUSALEM|JOHANNESBURG|LAS VEGAS|LONDON|LOS ANGELES|MADRID|MEXICO CITY|MIAMI|MILAN|MILWAUKEE"
    "|MINNEAPOLIS|MONTREAL|MOSCOW|MUNICH|NEW DELHI|NEW ORLEANS|NEW YORK|OKLAHOMA CITY|PARIS|PHILADELPHIA|PHOENIX"
    r"|PITTSBURGH|PRAGUE|RIO DE JANEIRO|ROME|SALT LAKE CITY|SAN ANTONIO|SAN DIEGO|SAN FRANCISCO|SAO PAULO|SEATTLE"
    r"|SEOUL|SHANGHAI|SINGAPORE|ST\. LOUIS|STOCKHOLM|SYDNEY|TOKYO|TORONTO|VATICAN CITY|VIENNA|WASHINGTON|ZURICH)"
)
# How a sentence or a headline begins.
OPENING = f"[{UPPER}0-9“\"‘'$£€]"

# The mark that a desk puts before a headline.
EDITION = (
    "(?i:(?:[1-9](?:st|nd|rd|th) )?(?:lead|ld)(?:[ -]writethru)?|(?:updated?|wrapup)(?: ?[0-9]{1,2})?"
    "|(?:yonhap )?(?:interview|feature|exclusive)|news focus|news analysis|urgent|breaking(?: news)?"
    r"|corrected|correction|recasts|factbox|profile|yearender|roundup|editorial(?: from [^()\[\]]{1,60})?)"
)

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
# What people in a caption do, in its present tense.
SCENE = (
    "(?:shakes? hands|poses? (?:for|with)|waves? (?:at|to)|walks?|bows?|gestures?|smiles?|looks? on|embraces?|hugs?"
    "|(?:speaks?|talks?) (?:at|during|to|with)|delivers? a speech|(?:is|are) (?:seen|pictured)|attends?|arrives?"
    "|greets?|inspects?|celebrates|gathers?|lifts?|carry|carries|clears|loads|pulls|pushes|climbs"
    "|turns (?:a|an|his|her|the))"
)
# Where a person stands in a picture; not "(R)", which is also a party.
_COUNTED = "(?:2nd|3rd|[4-9]th|second|third)"
STANDS = rf"\((?:(?:{_COUNTED} )?(?:(?:from )?(?:left|right)|L)|{_COUNTED} (?:from )?R|C|center|centre)\)"
# A sentence as far as it goes: a full stop only after a capital, a title or a month.
ONE_SENTENCE = (
    rf'(?:[^.!?"“”]*(?:[{UPPER}]|Gov|Sen|Rep|Gen|Mr|Mrs|Ms|Dr|St|Jr|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.)*'
    '[^.!?"“”]*'
)
# What no headline has: somebody speaks; and no caption: something is past.
_SPEAKS = "said|told|(?:[Hh]e|[Ss]he|[Tt]hey|I) (?:says?|asks?)"
SPOKEN = f"[ ,](?:{_SPEAKS})(?:[ ,.]|$)"
TOLD = f"[ ,](?:{_SPEAKS}|was|were|has|had)(?:[ ,.]|$)"

# "By Any Means Necessary", "By Friday Evening": no byline.
NO_BYLINE = (
    "^(?i:by):? (?:A|An|All|Any|Every|Each|Her|His|How|Its|Just|My|No|Our|Some|Such|Their|This|Way|What|Your"
    f"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|{MONTH}) "
)
# Below a headline: a line of text, or who wrote it and when; not a short line like itself, as in verse.
BELOW_TITLE = (
    f".{{40,}}|(?i:(?:written |posted )?by|posted|published|(?:last )?updated)(?:[ :]|$)|.{{0,39}}[0-9]|[(\\[]"
    f"|(?:{NAME}|{AGENCY})(?:,|$)"
)
# The same without the line of text: so stands a headline that has the name of a section above it.
BELOW_SECOND_TITLE = (
    f"(?i:(?:written |posted )?by|posted|published|(?:last )?updated)(?:[ :]|$)|{STAMPS}|{NAMES}(?:,|$)"
)
HEADLINE = rf"[“\"‘'\[(¿¡#$€£]?[{UPPER}0-9][^ ]*(?: [^ ]+){{3,18}} [^ ]*(?:[^ .!?…:;,\"”’'»)]|[^ .!?…,][\"”’'»)])"
# The words of a link: a headline, so neither a sentence nor the rest of one.
LINK = f'{OPENING}.{{2,198}}[^.!?…:;,"”]'

# A word of a name in a heading: of a place, a section, a paper.
PROPER = f"[{UPPER}0-9][^ .!?:;,]{{0,30}}"

ROLE = (
    "(?:(?i:(?:staff|senior|special|contributing|foreign|political|chief|associate|guest) )?"
    f"(?i:(?:writer|reporter|correspondent|columnist|contributor|editor)s?)|(?i:special to (?:the )?){HOLDER})"
)

# The desk or rank of one who writes for a paper.
_DESK = (
    "(?i:chief|senior|staff|contributing|associate|assistant|deputy|freelance|political|foreign|special|sports?|business"
    "|science|health|education|crime|news|opinion|technology|entertainment|managing|executive|national|environment|royal"
    "|culture|world|international|economics|diplomatic|city|travel|food|features?|investigative|general)"
)
DESK = f"{_DESK}(?: (?:(?:and|&) )?{_DESK}){{0,2}}"

EMAIL = r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"
NETWORK = "(?:Twitter|X|Facebook|Instagram|Threads|Mastodon|Bluesky|LinkedIn|TikTok|YouTube|Telegram|WhatsApp)"

# What a wire says about itself below a story.
WIRE_NOTE = f"(?:{AGENCY} (?:writer|reporter|journalist)s? |Follow |Copyright |©)"

# What a web page says round a story, as a line or as an item of a list.
BULLET = "(?:[•·*»›|–-] ?)?"
_BUTTON = (
    "Facebook|Twitter|WhatsApp|LinkedIn|Reddit|Pinterest|Flipboard|Tumblr|Messenger|E-?mail|Print|Copy link|Share"
    "|Share this (?:article|story)"
)
_BUTTON += f"|Share (?:on|via) ?(?:{NETWORK}|Reddit|Pinterest|Flipboard|[Ee]-?mail)"
BUTTONS = f"(?:{_BUTTON})(?:(?: ?[|/•·] ?| )?(?:{_BUTTON}|{NETWORK}|Link|SMS|Save|More|Comments?)){{1,12}}"
QUOTED = '[“”"]'
ARROW = "(?: ?[.…!:>»→↑▲›]{1,4})?"


def one_of(*wordings: str) -> str:
    """A line that is one of these, upper and lower case alike, as an item of a list or with an arrow behind it too."""
    return f"{BULLET}(?i:{'|'.join(wordings)}){ARROW}"


PAGE_WORDS = (
    "(?i:advertisements?(?: ?[-–—·] ?(?:scroll|continue|page|story|article) [^.,]{1,40})?"
    "|(?:scroll|back|go|return) to (?:the )?top|skip to (?:main )?content"
    "|(?:please )?(?:read on|continue reading|keep reading)(?: below| the (?:full )?(?:story|article))?"
    "|(?:story|article) continues (?:below|after)(?: (?:this |the )?(?:advertisement|ad))?"
    "|share(?: this(?: (?:article|story|post|page))?| on (?:facebook|twitter|x|whatsapp))?"
    "|print(?: this)? (?:article|page)"
    "|(?:sign up|subscribe)(?: (?:for|to) (?:our|the|a) (?:[a-z]{1,12} ){0,3}newsletters?| now| today)?"
    "|listen to (?:this )?article|save (?:this )?article|(?:leave|post|add) a comment"
    "|(?:view|show|hide) (?:all )?comments|download our app|click here to (?:subscribe|read more|sign up))"
)
SEE_ALSO = (
    "(?i:read (?:more|also|next)|also read|see also|(?:more )?related(?: (?:articles?|stories|story|news|content|posts?"
    "|links?|coverage|reading|video))?|you (?:may|might) also like|recommended(?: for you| stories| reading)?"
    "|more (?:on this story|top stories|stories)|most (?:read|popular)|editor['’]?s['’]? picks?"
    "|trending(?: now| stories| topics)?|don['’]t miss|in case you missed it"
    "|(?:our )?latest (?:news|stories|articles|posts|headlines|videos)|top stories"
    "|(?:popular|recent|similar|other) (?:posts|stories|articles)|(?:from )?around the web|what to read next"
    "|latest|breaking news|related blog posts|more to explore|keep exploring"
    "|recommended (?:articles|posts|for you)|more (?:news|articles|like this|from (?:the|this) author))"
)
