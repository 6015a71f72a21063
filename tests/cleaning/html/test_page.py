"""A page in, its article out; and the page again from the two files of corpus/."""

import json
import random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cleaning.html.pages import ARTICLES, BLOG, NEWS, NO_ARTICLES, OLD

from wiremark.cleaning import (
    JOINER,
    Cleaned,
    NoArticle,
    clean_html,
    clean_seed,
    dumps,
    is_page,
    rebuild,
    record,
    stated,
)
from wiremark.cleaning.html.blocks import read
from wiremark.cleaning.html.model import candidates, chosen


def tiles(page: str, cleaned: Cleaned) -> None:
    """Asserts that segments and removed pieces hold the page once, and that corpus/ gives it back."""
    pieces = [(piece.start, piece.end) for piece in cleaned.removed]
    for segment in cleaned.segments:
        said = cleaned.text[segment.text_start : segment.text_start + segment.length]
        raw = said if segment.raw is None else segment.raw
        assert page[segment.raw_start : segment.raw_start + len(raw)] == raw
        assert raw != said or segment.raw is None
        pieces.append((segment.raw_start, segment.raw_start + len(raw)))
    at = 0
    for start, end in sorted(pieces):
        assert start == at < end
        at = end
    assert at == len(page)
    assert all(page[piece.start : piece.end] == piece.text for piece in cleaned.removed)
    written = json.loads(dumps(record(cleaned, id="a-1", seed="a.html", raw=page.encode("utf-8"))))
    assert rebuild(written, cleaned.text) == page


def paragraphs(page: str) -> list[str]:
    return clean_html(page).text.split(JOINER)


@pytest.mark.parametrize("page", ARTICLES.values(), ids=ARTICLES)
def test_a_page_is_tiled_and_given_back(page: str) -> None:
    tiles(page, clean_html(page))


def test_the_article_and_nothing_else() -> None:
    found = paragraphs(NEWS)
    assert found[0] == (
        "The ferry to Skarholm sailed again on Tuesday, nine days after a storm had torn it from its moorings and "
        "thrown it on the rocks below the old lighthouse of Ostrand."
    )
    assert found[1] == (
        "“We will sail every morning,” the harbour master, Jon Pell, said\N{NO-BREAK SPACE}to the two hundred people "
        "who had come to the quay & waited in the rain. \N{FERRY} \N{WAVING WHITE FLAG}"
    )
    assert found[2:4] == [
        "The crossing takes forty minutes.",
        "In winter it takes an hour, and in a storm, the crew says, it takes as long as it takes.",
    ]
    assert found[-1].endswith("to the sorrow of the town's restaurants.")
    assert len(found) == 6


def test_what_a_page_says_of_itself_is_set_aside_where_it_stands() -> None:
    cleaned = clean_html(NEWS)
    assert cleaned.metadata == {
        "title": "Ferry to Skarholm sails again",
        "byline": "Mina Hale",
        "published": "2024-05-07",
    }
    aside = {piece.reason: piece for piece in cleaned.removed if piece.reason in cleaned.metadata}
    assert (aside["title"].text, aside["title"].rule) == ("Ferry to Skarholm sails again", "page.h1")
    assert (aside["byline"].text, aside["byline"].rule) == ("Mina Hale", "page.json_ld")
    assert (aside["published"].text, aside["published"].rule) == ("2024-05-07T08:15:00+02:00", "page.json_ld")


def test_what_is_left_out_says_why() -> None:
    cleaned = clean_html(NEWS)
    reasons = {}
    for words in ("What we know".lower(), "raining much harder", "All rights reserved", "main-menu", "margin: 0"):
        piece = next(piece for piece in cleaned.removed if words in piece.text)
        reasons[words] = (piece.reason, piece.rule)
        assert (piece.score is not None) == (piece.reason == "boilerplate")
    assert reasons == {
        "what we know": ("boilerplate", "page"),
        "raining much harder": ("boilerplate", "page"),
        "All rights reserved": ("boilerplate", "page"),
        "main-menu": ("markup", "page.markup"),
        "margin: 0": ("markup", "page.markup"),
    }


def test_an_old_page_with_line_breaks_and_open_cells() -> None:
    found = paragraphs(OLD)
    assert (
        "At five in the morning the market of Ostrand is the only lit place in the town, and the only loud one."
        in found
    )
    assert any(text.startswith("I asked one of them, who would not give his name, whether") for text in found)
    assert not any("Boats" in text or "Last changed" in text for text in found)


def test_hidden_text_and_scripts_are_no_text() -> None:
    text = clean_html(BLOG).text
    assert "hidden" not in text
    assert "not text" not in text
    assert "a history of the lighthouse in three volumes, and none of us" in text


