"""The checks of pages find what they are there for: one page for each mistake, and a page with none."""

from __future__ import annotations

import pytest
from flask import Flask, Response

from tests.webapp.html_tree import parse, text_of
from tests.webapp.pages import ALWAYS, CheckedClient, PageError, check_html

GOOD = """<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>Whom may I tell?</title>
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="/static/site.css">
</head>
<body>
  <a class="skip" href="#main">Skip to the content</a>
  <main id="main" tabindex="-1">
    <h1>Whom   may I <em>tell</em>?</h1>
    <p>The patient’s own law: <a href="https://law.example/?id=1" rel="noreferrer">here</a>. None of this is kept.</p>
    <h2 id="who">Who are you?</h2>
    <svg viewBox="0 0 9 9" role="img" aria-labelledby="sign"><title id="sign">A stair</title><path d="M0 0"/></svg>
    <form method="post" action="/check" autocomplete="off">
      <input type="hidden" name="country" value="XA">
      <fieldset>
        <legend>Your work</legend>
        <label><input type="radio" name="role" value="nurse"> Nurse</label>
        <label><input type="radio" name="role" value="none"> None</label>
      </fieldset>
      <label for="since">Since when?</label>
      <input id="since" name="since" autocomplete="off" aria-describedby="who">
      <button name="go" value="on">Go on</button>
    </form>
    <ul><li><details><summary>Why</summary><p>Because <code>"must_not"</code> is typed.</p></details></li></ul>
    <dl><div><dt>Police</dt><dd>May be told</dd></div></dl>
  </main>
</body>
</html>
"""

BODY = "<dl><div>"
"""Where an example is put into the good page."""

BAD = [
    ("<p>a<div>b</div></p>", "syntax", "Unexpected end tag (p)"),
    ("<p>a <b><i>b</b></i></p>", "syntax", "line 28"),
    ('<p id="x" id="y">a</p>', "syntax", "duplicate attribute"),
    ("<center>a</center>", "unknown element", "<center>"),
    ('<p align="left">a</p>', "unknown attribute", "align"),
    ("<span><div>a</div></span>", "nesting", "<div> in <span>"),
    ("<h2>a <a href='/'><ul><li>b</li></ul></a></h2>", "nesting", "<ul> in <h2>"),
    ("<ul><p>a</p></ul>", "nesting", "<p> in <ul>"),
    ("<div><li>a</li></div>", "nesting", "<li> in <div>"),
    ("<details><p>a</p><summary>b</summary></details>", "nesting", "not first"),
    ('<a href="/"><details><summary>a</summary></details></a>', "nesting", "<details> in <a"),
    ("<p></p>", "no text", "<p>"),
    ('<a href="/"><svg aria-hidden="true"></svg></a>', "no text", '<a href="/">'),
    ('<form method="post" action="/" autocomplete="off"><button> </button></form>', "no text", "<button>"),
    ("<dl><dt>a</dt></dl>", "no text", "a dt without dd"),
    ('<p id="main">a</p>', "duplicate id", "main"),
    ('<label for="nobody">a</label>', "points to nothing", "for=nobody"),
    ('<div role="group" aria-labelledby="who nobody">a</div>', "points to nothing", "aria-labelledby=nobody"),
    ('<div aria-describedby="nobody">a</div>', "points to nothing", "aria-describedby=nobody"),
    ('<a href="#nobody">a</a>', "points to nothing", "href=nobody"),
    ("<h1>Whom may I tell?</h1>", "title", "h1 ["),
    ("<h4>a</h4>", "heading skipped", "h4 after h2"),
    ("<main>a</main>", "main", "2 of them"),
    ('<p lang="">a</p>', "language", "<p"),
    ('<select name="x"><option>a</option></select>', "no label", "<select"),
    ('<label><input type="radio" name="x" value="y"> a</label>', "no group", "radio"),
    ('<img src="/static/a.png">', "no name", "<img"),
    ('<svg viewBox="0 0 1 1"><path d=""/></svg>', "no name", "<svg:svg"),
    ('<svg viewBox="0 0 1 1"><title>a</title></svg>', "no name", "<svg:svg"),
    ('<div aria-hidden="true"><a href="/">a</a></div>', "focus in hidden part", "<a"),
    ('<p tabindex="2">a</p>', "order of focus", "tabindex"),
    ('<form action="/x"><button>a</button></form>', "form without method and action", "<form"),
    ('<form method="post" autocomplete="off"><button>a</button></form>', "form without method and action", "<form"),
    ('<form method="get" action="/x"><button name="q">a</button></form>', "answers in the address", "q"),
    ('<form method="post" action="/x"><button>a</button></form>', "remembered by the browser", "<form"),
    (
        '<form method="post" action="/x" autocomplete="off"><label>a <textarea name="b"></textarea></label></form>',
        *("remembered by the browser", "<textarea"),
    ),
    ("<button>a</button>", "button that does nothing without scripts", "<button>"),
    ("<p>a</p><script>1</script>", "inline", "<script>"),
    ("<p>a</p><style>p {}</style>", "inline", "<style>"),
    ('<p style="color: red">a</p>', "inline", "style in"),
    ('<svg aria-hidden="true"><path style="fill: red"/></svg>', "inline", "style in"),
    ('<p onclick="x()">a</p>', "inline", "onclick in"),
    ('<img alt="" src="https://elsewhere.example/a.png">', "fetched elsewhere", "elsewhere"),
    ('<img alt="" src="//elsewhere.example/a.png">', "fetched elsewhere", "elsewhere"),
    ('<img alt="" src="data:image/png;base64,AA">', "fetched elsewhere", "data:"),
    ('<a href="https://law.example/">a</a>', "names the page it comes from", "law.example"),
    ('<a href="javascript:x()">a</a>', "unsafe address", "javascript"),
    ('<form method="post" action="//x.example/" autocomplete="off"><button>a</button></form>', "unsafe address", "//x"),
    ('<a href="/law/XA?role=nurse">a</a>', "answers in the address", "role=nurse"),
    ('<a href="">a</a>', "leads nowhere", "<a"),
    ("<a>a</a>", "leads nowhere", "<a>"),
    *(
        (f"<p>{text}</p>", "leak", found)
        for text, found in [("a None", "None"), ("None", "None"), ("undefined", "und")]
    ),
    *((f"<p>{text}</p>", "leak", text) for text in ("{{ a }}", "{% if %}", "[]", "{'a': 1}", "{}", "['a']", "NaN")),
    ("<p>Advice: None, as of today</p>", "leak", "None"),
    ("<p>Advice for None today</p>", "leak", "None"),
    ("<p>&lt;rules.model.Rule object at 0x7f&gt;</p>", "leak", "rules.model"),
]


