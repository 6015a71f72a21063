"""The vocabulary of the rule table: named pieces of regular expressions.

Everything here means the same in Python's `re` and in RE2: no lookaround, no back-references, white
space and letters written out (`\\s` and `\\w` are ASCII in RE2), no unbounded repeat inside another.
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

# A person: two to five words, "Zoë de la Cruz", "J. R. Moss", "MARA DELL".
_PARTICLE = "(?:de|da|dos|del|der|den|di|du|el|la|le|al|bin|ibn|van|von|ter|y)"
_NAME_WORD = f"(?:[{UPPER}][{LETTER}.'’-]*)"
NAME = f"{_NAME_WORD}(?: (?:{_PARTICLE} )?(?:{_PARTICLE} )?{_NAME_WORD}){{1,4}}"
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
AGENCY_IN_BRACKETS = rf"(?:\[{AGENCY}(?: [^\[\]]{{1,40}})?\]|【{AGENCY}[^】]{{0,40}}】|\({AGENCY}\))"

# "PORT ELSIN", "ST. ANNE/OSTRAND", "COLUMBIA, S.C."; the part after the comma is in ordinary letters.
CITY = f"[{UPPER}][{UPPER}.'’-]{{2,}}(?:[ /][{UPPER}][{UPPER}.'’-]*){{0,3}}"
TOWN = f"[{UPPER}][{LETTER}.'’-]*(?: [{UPPER}][{LETTER}.'’-]*){{0,2}}"
REGION = f"(?:, {TOWN})?"

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
_HELD_BY = (
    f"(?:(?i:credits?: ?|courtesy of |courtesy: ?|copyright ?©? ?|© ?){HOLDER}"
    f"|{_PHOTO_AGENCY} (?i:(?:file )?(?:photo|images?)|file)(?: ?[/,|] ?{HOLDER})?"
    f"|{_PHOTO_AGENCY} ?/ ?{HOLDER}|(?:{HOLDER} ?)?/ ?{_PHOTO_AGENCY}(?: Photo| Images)?"
    rf"|(?:{HOLDER} ?)?\| ?(?:Getty Images|Getty|Shutterstock|Alamy|{_WIRE} (?:Photo|Images))"
    f"|Getty Images|Shutterstock|{HOLDER} (?i:file photo|handout photo)|{AGENCY} (?i:file))"
)
CREDIT_IN_BRACKETS = rf"[(\[](?:{_PHOTO_BY}|{_IMAGE_BY}|{_HELD_BY}) ?[)\]]"
CREDIT_AFTER_SENTENCE = f"(?:{_PHOTO_BY}|{_HELD_BY})"
CREDIT = f"(?:{CREDIT_IN_BRACKETS}|{_IMAGE_BY}|{CREDIT_AFTER_SENTENCE})"
PHOTO = "(?:photo(?:graph)?|image|picture)s?"
PHOTO_KIND = f"(?:undated|handout|file|recent|aerial|satellite|combination|(?:[A-Z][a-z]+day, )?{FULL_DATE},?|{DAY},?)"
PHOTO_MADE = "(?:taken|released|provided|captured|made available|supplied|distributed|issued|shot)"
POSES = (
    "(?:shakes? hands|poses?|waves?|walks?|bows?|gestures?|smiles?|looks? on|embraces?|hugs?|speaks? (?:at|during|to)"
    "|talks? (?:at|during|to|with)|delivers? a speech|(?:is|are) (?:seen|pictured)|attends?|arrives?|greets?|inspects?)"
)
# A character of a sentence that goes on: a full stop only after a capital or a title.
ONE_SENTENCE = rf'(?:[^.!?"“”]|[{UPPER}]\.|(?:Gov|Sen|Rep|Gen|Mr|Mrs|Ms|Dr|St|Jr)\.)'

ROLE = (
    "(?:(?i:(?:staff|senior|special|contributing|foreign|political|chief|associate|guest) )?"
    f"(?i:(?:writer|reporter|correspondent|columnist|contributor|editor)s?)|(?i:special to (?:the )?){HOLDER})"
)

EMAIL = r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"
NETWORK = "(?:Twitter|X|Facebook|Instagram|Threads|Mastodon|Bluesky|LinkedIn|TikTok|YouTube|Telegram|WhatsApp)"

# What a wire says about itself below a story.
WIRE_NOTE = f"(?:{AGENCY} (?:writer|reporter|journalist)s? |Follow |Copyright |©)"

# What a web page says round a story.
ARROW = "(?: ?[.…!:>»→↑▲›]{1,4})?"
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
    "|trending now|don['’]t miss|in case you missed it)"
)
