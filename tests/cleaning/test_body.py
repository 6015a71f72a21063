"""Sentences and headings that look like what a rule takes out: no article may lose one."""

import pytest

from wiremark.cleaning import JOINER, RULES, clean

BODY: dict[str, tuple[str, ...]] = {
    "credit.contributed": (
        "More than 200 scientists from 66 countries contributed to this report.",
        "None of the member states that were criticised contributed to this report.",
        "The drains contributed to this story.",
        "The United States contributed to this report.",
    ),
    "credit.report": ("(Editing by candlelight was his habit.)", "(Translated by his son, the diary was a success.)"),
    "credit.editor": ("Editor: Good Morning",),
    "credit.alone": ("Photo finish", "Courtesy of Mayor Ana Ruiz, we had soup."),
    "caption.dated": (
        "Prime Minister Mara Dell arrives in Ostrand for a two-day visit on May 7, 2031.",
        "Vesterland poses a threat greater than at any time since July 27, 1953.",
        "The agency inspects the plant at Ostrand, which has been shut since March 11, 2011.",
        "Jo Falk is seen as the favourite to win the vote on November 5, 2031.",
        "The bishop greets the crowds for the last time on April 20, 2031.",
        "Mayor Jo Falk speaks at the opening of the new bridge on Saturday, June 3, 2031.",
        "Ana Ruiz walks 12 miles to school and back every day, a journey she began on March 2, 2021.",
        "Ana Ruiz (L) was the first to sign the treaty that she wrote on March 2, 2021.",
        "Senator Ana Ruiz (R) speaks to voters in Ostrand on March 2, 2031.",
    ),
    "caption.this_photo": (
        "This image provided the first direct proof that black holes exist.",
        "This photo captured the grief of a nation and won every prize there was.",
        "This picture shot her to fame overnight.",
        "These images captured the world's attention and forced the government to act.",
        "In this photograph, taken a week before his death, he is smiling at his daughter.",
        "In this undated image, she told the court, she recognised her brother at once.",
        "This photo provided by the police shows the defendant at the scene, the court heard.",
        "This photo, taken in 1999, hangs in every bar in the town.",
    ),
    "caption.file_photo": (
        "FILE - The word stood on every drawer of the cabinet, and all were empty.",
        "FILE - It was the last word that he typed, on March 2, 2031.",
        "CASE FILE - The letter is dated March 2, 2031.",
    ),
    "caption.before_credit": (
        "He thanked one man for the victory. Credit: Jo Falk.",
        "She ate well. Courtesy of the mayor, her meals came free.",
    ),
    "title.first_line": (
        "Ostrand has sent its letter to Elsin, the ministry said on Tuesday, ending a four-year row",
        '"It\'s over", she said',
        "Roses are red\nViolets are blue\nThe harbour is closed, and so, my dear, are you.",
        "1. The bridge closes for a year",
    ),
    "contact.follow": (
        "Join hundreds of neighbours who share tools and ladders on Facebook.",
        "Follow the argument between the two sisters on Facebook.",
        "Follow the money, she said on X.",
    ),
    "dateline.city": (
        "NATO - The alliance agreed on Monday to send more ships to the strait.",
        "TAXES — They are going up again, and nobody in the government will say by how much.",
        "BTS - Seven men, one stage and a crowd that had waited for three days.",
        "COLUMN – My mother never crossed a bridge without closing her eyes.",
        "HARD TIMES - Factory closes after 90 years.",
    ),
    "edition_tag.brackets": (
        "(Lead) pipes remain in 400 homes, the council said on Monday.",
        "(Correction) fluid was found on the letter, the court heard on Monday.",
        "[Update] buttons will vanish from the council's site, it said on Monday.",
    ),
    "edition_tag.slug": (
        "BREAKING - It is what the bridge has been doing for years, she says.",
        "URGENT: That was the one word on the envelope that reached the mayor.",
        "EXCLUSIVE - that was the word on the front page.",
        "UPDATE: The editor has since written to me.",
    ),
    "agency_tag.brackets": ("[The Daily Post] editor told the court that he never saw the letter.",),
    "related_link.capitals": (
        "MORE: that is what every minister wants!",
        "WATCH: He will be back!",
        "RELATED: He is the mayor's brother.",
    ),
    "related_link.colon": (
        "See also: what did the mayor know, and when did she know it?",
        'Related: the council has no plan, as one member put it, "none at all"',
        "Read more: that is what teachers say",
    ),
    "related_link.listed": ("No, not much", "Exports fell", "■ What comes next"),
    "source_line.copyright": (
        "Copyright 2023 rules forbid it, the court found.",
        "Copyright 2019 was the year the museum lost its case.",
        "© is a sign that nobody understands. All rights reserved, says the cake box.",
    ),
    "byline.by": ("By Any Means Necessary", "By Friday Evening"),
    "credit.reporting": ("Reporting by candlelight, editing by day, he aged fast.",),
    "credit.files": ("With files from the archive she proved it.", "With reporting from a war comes fear."),
    "navigation.controls": (
        "Close the gate behind you, the sign says.",
        "Next month the pier reopens.",
        "Show all your papers at the gate.",
        "Back to the harbour",
        "1. Close the valve",
    ),
    "navigation.contents": ("The contents of the hold were tea and nets.", "Contents unknown"),
    "navigation.topics": ("Tags were sewn into the nets.", "Topics that the council avoids", "Categories of fish"),
    "navigation.share": ("Share this information with your crew", "Share this story with your children, she begs."),
    "navigation.buttons": ("Facebook, Twitter and WhatsApp were down.", "Print and Share", "Facebook shares"),
    "navigation.follow": ("Follow us to the pier, the boys said.", "Join us", "Find us a harbour, they begged."),
    "navigation.account": (
        "Register the boat before June.",
        "Subscribe to the view that boats are safe",
        "Already a member of the crew, she stayed.",
    ),
    "navigation.offer": ("Book a cabin", "Donate your old nets", "Get a free boat"),
    "navigation.legal": ("Terms of trade", "Privacy policy is what divides them.", "Accept all blame"),
    "navigation.consent": (
        "We use cookie tins for bait.",
        "By signing the treaty the king gave his consent.",
        "By using the ferry you agree with its master.",
        "“We use cookies to know our readers,” the paper says.",
    ),
    "navigation.newsletter": (
        "He never misses a newsletter.",
        "She asked them to subscribe to our newsletter, and they laughed.",
        "“Sign up for our newsletter,” the banner says.",
        "Sign up for the crew before June.",
        "Never miss a payment",
        "Get your boat into the water",
        "The newsletter is dead.",
    ),
    "navigation.form": (
        "This field is full of mines.",
        "Thank you for your courage, the mayor wrote.",
        "Something went wrong with the crane, and nobody saw it.",
        "Please try again, the master told the crew.",
    ),
    "navigation.sponsored": ("Sponsored by nobody, he sailed on.", "Ads were everywhere.", "Promoted to captain"),
    "navigation.gallery": ("3 of 10 boats sank.", "Caption contests are dull.", "View 12 of the boats"),
    "navigation.comments": (
        "No comments were made.",
        "3 comments stayed with her.",
        "Read the reply in full",
        "Comments on the draft are due in June.",
        "Reply to the letter",
        "The mayor says:",
    ),
    "navigation.comment_form": (
        "Your name is on the list.",
        "Save my name, he begged.",
        "You must be registered to vote.",
        "Rain jacket (optional)",
        "Please log in to your boat's computer.",
    ),
    "navigation.commented": (
        "The harbour master on Monday said:",
        "1. The mayor says that he knew.",
        "It sank on March 2, 2031 at 10:15 am",
    ),
    "navigation.counts": ("200 views of the harbour", "12 shares were sold.", "1,204 people"),
    "navigation.date_label": ("Published in secret", "Updated maps of the bay", "Posted to Ostrand"),
    "navigation.date_and_time": ("3 hours ago the harbour reopened.", "March 2, 10:15", "A year ago today"),
    "navigation.reading_time": ("7 minutes", "30 min", "5 minutes reading", "March 2, 2031, 7 minutes"),
    "byline.above_date": (
        "The master has seen it all from his tower.\nPort Elsin\nMarch is the worst month of all, he says.",
    ),
    "title.below_kicker": (
        "Shipping\nWhat the harbour master has seen from his tower\nHe has seen it all.",
        "The storm\nIt closed the pier and the yards for a week, she said\nBy noon it was gone.",
    ),
    "navigation.author": ("About the author of the letter nothing is known.", "Written by hand", "Authors' rights"),
    "navigation.byline_word": ("By and by", "By 2031"),
    "navigation.role": ("The political correspondent", "Senior citizens", "Editor"),
    "related_link.more_from": (
        "More on this later",
        "More in common than ever",
        "Latest in a series of storms",
        "Recommended by Ana Ruiz",
        "More On Storms.",
    ),
}
BEFORE = "The harbour will be closed for a week after the storm, its master told the council."
AFTER = "It will open again when the last of the wrecks has been lifted, he told reporters."
FRAMES = {
    "alone": "{}",
    "first": "{}\n" + AFTER,
    "second": BEFORE + "\n{}\n" + AFTER,
    "below an end mark": BEFORE + "\n[END]\n{}\n" + AFTER,
    "below an end mark and stars": BEFORE + "\n[END]\n* * *\n{}\n" + AFTER,
}