def test_a_page_without_mistakes_passes() -> None:
    assert check_html(GOOD) == []


@pytest.mark.parametrize(("part", "kind", "fact"), BAD, ids=lambda value: value[:40])
def test_one_mistake_in_a_page_is_found_and_named(part: str, kind: str, fact: str) -> None:
    found = check_html(GOOD.replace(BODY, part + BODY, 1))
    assert kind in {mistake.kind for mistake in found}
    assert any(fact in mistake.fact for mistake in found if mistake.kind == kind), found
    assert len({mistake.kind for mistake in found}) <= 2, found


@pytest.mark.parametrize(
    ("good", "bad", "kind"),
    [
        ("<!doctype html>\n", "", "syntax"),
        ('<html lang="en">', "<html>", "language"),
        ("<title>Whom may I tell?</title>", "<title>Handrail</title>", "title"),
        ('<main id="main" tabindex="-1">', '<div id="main">', "main"),
        ("<h1>Whom   may I <em>tell</em>?</h1>", "", "title"),
        ("initial-scale=1", "user-scalable=no", "viewport"),
        ('<label for="since">', "<label>", "no label"),
        ("<legend>Your work</legend>", "", "no group"),
        ('href="/static/site.css"', 'href="/static/site.css?v=2"', "answers in the address"),
    ],
)
def test_something_left_out_of_a_page_is_found(good: str, bad: str, kind: str) -> None:
    assert good in GOOD
    assert kind in {mistake.kind for mistake in check_html(GOOD.replace(good, bad, 1))}


@pytest.mark.parametrize(
    "part",
    [
        "<p>None; do not confirm. Why: None was found. Choose “None”. <code>None</code></p>",
        "<p>See https://law.example/members_en</p>",
        "<p>See <a href='tel:112'>112</a> or <a href='mailto:a@b.example'>write</a>.</p>",
        "<button type='button' hidden>Print</button>",
        "<details><summary><h3>Why</h3></summary>Because.</details>",
        "<p hidden>{{ }}</p>",
        "<svg aria-hidden='true' viewBox='0 0 1 1'><path d='M0 0'/></svg>",
    ],
)
def test_what_only_looks_like_a_mistake_passes(part: str) -> None:
    assert check_html(GOOD.replace(BODY, part + BODY, 1)) == []


def test_visible_text_leaves_out_what_is_hidden_and_keeps_words_apart() -> None:
    tree = parse("<!doctype html><title>t</title><p>a<b>b</b></p><p>c</p><p hidden>d</p><script>e</script>")
    assert text_of(tree.root) == "ab c"


# -- every answer ------------------------------------------------------------------------------------------------------


@pytest.fixture
def answers() -> Flask:
    """An application whose every page is in order until a test changes one thing."""
    app = Flask("answers")
    app.test_client_class = CheckedClient

    @app.get("/")
    def page() -> Response:
        return Response(GOOD, headers={**ALWAYS, "Cache-Control": "no-store"})

    return app


def test_an_answer_that_is_in_order_passes(answers: Flask) -> None:
    assert answers.test_client().get("/").status_code == 200
    assert answers.test_client().head("/").status_code == 200


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *((key, None) for key in ALWAYS),
        ("Content-Security-Policy", "default-src 'self'"),
        ("Cache-Control", "no-cache"),
        ("Set-Cookie", "role=nurse"),
        ("X-Powered-By", "a program"),
        ("Location", "/advice?role=nurse"),
        ("Location", "https://elsewhere.example/"),
        ("Content-Disposition", 'attachment; filename="O\'Neil"'),
    ],
)
def test_a_header_that_is_wrong_fails_the_test_that_gets_it(answers: Flask, key: str, value: str | None) -> None:
    @answers.after_request
    def change(response: Response) -> Response:
        response.headers.pop(key, None)
        if value:
            response.headers[key] = value
        return response

    with pytest.raises(PageError) as raised:
        answers.test_client().get("/")
    assert any(key in mistake.fact for mistake in raised.value.mistakes)
    assert len(raised.value.mistakes) == 1


@pytest.mark.parametrize(
    ("content_type", "body", "kind"),
    [
        ("text/html", GOOD, "content type"),
        ("text/html; charset=utf-8", GOOD.replace("<main", "<nav"), "main"),
        ("application/json", "{", "syntax"),
    ],
)
def test_what_an_answer_says_is_checked_too(answers: Flask, content_type: str, body: str, kind: str) -> None:
    @answers.after_request
    def change(response: Response) -> Response:
        response.data = body
        response.content_type = content_type
        return response

    with pytest.raises(PageError) as raised:
        answers.test_client().get("/")
    assert kind in {mistake.kind for mistake in raised.value.mistakes}