@pytest.mark.parametrize("page", NO_ARTICLES.values(), ids=NO_ARTICLES)
def test_a_page_without_an_article_is_refused(page: str) -> None:
    with pytest.raises(NoArticle, match=r"."):
        clean_html(page)


ODD = {
    "deep": "<div>" * 10_000 + BLOG + "</div>" * 10_000,
    "deep inline": "<b>" * 10_000 + BLOG,
    "unclosed": BLOG.replace("</p>", "").replace("</div>", ""),
    "crossed": BLOG.replace("<em>", "<b><i>")
    .replace("</em>", "</b></i>")
    .replace("<blockquote>", "<b><blockquote></b>"),
    "NUL": BLOG.replace("island", "is\0land").replace("<p>", "<p\0>"),
    "CDATA": BLOG.replace("<blockquote>", "<![CDATA[ x ]]><svg><![CDATA[<p>]]></svg><blockquote>"),
    "nested tables": "<table><tr><td><table><tr><td>" + BLOG + "</td></table></table>",
    "odd references": BLOG.replace("sheep", "sh&#0;&#x110000;&#xD800;&NotEqualTilde;&notit;&;&#;ep&AMP&"),
    "byte order mark": "\ufeff" + BLOG,
    "lone returns": BLOG.replace("\n", "\r"),
    "cut in a tag": BLOG[: BLOG.index("</blockquote") + 5],
    "empty end tag": BLOG.replace("walked", "wal</>ked").replace("sheep", "sh<!>ee<?x?>p"),
    "broken JSON-LD": '<script type="application/ld+json">{"headline": [[[}</script>' + BLOG,
}


PRE = (
    "<html><body><h1>Notes on a pier</h1><pre>\n"
    "The poles of the pier at Ostrand are <b>oak</b>, and they stand as they stood when it was built,  \n"
    " \n\tthough the planks that lie on them have been new twice since, the master says &amp; shows.\r\n"
    "<i>It was he who had the heads of the poles covered</i>\n&#10;<em>\n</em>with tin, so that they would not rot.<br>"
    "Then the tin was stolen, in one night, by a man who had come for it with a boat and a lamp.\n</pre></body></html>"
)


def test_preformatted_text_keeps_its_lines() -> None:
    cleaned = clean_html(PRE)
    tiles(PRE, cleaned)
    assert [line[:10] for line in cleaned.text.split(JOINER)] == [
        "The poles ",
        "though the",
        "It was he ",
        "with tin, ",
        "Then the t",
    ]
    assert "oak, and" in cleaned.text
    assert cleaned.text.endswith("a lamp.")
    assert not any(line != line.strip() for line in cleaned.text.split(JOINER))


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("\nx\n", "x"),
        ("\n\n a <b>b </b>\n c \n", "a b\nc"),
        ("a <i> </i>\n<i>\n</i> \nb <b>\n</b>", "a\nb"),
        ("a<br> <br>\nb", "a|b"),
        ("a  b\tc", "a b c"),
    ],
)
def test_lines_of_preformatted_text_are_trimmed_and_none_is_blank(inside: str, expected: str) -> None:
    page = read(f"<pre>{inside}</pre>")
    assert "|".join(block.text for block in page.blocks) == expected
    assert all(page.raw[run.start : run.end].strip() == run.text.strip() for block in page.blocks for run in block.runs)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("The crew had <del>four</del> <ins>five</ins> boats", "The crew had five boats"),
        ("The <ruby>ferry<rp>(</rp><rt>fune</rt><rp>)</rp></ruby> sank", "The ferry sank"),
        ("The <ruby>fer<rt>fu<rb>ry<rt>ne</ruby> sank", "The ferry sank"),
        ("The <ruby>ferry<rt>fune</p><p>It sank", "The ferry"),
    ],
)
def test_what_was_struck_out_and_how_a_sign_is_read_is_no_part_of_the_line(line: str, expected: str) -> None:
    page = BLOG.replace(
        "<p>On the", f"<p>{line}, and it had been the worst of storms, the landlady said.</p><p>On the", 1
    )
    cleaned = clean_html(page)
    tiles(page, cleaned)
    assert cleaned.text.split(JOINER)[0].startswith(expected)


