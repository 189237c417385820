"""What an organizer's rich text may contain, and what is made of all the rest.

`nh3` is the sieve: it parses like a browser and lets through only what is named here. Around it we
only give elements their usual name (`b` is `strong`), put loose words into paragraphs and drop
empty ones, and what comes out goes through the sieve once more.
"""

import re
from html import escape

import nh3

from themes.richtext.reading import Plain
from themes.richtext.tidying import BLOCKS, INLINE, SAME, Tidy

TAGS = BLOCKS | INLINE
SCHEMES = {"http", "https", "mailto"}
REL = "noopener nofollow ugc"
_LOOSE = TAGS | set(SAME)
_BEGINS_AS_HTML = re.compile(r"\s*<(?:p|h[1-6]|ul|ol|blockquote|div)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s]+|/(?!/)[^\s]*|#[^\s]*", re.IGNORECASE)
# Controls, and the marks that turn the direction of what follows.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")


def is_html(text: str) -> bool:
    """Whether a stored text is rich; else it is plain, and empty lines part its paragraphs."""
    return bool(_BEGINS_AS_HTML.match(text))


def clean_html(html: str) -> str:
    """The same text with nothing in it but paragraphs, headings, lists, quotes, emphasis, links.

    Begins with a block element, or is "". Doing it twice changes nothing.
    """
    tidy = Tidy()
    tidy.feed(_sieve(_UNSEEN.sub("", html), _LOOSE))
    tidy.close()
    return guard(tidy.done())


def clean_text(text: str) -> str:
    """What somebody wrote, as it is kept: rich text sieved, plain text plain."""
    if is_html(text):
        return clean_html(text)
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def from_plain(text: str) -> str:
    """Plain text as rich: paragraphs at empty lines, line breaks where they were."""
    plain = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", plain)]
    return "".join(
        f"<p>{escape(part, quote=False).replace(chr(10), '<br>')}</p>"
        for part in paragraphs
        if part
    )


def to_html(text: str) -> str:
    """A stored text, rich or plain, as HTML that is safe to show."""
    return guard(text) if is_html(text) else from_plain(text)


def to_plain(text: str) -> str:
    """A stored text as plain text: for mails, search engines, and pages that show one line.

    A link's address follows its words in brackets, unless it is the same.
    """
    if not is_html(text):
        return text.strip()
    reader = Plain()
    reader.feed(guard(text))
    reader.close()
    return reader.done()


def guard(html: str) -> str:
    """Let through what `clean_html` may have written, and nothing else; for showing."""
    return _sieve(html, TAGS)


def _sieve(html: str, tags: frozenset[str] | set[str]) -> str:
    return nh3.clean(
        html,
        tags=set(tags),
        clean_content_tags={"script", "style", "title", "template", "iframe", "svg", "math"},
        attributes={"a": {"href"}},
        attribute_filter=_checked,
        url_schemes=SCHEMES,
        link_rel=REL,
    )


def _checked(tag: str, name: str, value: str) -> str | None:
    """An address that leads where it says: a web page, a mailbox, or a place in this shop."""
    if name == "rel":  # the sieve's own
        return REL
    said = value.strip()
    return said if _ADDRESS.fullmatch(said) and "\\" not in said else None
