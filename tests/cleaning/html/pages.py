"""Made-up pages of HTML, as newsrooms and blogs make them."""

NEWS = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Ferry to Skarholm sails again | The Ostrand Herald</title>
<meta property="og:title" content="Ferry to Skarholm sails again">
<meta name="description" content="The boat was tied up for nine days.">
<script type="application/ld+json">
{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry to Skarholm sails again",
 "datePublished": "2024-05-07T08:15:00+02:00", "author": [{"@type": "Person", "name": "Mina Hale"}]}
</script>
<style>p { margin: 0 } </style>
</head>
<body class="single comments-open">
<!-- the top -->
<header class="site-header"><a href="/"><img src="logo.png" alt="Herald"></a>
<nav class="main-menu"><ul><li><a href="/news">News</a></li><li><a href="/sport">Sport</a></li>
<li><a href="/weather">Weather</a></li></ul></nav></header>
<main>
<article class="article">
<h1 class="headline">Ferry to Skarholm sails again</h1>
<p class="byline">By <a href="/staff/hale" rel="author">Mina Hale</a></p>
<time datetime="2024-05-07">7 May 2024</time>
<div class="share-buttons"><a href="#">Share</a> <a href="#">Tweet</a></div>
<figure><img src="ferry.jpg"><figcaption>The ferry leaves the harbour of Ostrand. Photo: J. Falk</figcaption></figure>
<div class="article-body">
<p>The ferry to Skarholm sailed again on Tuesday, nine days after a storm had torn it from its moorings and
   thrown it on the rocks below the <a href="/lighthouse">old lighthouse</a> of Ostrand.</p>
<p>&ldquo;We will sail every morning,&rdquo; the harbour master, <b>Jon Pell</b>, said&nbsp;to the two hundred people
who had come to the quay &amp; waited in the rain. \N{FERRY} \N{WAVING WHITE FLAG}</p>
<p>The crossing takes forty minutes.<br><br>In winter it takes an hour, and in a storm, the crew says, it takes as long
as it takes.</p>
<div class="ad-slot">Advertisement</div>
<p>The council of Ruritania had paid for the repair, which cost more than the boat had cost when it was new, and it
will now ask the insurers for the money, its speaker said.</p>
<aside class="related-box"><h3>Read more</h3><ul><li><a href="/1">Storm over Ostrand: what we know</a></li>
<li><a href="/2">The lighthouse that nobody wanted</a></li></ul></aside>
<p>Nobody was hurt in the storm, but eleven boats sank, and the fish market has been closed ever since, to the sorrow
of the town&#39;s restaurants.</p>
</div>
</article>
<section id="comments" class="comments-area"><h2>2 comments</h2>
<ol class="comment-list"><li class="comment"><p>I was on that quay and I can tell you that it was raining much harder
than the paper says, and that the master was late.</p></li>
<li class="comment"><p>A fine day for all of us on the island, and thanks to the crew for it.</p></li></ol></section>
</main>
<footer class="site-footer"><p>&copy; 2024 The Ostrand Herald. All rights reserved.</p>
<a href="/privacy">Privacy</a> <a href="/terms">Terms</a></footer>
</body>
</html>
"""

OLD = (
    "<HTML><HEAD><TITLE>Notes from the quay</TITLE></HEAD>\r\n<BODY BGCOLOR=white>\r\n<CENTER><A HREF=/>Home</A> | "
    "<A HREF=/old>Older notes</A></CENTER>\r\n<TABLE><TR><TD WIDTH=100><FONT SIZE=1><A HREF=a>Boats</A><BR>"
    "<A HREF=b>Birds</A></FONT><TD>\r\n<H2>A morning at the fish market</H2>\r\n"
    "At five in the morning the market of Ostrand is the only lit place in the town, and the only loud one.<BR><BR>\r\n"
    "The fishermen come in by the side door, with their boots on, and nobody greets them before they have sat down.\r\n"
    "<BR><BR>I asked one of them, who would not give his name, whether he missed the old hall. &quot;It leaked,&quot; "
    "he said, and that was all he had to say about it, that morning or later.<BR><BR>\r\n"
    "<P>Prices were low. Herring went for less than the ice it lay on, and the buyers, who had come from as far as "
    "Skarholm, went home with their vans half empty.\r\n"
    "<P>The market will move in autumn, and the town has not yet said where it is to go.\r\n"
    "</TABLE>\r\n<HR><FONT SIZE=1>Last changed in spring</FONT>\r\n</BODY></HTML>\r\n"
)

BLOG = """<html><body><div id="page"><div class="menu"><a href=/>Home</a><a href=/about>About</a></div>
<div class="post hentry"><h1 class="entry-title">Three days on Skarholm</h1><div class="entry-content">
<p>On the first day we walked round the island, which took four hours, and met two people and a great many sheep.</p>
<p>The second day it rained; we read what the landlady had on her shelf, a history of <em>the lighthouse</em> in three
volumes, and <strong>none</strong> of us got beyond the first.</p>
<blockquote><p>The light was lit for the first time in the winter of the great frost, and it went out the same
night.</p></blockquote>
<p>On the third day the ferry came, and we went home; the landlady waved, or shook out a cloth, from the window.</p>
<script>if (a < b) { document.write("<p>not text</p>") }</script>
<p hidden>This paragraph is hidden from all readers, and so it is not in the text, however long it may be.</p>
</div><div class="tags">Tags: <a href=/t/1>islands</a>, <a href=/t/2>sheep</a></div></div>
<div id="sidebar" class="sidebar"><h4>Popular posts</h4><ul><li><a href=/p/1>How to mend a net</a></li>
<li><a href=/p/2>What sheep want</a></li></ul></div></div></body></html>
"""

FRONT = (
    """<html><head><title>The Ostrand Herald</title></head><body><nav><a href=/n>News</a> <a href=/s>Sport</a></nav>
<div class="grid">"""
    + "".join(
        f'<div class="card"><a href="/story/{number}"><h3>{title}</h3></a><span>{number} hours ago</span></div>'
        for number, title in enumerate(
            ("Ferry sails again", "Market to move", "Sheep found on the quay", "Storm over Ostrand", "Bridge closed"), 1
        )
    )
    + """</div><footer>All rights reserved</footer></body></html>"""
)

LOGIN = """<html><body><h1>Log in</h1><form><label>Name</label><input><label>Password</label><input>
<button>Log in</button></form><p>No account? <a href=/join>Join us</a> today.</p></body></html>"""

NOT_FOUND = (
    "<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1><p>The page was not found.</p></html>"
)

VIDEO = """<html><body><header><a href=/>Home</a></header><div class="player"><video src=a.mp4></video></div>
<h1>Watch: the ferry leaves</h1><p>0:45</p><ul><li><a href=/v/1>Next: the market</a></li></ul></body></html>"""

ARTICLES = {"news": NEWS, "old": OLD, "blog": BLOG}
NO_ARTICLES = {
    "front": FRONT,
    "login": LOGIN,
    "not found": NOT_FOUND,
    "video": VIDEO,
    "empty": "",
    "blank": " \n ",
    "text": "The ferry sailed, the harbour master said.",
    "tags alone": "<html><body><div></div></body></html>",
    "script alone": "<script>var a = '<p>text</p>'</script>",
}
