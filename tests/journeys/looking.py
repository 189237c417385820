"""How one looks at a page: by machine for faults, by scales for weight, by a ruler for width."""

import gzip
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Error

WIDTHS = (360, 1280)
HEIGHT = 800
# Rules that can end otherwise in the dark or on a narrow window; all others are asked once.
BY_LOOK = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
STEADY = 0.02  # CLS
# What the browser says of a file, and of an address that one only posts to.
NO_PAGE = ("Download is starting", "ERR_ABORTED", "ERR_HTTP_RESPONSE_CODE_FAILURE")
# Requests that are refused are pages' affair; and whoever drives the browser cannot run scripts of
# his own in the frame of a mail when he draws the window wider.
NO_FAULT = ("Failed to load resource", "Blocked script execution in")

WATCH = """
window.__shift = 0;
window.__moved = [];
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) {
    if (one.hadRecentInput) continue;
    window.__shift += one.value;
    window.__moved.push(...one.sources.map((each) => each.node?.outerHTML?.slice(0, 90) ?? ""));
  }
}).observe({ type: "layout-shift", buffered: true });
window.__blocked = [];
addEventListener("securitypolicyviolation", (one) => window.__blocked.push(
  `${one.violatedDirective} ${one.blockedURI}`));
"""
STICKS_OUT = """[...document.body.querySelectorAll("*")]
  .filter((one) => one instanceof HTMLElement)
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5)
  .slice(-3).map((one) => one.outerHTML.slice(0, 90))"""
RUN_AXE = """
async (only) => {
  // Frames hold mails and previews of pages that are looked at by themselves.
  const options = { resultTypes: ["violations"], iframes: false };
  if (only) options.runOnly = { type: "rule", values: only };
  const found = await axe.run(document, options);
  return found.violations
    .filter((one) => one.impact === "serious" || one.impact === "critical")
    .map((one) => [one.id, one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160))]);
}
"""


@dataclass
class Weighed:
    """What a page made the browser fetch: gzipped bytes by kind."""

    bytes: dict[str, int] = field(default_factory=dict)

    def add(self, kind: str, body: bytes) -> None:
        """Put one answer on the scales; what is packed already is weighed as it is."""
        packed = kind in {"font", "image"}
        size = len(body) if packed else len(gzip.compress(body, 6))
        self.bytes[kind] = self.bytes.get(kind, 0) + size


class Looker:
    """One window that is shown page after page; `faults` are sentences, none is what we want."""

    def __init__(self, context, port):
        self.context = context
        self.port = port
        self.page = context.new_page()
        self.faults = []
        self.weighed = Weighed()
        self._answers = []
        self.page.add_init_script(WATCH)
        self.page.on("console", self._heard)
        self.page.on("pageerror", self._threw)
        self.page.on("request", self._asked)
        self.page.on("response", lambda answer: self._answers.append(answer))

    def look(self, url, *, anew=True):
        """Open a page narrow and wide, look at it in the light and in the dark.

        When it is not opened `anew` for the wide window, the window is drawn wider, which is
        quicker and shows all but what moves while it loads there. Returns whether it is a page:
        what leads on, is a file or is not there has nothing to see.
        """
        for width, full, other in ((360, "light", "dark"), (1280, "dark", "light")):
            self.page.emulate_media(color_scheme=full)
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            if width == WIDTHS[0] or anew:
                if not self._opened(url):
                    return False
                self._measure(width)
                self.page.evaluate(AXE_SCRIPT)
            else:
                self.no_wider_than_the_window(f"for {width} px")
            self._axe(None, f"{width} px, {full}")
            self.page.emulate_media(color_scheme=other)
            self._axe(BY_LOOK, f"{width} px, {other}")
        return True

    def _opened(self, url):
        try:
            answer = self.page.goto(url, wait_until="load")
        except Error as error:
            if any(word in str(error) for word in NO_PAGE):
                return False
            raise
        is_page = "text/html" in answer.headers.get("content-type", "")
        asked, got = urlsplit(url), urlsplit(self.page.url)
        return is_page and answer.status == 200 and asked.path == got.path

    def weigh(self, url):
        """Open a page as a first visit and put all that it fetches on the scales."""
        self._answers.clear()
        self.page.goto(url, wait_until="networkidle")
        weighed = Weighed()
        for answer in self._answers:
            kind = answer.request.resource_type
            if answer.ok:
                weighed.add(kind, answer.body())
        return weighed.bytes

    def no_wider_than_the_window(self, words=""):
        """Whether the page itself would have to be moved sideways."""
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wide > 0:
            self._fault(f"is {wide} px too wide {words}: {self.page.evaluate(STICKS_OUT)}")

    def _measure(self, width):
        self.no_wider_than_the_window(f"for {width} px")
        # A frame drawn after the load event may still move something.
        self.page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
        shift, moved, blocked = self.page.evaluate(
            "[window.__shift, window.__moved.slice(0, 3), window.__blocked]"
        )
        if shift >= STEADY:
            self._fault(f"moves while it loads: {shift:.3f} at {width} px, {moved}")
        for one in blocked:
            self._fault(f"has something blocked: {one}")

    def _axe(self, rules, words):
        for rule, nodes in self.page.evaluate(RUN_AXE, rules):
            self._fault(f"{rule} ({words}): {nodes}")

    def _threw(self, error):
        if "Transition was aborted" not in str(error):  # left out by a slow machine
            self._fault(f"threw {error}")

    def _heard(self, line):
        if line.type == "error" and not any(word in line.text for word in NO_FAULT):
            self._fault(f"says in the console: {line.text}")

    def _asked(self, request):
        there = urlsplit(request.url)
        if there.scheme in {"http", "https", "ws"} and not re.fullmatch(
            rf"[a-z0-9.-]*localhost:{self.port}", there.netloc
        ):
            self._fault(f"asks somebody else: {request.url}")

    def _fault(self, sentence):
        self.faults.append(f"{urlsplit(self.page.url).path} {sentence}")
