"""Gives sieved HTML one form: blocks hold words, lists hold items, nothing is loose or empty."""

import re
from html import escape, unescape
from html.parser import HTMLParser

BLOCKS = frozenset({"p", "h2", "h3", "ul", "ol", "li", "blockquote"})
INLINE = frozenset({"strong", "em", "a", "br"})
# What editors and word processors write, under the name that we keep.
SAME = {
    "b": "strong", "i": "em", "div": "p", "section": "p", "article": "p", "pre": "p", "dd": "p",
    "dt": "p", "figcaption": "p", "td": "p", "th": "p", "caption": "p", "address": "p",
    "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3",
}  # fmt: skip
HOLDERS = frozenset({"ul", "ol", "blockquote"})


class Tidy(HTMLParser):
    """Rebuilds HTML that the sieve let through; `done` gives it back."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.holders: list[str] = []  # open lists and quotes, and the items of lists
        self.block = ""  # the open paragraph, heading or item that words go into
        self.words: list[str] = []
        self.marks: list[str] = []  # open strong, em and a, as they were opened

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a block, a list or a mark, by its usual name."""
        tag = SAME.get(tag, tag)
        if tag == "br":
            self.words.append("<br>")
        elif tag in INLINE:
            self._open_mark(tag, dict(attrs).get("href"))
        elif tag in HOLDERS:
            self._close_block()
            self._into(tag)
        elif tag == "li":
            self._close_block()
            if not self.holders or self.holders[-1] == "blockquote":
                self.block = "p"
            else:
                self.block = "li"
        elif self.block != "li" or self._has_words():
            in_list = bool(self.holders) and self.holders[-1] != "blockquote"
            self._close_block()
            self.block = "li" if in_list else tag

    def handle_endtag(self, tag: str) -> None:
        """Close it, if it is open."""
        tag = SAME.get(tag, tag)
        if tag in HOLDERS:
            self._close_block()
            if tag in self.holders:
                while self._out_of() != tag:
                    pass
        elif tag in BLOCKS:
            if not (tag == "p" and self.block == "li"):
                self._close_block()
        elif tag in INLINE and tag != "br":
            self._close_mark(tag)

    def handle_data(self, data: str) -> None:
        """Put words into the open block."""
        self.words.append(escape(re.sub(r"[ \t\r\n]+", " ", data), quote=False))

    def done(self) -> str:
        """Close what is open, and give back the whole."""
        self._close_block()
        while self.holders:
            self._out_of()
        return "".join(self.out)

    def _into(self, tag: str) -> None:
        """Lists and quotes stand side by side: one within another is taken apart."""
        while self.holders:
            self._out_of()
        self.holders.append(tag)
        self.out.append(f"<{tag}>")

    def _out_of(self) -> str:
        tag = self.holders.pop()
        if self.out[-1] == f"<{tag}>":
            self.out.pop()
        else:
            self.out.append(f"</{tag}>")
        return tag

    def _open_mark(self, tag: str, href: str | None) -> None:
        if any(mark.startswith(f"<{tag}") for mark in self.marks) or (tag == "a" and not href):
            return
        mark = f'<a href="{escape(href or "")}">' if tag == "a" else f"<{tag}>"
        self.marks.append(mark)
        self.words.append(mark)

    def _close_mark(self, tag: str) -> None:
        at = next((n for n, mark in enumerate(self.marks) if _name(mark) == tag), None)
        if at is None:
            return
        inner = self.marks[at + 1 :]
        self.words += [f"</{_name(mark)}>" for mark in reversed(self.marks[at:])]
        self.words += inner
        del self.marks[at]

    def _has_words(self) -> bool:
        return bool(_text("".join(self.words)))

    def _close_block(self) -> None:
        """Write down the words gathered so far, if there are any, in the block that is open."""
        kept = self.marks
        self.words += [f"</{_name(mark)}>" for mark in reversed(kept)]
        inside = _trimmed("".join(self.words))
        if _text(inside):
            in_list = bool(self.holders) and self.holders[-1] != "blockquote"
            block = "li" if in_list else (self.block if self.block not in ("", "li") else "p")
            self.out.append(f"<{block}>{inside}</{block}>")
        self.block = ""
        self.words = list(kept)


def _name(mark: str) -> str:
    return mark[1:].split(" ", 1)[0].rstrip(">")


def _text(inside: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", inside)).strip(" \t\r\n\xa0\u200b")


def _trimmed(inside: str) -> str:
    """Without empty marks, and without space or line breaks at either end."""
    before = None
    while before != inside:
        before = inside
        inside = re.sub(r"<(strong|em|a)(?: [^>]*)?></\1>", "", inside)
        inside = re.sub(r"^(?:\s|\xa0|<br>)+|(?:\s|\xa0|<br>)+$", "", inside)
        inside = re.sub(r"(?:<br>\s*){3,}", "<br><br>", inside)
        inside = re.sub(r"\s*<br>\s*", "<br>", inside)
    return inside
