"""What a web page wraps round an article."""

from typing import Final

from wiremark.cleaning import patterns as p
from wiremark.cleaning.rule import Rule

_MAIL = "(?:newsletters?|inbox|mailing list|e-?mail (?:updates|alerts))"
_PAGE = "(?:articles?|stor(?:y|ies)|posts?|pages?|news|comments?)"
_TAIL = "(?:[ ,.!].{0,80})?"

_PIECE = "(?:articles?|stor(?:y|ies)|posts?|pages?|content)"
_CALL = (
    "(?:please )?(?:subscribe|sign ?-?up|register|(?:log|sign) ?-?in"
    "|become an? (?:[a-z+]{1,20} ){0,2}(?:subscriber|member))"
    "(?: (?:now|today|here|for free|or [a-z]{3,10}(?: [a-z]{2,3})?)){0,2}"
)
_READ = (
    "(?:(?:read|continue|keep|unlock|access|see|view)"
    f"(?: (?:the|this|our|more|all|full|premium|exclusive|rest of)){{0,5}} {_PIECE}"
    "|(?:continue|keep|start) reading|read (?:on|more)|unlock .{1,40})"
)
_MORE = "(?:[,.!–—-].{0,160}| [–—-] .{0,160}| (?:and|from|for|with) .{0,120})?"

