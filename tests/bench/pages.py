"""What pages weigh and how soon they begin: `infra/bin/bench --pages`.

Weights are gzipped bytes of a first visit, as a page and its styles name them; of fonts the files
for Latin letters, which every reader here needs. The first answer is asked of a server that has
not drawn this page before; the later ones are a median.
"""

import gzip
import re
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

from tests.bench.client import Answer, Line
from tests.bench.world import World

HEAD = (
    "| page | HTML | CSS | JS | fonts | images | in all, kB | first byte cold ms | warm ms |\n"
    "|---|" + "---:|" * 8
)
KINDS = ("html", "css", "js", "font", "image")
TIMES = 30
FONT_FACE = re.compile(r"@font-face\s*{[^}]*}")
URL = re.compile(r"""url\(["']?([^"')]+)["']?\)""")


@dataclass
class Page:
    """One page: its name, gzipped bytes by kind, seconds to the first answer and to later ones."""

    name: str
    bytes: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    cold: float = 0.0
    warm: float = 0.0

    def row(self) -> str:
        """The page as a line of the table."""
        sizes = " | ".join(f"{self.bytes[kind] / 1000:.1f}" for kind in KINDS)
        whole = sum(self.bytes.values()) / 1000
        return (
            f"| {self.name} | {sizes} | {whole:.1f} | {self.cold * 1000:.0f} "
            f"| {self.warm * 1000:.1f} |"
        )


class Named(HTMLParser):
    """What a page names to be fetched with it: (kind, address)."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note styles, scripts, pictures and icons."""
        said = {name: value or "" for name, value in attrs}
        if tag == "link" and said.get("rel") == "stylesheet":
            self.found.append(("css", said.get("href", "")))
        elif tag == "link" and said.get("as") == "font":
            self.found.append(("font", said.get("href", "")))
        elif tag == "script" and said.get("src"):
            self.found.append(("js", said["src"]))
        elif tag == "img" and said.get("src"):
            self.found.append(("image", said["src"]))


def report(shops: list[tuple[str, World]], address: tuple[str, int]) -> Iterator[str]:
    """The table, line by line: front, event, checkout and order of each shop."""
    yield HEAD
    for theme, shop in shops:
        for page in _pages(theme, shop, address):
            yield page.row()


def _pages(theme: str, shop: World, address: tuple[str, int]) -> Iterator[Page]:
    line = Line(address, shop.host)
    yield _measured(f"{theme}: front", line, "/")
    yield _measured(f"{theme}: event", line, f"/e/{shop.slug}")
    form = {"session": shop.session_id, f"qty_{shop.type_id}": 2}
    assert line.post("/cart/add", form).status == 302
    yield _measured(f"{theme}: cart", line, "/cart")
    yield _measured(f"{theme}: checkout", line, "/checkout")


def _measured(name: str, line: Line, path: str) -> Page:
    page = Page(name)
    page.cold, answer = _timed(line, path)
    page.warm = statistics.median(_timed(line, path)[0] for _ in range(TIMES))
    _weigh(page, line, path, answer)
    return page


def _timed(line: Line, path: str) -> tuple[float, Answer]:
    """Seconds until all of the answer is there; on loopback that is when its first byte is."""
    begun = time.perf_counter()
    answer = line.get(path)
    took = time.perf_counter() - begun
    assert answer.status == 200, (path, answer.status)
    return took, answer


def _weigh(page: Page, line: Line, path: str, answer: Answer) -> None:
    page.bytes["html"] = _zipped(answer.body)
    named = Named()
    named.feed(answer.body.decode())
    wanted = [(kind, urljoin(path, url)) for kind, url in named.found]
    seen: set[str] = set()
    while wanted:
        kind, url = wanted.pop()
        url = url.partition("#")[0]
        if url in seen or not url.startswith("/"):
            continue
        seen.add(url)
        body = line.get(url).body
        page.bytes[kind] += len(body) if kind in ("font", "image") else _zipped(body)
        if kind == "css":
            wanted += [("font", urljoin(url, one)) for one in _latin_fonts(body.decode())]


def _latin_fonts(styles: str) -> list[str]:
    """The files of the faces that hold Latin letters."""
    faces = FONT_FACE.findall(styles)
    latin = [one for one in faces if "unicode-range" not in one or "U+0000" in one.upper()]
    return [url for one in latin for url in URL.findall(one)[:1]]


def _zipped(body: bytes) -> int:
    return len(gzip.compress(body, 6))