CASES = [
    (line, frame)
    for rule in BODY
    for line in BODY[rule]
    for frame in FRAMES
    # on top, a line without an end is a headline; below an end mark, an editor is who edited the story
    if not (frame == "first" and line[-1] not in ".!?" and rule != "title.first_line")
    and not (frame.startswith("below") and rule == "credit.editor")
]


@pytest.mark.parametrize(("line", "frame"), CASES)
def test_a_line_of_the_body_stays(line: str, frame: str) -> None:
    cleaned = clean(FRAMES[frame].format(line))
    assert line.replace("\n", JOINER) in cleaned.text, cleaned.removed


def test_every_row_speaks_of_a_rule() -> None:
    assert set(BODY) <= {rule.id for rule in RULES}


@pytest.mark.parametrize(
    ("prose", "credit"),
    [
        ("The talks will resume on Thursday in Ostrand, officials from both sides said.", "(AFP/Reuters)"),
        ("The talks will resume on Thursday, officials said.", "AFP/Reuters"),
        ("“I will not go,” he said.", "Photograph: Jo Falk/Ostrand Times"),
        ("He said he would pay.", "Credit: Ana Ruiz"),
        ("The vote passed.", "Photo: Ana Ruiz"),
        ("Fishermen said they had never seen a sea like it.", "AP Photo/Jo Falk"),
        ("Boil the fish for ten minutes.", "Photo: Jo Falk/Ostrand Times"),
        ("The mayor denied it. She walks home alone, she says, and meets no one. The police agree.", "Photo: Jo Falk"),
        ("The mayor denied it. She walks home alone, she says, and meets no one.", "(Photo by Jo Falk)"),
        ("Officials said the talks will resume.", "(Photo: Jo Falk)"),
    ],
)
def test_prose_beside_a_credit_stays_and_the_credit_goes(prose: str, credit: str) -> None:
    cleaned = clean("\n".join((BEFORE, f"{prose} {credit}", AFTER)))
    assert cleaned.text == JOINER.join((BEFORE, prose, AFTER))
    assert [piece.text for piece in cleaned.removed if piece.reason == "credit"] == [credit]


@pytest.mark.parametrize(
    "line",
    [
        "A crane lifts a boat out of the water in Ostrand, Nov. 13, 2030. Photo: Jo Falk",
        "Ana Ruiz shakes hands with dockers. (AP Photo/Jo Falk)",
        "A street in Ostrand after the storm (Photo: Jo Falk)",
        "Dockers gather at the gate. | Photo by Jo Falk",
    ],
)
def test_a_caption_goes_with_its_credit(line: str) -> None:
    cleaned = clean("\n".join((BEFORE, line, AFTER)))
    assert cleaned.text == JOINER.join((BEFORE, AFTER))
    assert {"caption", "credit"} <= {piece.reason for piece in cleaned.removed}


def test_dialogue_does_not_keep_the_top_open() -> None:
    dialogue = ('"Did you read it?"', '"Read what?"', '"The paper."', '"No."')
    page = (*dialogue, "By Ana Ruiz", BEFORE)
    assert clean("\n".join(page)).text == JOINER.join(page)