def test_the_last_heading_is_the_articles_as_the_others_are() -> None:
    heading, last = "<h2>What comes next</h2>", "<p>The council will meet on Friday, and the crew will be heard.</p>"
    more = NEWS.replace("</div>\n</article>", f"{heading}{last}</div>\n</article>")
    assert clean_html(more).text.split(JOINER)[-2] == "What comes next"
    page = read("<p>a</p><h2>b</h2><p>c</p><h2><a>d</a></h2><p>e</p><h3>f</h3><p>g</p><h2>h</h2>")
    scores = np.array([0.9, 0.3, 0.9, 0.3, 0.9, 0.1, 0.9, 0.3])
    assert chosen(page, scores) == [True, True, True, False, True, False, True, False]


def test_text_without_the_markup_of_a_page_is_told_as_such() -> None:
    text = "<em>The ferry</em> to <a href=x>Skarholm</a> sailed &amp; came back, and nobody was late for it. " * 5
    with pytest.raises(NoArticle, match=r"^text without the markup of a page$"):
        clean_html(text)
    assert clean_html(text.replace(". ", ".<br><br>")).text.startswith("The ferry to Skarholm sailed & came")


@pytest.mark.parametrize("page", ODD.values(), ids=ODD)
def test_odd_html_is_tiled_too(page: str) -> None:
    tiles(page, clean_html(page))


