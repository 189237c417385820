"""Rich text holds what we name, whatever was written; plain text stays plain text."""

from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from themes.richtext.cleaning import TAGS, clean_html, is_html, to_html, to_plain


class Seen(HTMLParser):
    """All that stands in a piece of HTML."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes = set(), set()
        self.open = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes.update((tag, name, value) for name, value in attrs)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_comment(self, data):
        raise AssertionError(f"a comment: {data}")


WORDS = st.sampled_from(
    [
        "",
        " ",
        "\n",
        "\xa0",
        "Hello",
        "a < b & c",
        "&lt;script&gt;",
        "&#x6a;",
        "\x00",
        "“é”",
        "\u202e",
    ]
)
NAMES = st.sampled_from(
    sorted(TAGS)
    + [
        "script",
        "style",
        "svg",
        "math",
        "iframe",
        "img",
        "b",
        "i",
        "div",
        "h1",
        "h6",
        "table",
        "td",
    ]
    + ["form", "input", "textarea", "noscript", "template", "object", "marquee", "x-y", "title"]
)
ADDRESSES = st.sampled_from(
    ["https://a.example/?x=1&y=2", "mailto:a@b.example", "/events/x", "#top", "//evil.example", ""]
    + ["javascript:alert(1)", "JaVa\tScRiPt:alert(1)", "data:text/html,x", " vbscript:x", "/\\evil"]
)
ATTRIBUTES = st.sampled_from(
    ["href", "src", "onclick", "onerror", "style", "class", "id", "target"]
)


@st.composite
def pieces(draw):
    name = draw(NAMES)
    kind = draw(st.integers(0, 4))
    if kind == 0:
        return draw(WORDS)
    if kind == 1:
        return f"</{name}>"
    if kind == 2:
        return draw(
            st.sampled_from(["<!-- x -->", "<![CDATA[x]]>", "<!doctype html>", "<", "<a", ">"])
        )
    attribute = f' {draw(ATTRIBUTES)}="{draw(ADDRESSES)}"' if draw(st.booleans()) else ""
    return f"<{name}{attribute}>"


# A busy machine is no fault of ours.
patiently = settings(deadline=None, suppress_health_check=list(HealthCheck))
WRITTEN = st.lists(pieces() | st.text(max_size=12), max_size=30).map("".join)


@patiently
@given(WRITTEN)
def test_whatever_is_written_only_what_we_name_is_left(written):
    seen = Seen(kept := clean_html(written))
    assert seen.tags <= TAGS
    assert seen.open == []
    assert {(tag, name) for tag, name, _ in seen.attributes} <= {("a", "href"), ("a", "rel")}
    for _tag, name, value in seen.attributes:
        if name == "rel":
            assert value == "noopener nofollow ugc"
        else:
            assert value.startswith(("https://", "mailto:", "/events", "#"))
    assert kept == "" or is_html(kept)


@patiently
@given(WRITTEN)
def test_cleaning_twice_changes_nothing(written):
    kept = clean_html(written)
    assert clean_html(kept) == kept


@patiently
@given(WRITTEN)
def test_showing_changes_nothing_of_what_was_cleaned(written):
    kept = clean_html(written)
    assert to_html(kept) == kept


@patiently
@given(st.text())
def test_plain_text_is_shown_as_it_was_typed_and_never_as_marks(text):
    seen = Seen(shown := to_html(text if not is_html(text) else f"x{text}"))
    assert seen.tags <= {"p", "br"}
    assert "<script" not in shown


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<p>Two <b>bold</b> <i>words</i></p>", "<p>Two <strong>bold</strong> <em>words</em></p>"),
        ("<h1>Cast</h1>Anna", "<h2>Cast</h2><p>Anna</p>"),
        ("<p></p><p> </p><p>&nbsp;<br></p><p>x</p><p></p>", "<p>x</p>"),
        ("<div>one<div>two</div></div>", "<p>one</p><p>two</p>"),
        ("<ul><li><p>a</p></li>\n<li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "<ul><li>a</li></ul><ul><li>b</li></ul>"),
        ("a<br><br><br><br>b<br>", "<p>a<br><br>b</p>"),
        ("<p>x<script>alert(1)</script><style>p{}</style></p>", "<p>x</p>"),
        ("<p><a href='javascript:alert(1)'>x</a></p>", "<p>x</p>"),
        ("<p><a href='//evil.example'>x</a></p>", "<p>x</p>"),
        ("<p><img src=x onerror=alert(1)>x</p>", "<p>x</p>"),
        (
            '<p><a href="https://a.example" target="_blank" onclick="x()">x</a></p>',
            '<p><a href="https://a.example" rel="noopener nofollow ugc">x</a></p>',
        ),
    ],
)
def test_it_gets_the_form_that_we_keep(written, kept):
    assert clean_html(written) == kept


def test_old_plain_text_keeps_its_paragraphs():
    assert to_html("Four acts.\nOne pause.\n\n5 < 6 & more") == (
        "<p>Four acts.<br>One pause.</p><p>5 &lt; 6 &amp; more</p>"
    )


def test_rich_text_is_read_aloud_in_a_mail():
    rich = clean_html(
        "<h2>Cast</h2><ul><li>Anna</li><li>Ben</li></ul><ol><li>one</li><li>two</li></ol>"
        "<p>See <a href='https://a.example/x'>our page</a> &amp; "
        "<a href='mailto:a@b.example'>a@b.example</a></p>"
    )
    assert to_plain(rich) == (
        "Cast\n\n– Anna\n– Ben\n\n1. one\n2. two\n\n"
        "See our page (https://a.example/x) & a@b.example"
    )


def test_plain_text_is_read_as_it_is():
    assert to_plain("a < b\n\nc & d ") == "a < b\n\nc & d"
