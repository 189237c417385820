"""Rich text read as plain text."""

import re
from html.parser import HTMLParser


class Plain(HTMLParser):
    """Reads clean HTML; `done` gives what it says."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.lists: list[int | None] = []
        self.href, self.from_here = "", 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, a number, or a link."""
        if tag == "br":
            self.out.append("\n")
        elif tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            number = self.lists[-1] if self.lists else None
            if number is not None:
                self.lists[-1] = number + 1
            self.out.append("– " if number is None else f"{number + 1}. ")
        elif tag == "a":
            self.href, self.from_here = dict(attrs).get("href") or "", len(self.out)

    def handle_endtag(self, tag: str) -> None:
        """End a line, or say where a link leads."""
        if tag == "li":
            self.out.append("\n")
        elif tag in ("p", "h2", "h3"):
            self.out.append("\n\n")
        elif tag in ("ul", "ol"):
            self.lists = self.lists[:-1]
            self.out.append("\n")
        elif tag == "a" and self.href:
            shown = "".join(self.out[self.from_here :]).strip()
            address = self.href.removeprefix("mailto:")
            if shown not in (address, self.href):
                self.out.append(f" ({address})")

    def handle_data(self, data: str) -> None:
        """Read words."""
        self.out.append(data)

    def done(self) -> str:
        """What was read, in lines without space around them."""
        lines = (line.strip() for line in "".join(self.out).splitlines())
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