FRAGMENTS = [
    *("<p>", "</p>", "<div class=article-body>", "</div>", "<br>", "<br/>", "<a href='#'>", "</a>", "<b>", "</b>"),
    *("<!--", "-->", "<li>", "<ul>", "</ul>", "<table>", "<td>", "<tr>", "</table>", "<script>", "</script>", "<h1>"),
    *("<pre>", "</pre>", "<del>", "</del>", "<ruby>", "<rt>", "</ruby>"),
    *("</h1>", "<", ">", "&", "&amp;", "&nbsp;", "&#10;", "&#32;", "&NotEqualTilde;", "&Tab;", " ", "  ", "\n", "\r\n"),
    *(
        "\r",
        "\t",
        "\0",
        "\f",
        "é",
        "😀",
        "<style>",
        "</style>",
        "<svg>",
        "</svg>",
        "<title>",
        "</title>",
        "</>",
        "</ x>",
    ),
    *("<textarea>", "</textarea>", "\u00a0", "<meta property=og:title content='The ferry'>"),
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"The ferry","datePublished":"2024-05-07"}',
    "<p>The ferry sailed, and the harbour master, who had waited for it, said that it was late, as it is. ",
    "The crew of the boat had been in the town for nine days, and they were glad to leave it for the island. ",
]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32), st.integers(20, 120))
def test_whatever_is_not_refused_is_tiled(seed: int, size: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    page = "".join(chance.choices(FRAGMENTS, k=size)) + BLOG + "".join(chance.choices(FRAGMENTS, k=size))
    try:
        cleaned = clean_html(page)
    except NoArticle:
        return
    tiles(page, cleaned)


def test_a_seed_is_cleaned_by_its_name() -> None:
    assert [is_page(name) for name in ("a.html", "a.HTM", "a.xhtml", "a.txt", "html")] == [
        True,
        True,
        True,
        False,
        False,
    ]
    assert clean_seed("a.html", NEWS) == clean_html(NEWS)
    assert clean_seed("a.txt", "<p>The ferry sailed.</p>").text == "<p>The ferry sailed.</p>"


def test_what_a_page_states() -> None:
    page = NEWS.replace("<title>", '<meta property="og:site_name" content="The Ostrand Herald"><title>')
    assert stated(page) == {
        "title": "Ferry to Skarholm sails again",
        "byline": "Mina Hale",
        "published": "2024-05-07",
        "publisher": "The Ostrand Herald",
        "language": "en",
    }
    site = '<h1>The Ostrand Herald</h1><meta property="og:title" content="Three days &amp; nights"><title>x</title>'
    assert stated(site) == {"title": "Three days & nights"}
    assert stated("<time datetime='2024-05-07T08:00'>Tuesday</time>") == {"published": "2024-05-07"}


def test_a_day_that_no_calendar_has_is_none() -> None:
    meta = '<meta name="date" content="{}"><time datetime="2024-05-07">Tuesday</time>'
    assert stated(meta.format("0000-99-99")) == {"published": "2024-05-07"}
    assert stated(meta.format("next week")) == {"published": "2024-05-07"}
    assert stated(meta.format("Mon, 06 May 2024 09:00:00 GMT")) == {"published": "2024-05-06"}
    facebook = '<meta property="article:published_time" content="Mon, 6 May 2024 23:30:00 -0500">'
    assert stated(facebook) == {"published": "2024-05-06"}


def test_an_empty_tag_hides_no_other() -> None:
    assert stated('<meta name="author" content=" "><meta name="author" content="Tom Vey">') == {"byline": "Tom Vey"}


def test_all_authors_are_named() -> None:
    page = NEWS.replace('"name": "Mina Hale"}', '"name": "Mina Hale"}, {"name": "By Tom Vey"}, {"name": "Mina Hale"}')
    cleaned = clean_html(page)
    tiles(page, cleaned)
    assert cleaned.metadata["byline"] == "Mina Hale; Tom Vey"


@pytest.mark.parametrize(
    ("title", "what"),
    [
        ("Page not found", "a page that was not found"),
        ("404: The page could not be found", "a page that was not found"),
        ("Sorry, this page does not exist.", "a page that was not found"),
        ("Privacy policy", "a policy or terms of use"),
        ("Terms and conditions", "a policy or terms of use"),
        ("Log in to continue", "a login"),
        ("Page not found in the harbour's log", ""),
        ("New privacy policy angers islanders", ""),
        ("Sign in the harbour falls down", ""),
    ],
)
def test_a_page_whose_title_says_so_is_no_article(title: str, what: str) -> None:
    page = BLOG.replace("Three days on Skarholm", title).replace("</body>", "<input name=p type='password'></body>")
    if what:
        with pytest.raises(NoArticle, match=f"^{what}$"):
            clean_html(page)
    else:
        assert clean_html(page).metadata["title"] == title


def test_a_title_alone_makes_no_login() -> None:
    assert clean_html(BLOG.replace("Three days on Skarholm", "Log in to Skarholm")).text


def test_the_title_of_another_article_is_not_the_pages() -> None:
    other = NEWS.replace('"headline": "Ferry to Skarholm sails again"', '"headline": "Herring costs more"')
    other = other.replace('<meta property="og:title" content="Ferry to Skarholm sails again">', "")
    assert clean_html(other).metadata["title"] == "Ferry to Skarholm sails again"
    site = other.replace(">Ferry to Skarholm sails again</h1>", ">The Ostrand Herald</h1>")
    assert clean_html(site).metadata["title"] == "Herring costs more"


@pytest.mark.parametrize(
    ("title", "site", "expected"),
    [
        ("Ferry returns | Ostrand Herald", "", "Ferry returns"),
        ("Ferry returns &mdash; at last | Sport |  Ostrand Herald\n", "", "Ferry returns — at last | Sport"),
        ("Ferry returns - The Herald &amp; Post", "The Herald &amp; Post", "Ferry returns"),
        ("Ferry returns - at last", "The Ostrand Herald", "Ferry returns - at last"),
        ("| Ostrand Herald", "", "| Ostrand Herald"),
    ],
)
def test_the_name_of_the_site_is_not_the_title(title: str, site: str, expected: str) -> None:
    head = f'<meta property="og:site_name" content="{site}"><title>{title}</title>'
    page = head + BLOG.replace("h1", "div")
    cleaned = clean_html(page)
    tiles(page, cleaned)
    assert cleaned.metadata["title"] == expected


def test_the_text_of_a_page_is_cleaned_in_its_language_and_mode() -> None:
    lines = (
        "Ten beaches to visit before the summer ends",
        "Why the price of bread has doubled since May",
        "Five things to know about the new tax on cars",
        "Ana Moss is a freelance writer who covers the sea. Follow her on Twitter.",
    )
    page = NEWS.replace("<p>The ferry to", "<p>OSTRAND (Ruritania Press) — The ferry to").replace(
        "</div>\n</article>", "".join(f"<p>{line}</p>" for line in lines) + "</div>\n</article>"
    )
    rules, full, german = clean_html(page), clean_html(page, mode="full"), clean_html(page, language="de")
    tiles(page, full)
    assert rules.metadata["dateline"] == full.metadata["dateline"] == "OSTRAND (Ruritania Press)"
    assert "dateline" not in german.metadata
    assert german.text.startswith("OSTRAND")
    assert rules.text.endswith(lines[-1])
    assert any(piece.text.startswith(lines[-1]) for piece in full.removed if piece.rule == "context")


def test_what_readers_wrote_is_no_candidate() -> None:
    assert not any("raining much harder" in block.text for block in candidates(read(NEWS)))


def test_on_a_page_that_looks_but_fair_the_blocks_are_held_against_its_best() -> None:
    page = read("<p>" + "</p><p>".join(["The ferry sailed, it was said. " * 15] * 3))
    assert chosen(page, np.array([0.95, 0.4, 0.3])) == [True, False, False]
    assert chosen(page, np.array([0.5, 0.4, 0.1])) == [True, True, False]
    assert chosen(page, np.array([0.2, 0.2, 0.1])) == [False] * 3