_BUTTON = (
    "Facebook|Twitter|WhatsApp|LinkedIn|Reddit|Pinterest|Flipboard|Tumblr|Messenger|E-?mail|Print|Copy link|Share"
    "|Share this (?:article|story)"
)
_BUTTON += f"|Share (?:on|via) ?(?:{p.NETWORK}|Reddit|Pinterest|Flipboard|[Ee]-?mail)"
_BUTTONS = f"(?:{_BUTTON})(?:(?: ?[|/•·] ?| )?(?:{_BUTTON}|{p.NETWORK}|Link|SMS|Save|More|Comments?)){{1,12}}"
_PAGE_WORDS = (
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

PAGE: Final[tuple[Rule, ...]] = (
    Rule(
        "navigation.words",
        "navigation",
        rf"[\[(]?{_PAGE_WORDS}[\])]?{p.ARROW}",
        example="Back to top ↑",
        counter_example="Share this street with us, the banner says.",
    ),
    Rule(
        "navigation.controls",
        "navigation",
        p.one_of(
            "close",
            "(?:main )?menu",
            "previous(?: next)?",
            "next",
            "back",
            "loading",
            "post navigation",
            "breadcrumbs?",
            f"(?:older|newer|previous|next) (?:{_PAGE}|entries)",
            f"back to (?:{_PAGE}|home|blog|overview|search results|all {_PAGE})",
            f"(?:view|see|show|load) (?:all|more)(?: {_PAGE})?",
            "(?:show|see|view) less",
            "view (?:full )?profile",
            "(?:top|bottom) of page",
            "accessibility links",
            "skip to (?:main |site )?(?:navigation|search|footer|article|main)",
            "(?:open|close|toggle)(?: (?:the|main|mobile|side|site))? (?:menu|navigation|sidebar|search(?: bar)?)",
            "(?:read|open) in (?:the )?app",
            "get (?:the|our) app",
            "listen live",
            "home|blog",
            "jump to content",
            "(?:hide|show|toggle) caption",
        ),
        example="Previous article",
        counter_example="Close the door, the sign says.",
    ),
    Rule(
        "navigation.contents",
        "navigation",
        p.one_of("(?:table of )?contents", "table of content", "in this (?:article|story|guide|post)", "on this page"),
        example="Table of contents",
        counter_example="Contents of the hold: 200 tonnes of tea",
    ),
    Rule(
        "navigation.topics",
        "navigation",
        p.one_of(
            "tags?:",
            "tags|topics|categories|keywords",
            "filed (?:under|in)|tagged(?: with)?|posted in",
            "(?:related|popular|more on these) (?:topics|tags|categories)",
            "(?:tags|tagged with|filed (?:under|in)|posted in|related (?:topics|tags)) ?[:|] ?[^.!?;:]{2,200}",
        ),
        example="Filed under: Harbours, Ferries",
        counter_example="Categories of ships are two.",
    ),
    Rule(
        "navigation.share",
        "navigation",
        p.one_of(
            "(?:please )?share(?: this)?(?: (?:full )?(?:article|story|post|page|video|link))?(?: (?:on|via))?",
            f"share (?:this )?(?:(?:article|story|post|page) )?(?:on|via|to) {p.NETWORK}",
            "tweet(?: this)?",
            "copy (?:the )?link(?: to clipboard)?",
            "(?:link )?copied!?(?: to clipboard)?",
            "(?:e-?mail|print|save|bookmark) this(?: (?:article|page|story|post))?",
            "e-?mail (?:article|to a friend)",
            "save for later",
        ),
        example="Share this story on Facebook",
        counter_example="Share this information with your crew",
    ),
    Rule(
        "navigation.buttons",
        "navigation",
        f"{p.BULLET}{_BUTTONS}",
        example="Facebook Twitter WhatsApp",
        counter_example="Facebook, Twitter and WhatsApp were down.",
    ),
    Rule(
        "navigation.follow",
        "navigation",
        p.one_of(
            "follow us(?: on| at| online| on social media)?",
            "(?:find|connect with|join) us (?:on|online|on social media)",
            f"(?:follow|find|connect with|join|like) (?:us|me) on {p.NETWORK}",
            "follow (?:topic|author)",
        ),
        example="Follow us on:",
        counter_example="Follow us to the pier, the boys said.",
    ),
    Rule(
        "navigation.account",
        "navigation",
        p.one_of(
            "(?:sign|log) ?(?:in|up|out)",
            "(?:sign|log) in (?:or|/) (?:sign up|register|subscribe|join|create an account)",
            "register(?: now| here| for free)?",
            "subscribe(?: now| today| here| for free)?",
            "subscribe to (?:our|the|this) (?:[a-z]{1,12} ){0,2}(?:channel|feed|podcast|blog|magazine|paper|site)",
            "my account",
            "become a (?:member|subscriber)",
            "create (?:an|a free|your) account",
            r"already (?:a (?:subscriber|member)|have an account|subscribed|registered)\?.{0,40}",
            r"not a (?:subscriber|member)(?: yet)?\?.{0,40}",
            r"forgot (?:your )?password\??",
            "manage (?:my |your )?(?:account|subscription)",
            "(?:log in|sign in|subscribe|register) (?:or .{3,30} )?to (?:continue|keep) reading.{0,40}",
        ),
        example="Already a subscriber? Log in",
        counter_example="Register the boat before June.",
    ),
    Rule(
        "navigation.paywall",
        "navigation",
        p.one_of(
            f"(?:this|the (?:full|rest of this)) {_PIECE} is (?:now )?(?:(?:only|exclusively) )?"
            "(?:(?:available|reserved|exclusive|open|free) )?(?:(?:only|exclusively) )?(?:to|for)"
            " (?:(?:our|all|paid|paying|registered|[a-z][a-z+]{1,20}) ){0,3}(?:subscribers|members)(?: only)?"
            "(?:[,.!–—-].{0,160})?",
            "(?:for )?(?:subscribers?|members?)[ -](?:only|exclusive)",
            "exclusive (?:content )?for (?:subscribers|members)",
            f"{_CALL} to {_READ}{_MORE}",
            f"to {_READ},? {_CALL}(?: (?:to|for) .{{2,40}})?{_MORE}",
            rf"(?:want|would you like) to {_READ}\? {_CALL}{_MORE}",
            f"unlock this {_PIECE}{_MORE}",
            "you(?:['’]ve| have) (?:reached|used|used up|read|hit|exceeded) (?:your|the|all of your|[0-9]{1,2} of)"
            " (?:[a-z0-9]{1,10} ){0,3}(?:articles?|stories)(?: (?:limit|for|this) ?.{0,40})?(?:[,.!].{0,160})?",
            "you have [0-9a-z]{1,5} (?:free )?(?:articles?|stories) (?:left|remaining)(?: this .{3,20})?"
            "(?:[,.!].{0,160})?",
        ),
        needs=("subscr", "member", "register", "sign", "log", "unlock", "articles", "stories"),
        unless=f"{p.QUOTED}|{p.SPOKEN}",
        example="This article is for subscribers only. Subscribe now to read on, from 1 crown a week.",
        counter_example="This report is for members of the council only.",
    ),
    Rule(
        "navigation.offer",
        "navigation",
        p.one_of(
            "(?:book|request|schedule|get) (?:a|your)(?: free)? (?:demo|consultation|quote|trial)",
            "start (?:your |a )?free trial",
            r"no credit card required\.?",
            "donate(?: now| today| here)?",
        ),
        example="Book a demo",
        counter_example="Start your free trial of the oars at dawn.",
    ),
    Rule(
        "navigation.legal",
        "navigation",
        p.one_of(
            "(?:cookie|privacy) (?:policy|notice|settings|preferences|statement|overview|choices)",
            "manage (?:consent|cookies|preferences|privacy|options)",
            "(?:accept|reject|allow|decline)(?: all)? cookies",
            "(?:accept|reject) all",
            "terms (?:of|and|&) (?:use|service|conditions)",
            "your (?:[a-z]{3,20} )?privacy (?:choices|rights)",
            "do not sell (?:or share )?my (?:personal )?(?:data|info|information)",
            "save (?:&|and) accept",
            "all rights reserved",
            "comment policy",
            "advertise with us",
        ),
        example="Cookie settings",
        counter_example="Terms of use changed, she says.",
    ),
    Rule(
        "navigation.consent",
        "navigation",
        p.one_of(
            "(?:we|this (?:web ?)?site|our (?:web ?)?site)(?: and our (?:[0-9]{1,4} )?partners)? uses? cookies .*",
            "we and our (?:[0-9]{1,4} )?(?:advertising |trusted |third-party )?partners .*",
            "by (?:clicking|choosing|continuing|browsing|subscribing|signing up|submitting|registering"
            "|providing your e-?mail|creating an account|using (?:this|our|the) (?:web ?)?(?:site|service|app))"
            "(?:[ ,][^.!?]{0,200})?[ ,](?:you|i) (?:agree|consent|accept|acknowledge|confirm).{0,300}",
            "(?:please |you can )?(?:read|see|view|visit|check) our (?:cookie|privacy) (?:policy|notice).{0,80}",
        ),
        unless=p.QUOTED,
        example="By continuing to use this site, you agree to our terms.",
        counter_example="By signing the lease you agree to nothing, he says.",
    ),
    Rule(
        "navigation.newsletter",
        "navigation",
        p.one_of(
            f"(?:please |click here to |to )?(?:sign ?-?up|subscribe|register)(?:[ ,][^?]{{0,150}})? {_MAIL}{_TAIL}",
            "(?:sign ?-?up|subscribe) (?:for|to) our .{3,80}",
            f"(?:get|receive) .{{3,150}} (?:in|into|to) your (?:e-?mail )?inbox{_TAIL}",
            "(?:(?:join )?(?:our|the|free|daily|weekly|e-?mail) (?:[a-z]{2,12} ){0,2})?newsletters?(?: sign ?-?up)?",
            f"never miss (?:a|an|our|another) (?:story|update|post|article|issue|episode|beat|headline){_TAIL}",
            f"join (?:our|the) (?:newsletter|mailing list){_TAIL}",
            r"join (?:over |more than |the )?[0-9][0-9,.]{0,9}[km]?\+? (?:[a-z]{2,12} ){0,2}(?:subscribers|readers)"
            f"{_TAIL}",
            "(?:enter )?your e-?mail(?: address)? (?:here|below)",
            "enter your e-?mail(?: address)?(?: (?:below )?to (?:get|receive|sign up|subscribe|follow).{0,80})?",
        ),
        unless=f"{p.QUOTED}|{p.SPOKEN}",
        example="Get the harbour's news in your inbox every Friday.",
        counter_example="The council had a newsletter.",
    ),
    Rule(
        "navigation.form",
        "navigation",
        p.one_of(
            "thank(?:s| you),? for (?:subscribing|signing up|registering|joining"
            "|your (?:submission|subscription|feedback|interest|registration)).{0,80}",
            "thank you!? your (?:submission|message|form) .{0,60}",
            "(?:oops!? )?(?:sorry,? )?something went wrong"
            "(?: (?:while|when you|with your) .{3,60})?[.!]?(?: please .{3,60})?",
            "(?:please )?enter a valid (?:e-?mail|phone|name|address|number|zip).{0,40}",
            "please try again(?: later)?",
            "you(?:['’]ve| have) (?:been )?successfully (?:subscribed|signed up|registered).{0,60}",
            "(?:this (?:slideshow|site|page|feature|video) requires|please enable) javascript.{0,80}",
            "your browser does not support .{3,80}",
            "no (?:items|results) found",
            "this field is (?:required|hidden|for validation).{0,60}",
            "(?:this (?:site|form) is )?protected by recaptcha.{0,120}",
            r"(?:was|did you find) this (?:page|article|content|post) (?:helpful|useful)(?:\?(?: yes ?/? ?no)?)?",
            "(?:please )?check your (?:inbox|e-?mail) (?:to|for) .{3,80}",
            r"\[email.protected\]",
        ),
        example="Oops! Something went wrong while submitting the form.",
        counter_example="Something was wrong with the form.",
    ),
    Rule(
        "navigation.sponsored",
        "navigation",
        p.one_of(
            "ads?|advert",
            "(?:sponsored|promoted)(?: (?:content|stories|links|posts?|by))?",
            "paid (?:content|post)|partner content",
            "report (?:this )?ad|remove ads|ad feedback",
            "blog comments powered by .{3,20}",
        ),
        example="Sponsored content",
        counter_example="Sponsored by nobody, he sailed on.",
    ),
    Rule(
        "navigation.gallery",
        "navigation",
        p.one_of(
            "(?:(?:image|photo|slide|picture) )?[0-9]{1,3} of(?: /)? [0-9]{1,3}",
            "caption",
            "(?:open|view) (?:image in gallery|(?:in )?(?:gallery|full ?screen)|full[ -]size image|slideshow)",
            "(?:click|tap) to (?:enlarge|expand|zoom)",
            "enlarge(?: this)? image",
            "view [0-9]{1,3} (?:images|photos)",
            "play video|video player is loading",
        ),
        example="Image 1 of 12",
        counter_example="Image 1 of 12 was blurred, she said.",
    ),
)
