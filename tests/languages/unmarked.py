"""Finds words for people that nobody could translate: in templates and in Python."""

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

from django.template.base import Lexer, TokenType

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("platform", "shared_apps", "tenant_apps", "themes", "billing")
# What is drawn for nobody but us, or filled in by `startaddon`.
LEFT_OUT = ("platform/kernel/addon_template", "themes/templates/design")
# Names, and what is the same in every language.
NAMES = re.compile(
    r"Marquee|Stripe|PayPal|Apple|Google|QR|PDF|CSV|XLSX|API|IBAN|UTC|VAT|SPF|DKIM|DMARC|TXT|CNAME"
    r"|MX|DNS|JSON|HTML|OpenAPI|X-API-Key|https?://\S+|[\w.-]+@[\w.-]+|\b[a-z]\b|&\w+;|&#\w+;|Ctrl"
    r"|https://|OK|ID|A4|mq_|ICS|TLS|CC BY\S*|SVG|PNG|JPEG|WebP"
    # What is on in the shops of our own pictures.
    r"|Payments Europe, Ltd\.|Teatro del Puerto|Halle Nord|Nachtfahrt"
    r"|Low End Theory|Ana Lua|The Long Table|Classic|Neon"
)
SPOKEN = {"alt", "title", "placeholder", "aria-label", "aria-description", "ended", "free", "taken"}
SPOKEN |= {"data-busy", "data-copied", "data-none", "data-one", "data-many", "data-label", "label"}
SILENT = {"script", "style", "svg", "code", "kbd", "pre", "samp"}
ARGUMENTS = re.compile(r'\b(?:label|hint|title|text|action|busy|before|after|word)="([^"{]*)"')
FIRST = re.compile(r'^(?:button|state\s+\S+)\s+"([^"]*)"')
HOLE = "\0"
# Blocks that hold the classes of an element.
CLASSES = re.compile(r"{% block \w+ %} ?(?:console|(?:wrap|is)-[\w-]+){% endblock %}")


def is_words(text: str) -> bool:
    """Whether a text has at least one word in it that is no name."""
    return bool(re.search(r"[^\W\d_]{2,}", NAMES.sub(" ", text.replace(HOLE, " "))))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag, attrs):
        if tag in SILENT:
            self.silent += 1
        self._attributes(tag, attrs)

    def handle_startendtag(self, tag, attrs):
        self._attributes(tag, attrs)

    def _attributes(self, tag, attrs):
        told = dict(attrs)
        for name, value in attrs:
            spoken = name in SPOKEN or name.startswith("data-text")
            if tag == "meta" and told.get("name") == "description":
                spoken = spoken or name == "content"
            if spoken and value and is_words(value):
                self.found.append(f"{name}={value}")

    def handle_endtag(self, tag):
        if tag in SILENT and self.silent:
            self.silent -= 1

    def handle_data(self, data):
        if not self.silent and is_words(data):
            self.found.append(data.replace(HOLE, "…").strip())


def in_template(source: str, *, is_html: bool) -> list[str]:
    """Words in a template that stand in no `{% translate %}` or `{% blocktranslate %}`."""
    told, found, inside = [], [], ""
    for token in Lexer(CLASSES.sub("", source)).tokenize():
        words = token.contents.split()
        if token.token_type == TokenType.BLOCK and words:
            if inside:
                inside = "" if words[0] == f"end{inside}" else inside
            elif words[0] in ("blocktranslate", "blocktrans", "comment", "verbatim"):
                inside = words[0]
            else:
                found += _arguments(token.contents)
            if not _is_in_a_tag(told):
                told.append(HOLE)
        elif token.token_type == TokenType.VAR:
            told.append("" if inside else HOLE)
        elif token.token_type == TokenType.TEXT and not inside:
            told.append(token.contents)
    text = "".join(told)
    if not is_html:
        return found + [line.replace(HOLE, "…") for line in text.splitlines() if is_words(line)]
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return found + reader.found


def _is_in_a_tag(told: list[str]) -> bool:
    text = "".join(told[-40:])
    return text.rfind("<") > text.rfind(">")


def _arguments(tag: str) -> list[str]:
    if tag.startswith(("translate", "trans ", "url", "load", "extends", "block", "static")):
        return []
    texts = [*ARGUMENTS.findall(tag), *FIRST.findall(tag)]
    return [text for text in texts if re.match(r"[A-Z][a-z]", text)]


def templates():
    """Every template that people read, with its path."""
    for source in SOURCES:
        for path in sorted((ROOT / source).rglob("templates/**/*")):
            name = path.relative_to(ROOT).as_posix()
            if path.suffix in (".html", ".txt") and not name.startswith(LEFT_OUT):
                yield path, name


# Arguments that are read by people, and calls whose first text is.
KEYWORDS = {"label", "help_text", "verbose_name", "verbose_name_plural", "empty_label", "sentence"}
KEYWORDS |= {"title", "action", "back", "violation_error_message", "subject"}
CALLS = {"ValidationError", "add_error"}
MESSAGES = {"success", "error", "info", "warning"}
CLASS_WORDS = {"sentence", "title", "summary", "error_messages", "labels", "help_texts"}


def in_python(tree: ast.AST) -> list[str]:
    """Texts in Python that are shown to people and not marked."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            found += _of_call(node)
        elif isinstance(node, ast.ClassDef):
            for line in node.body:
                found += _of_line(line)
    return [text for text in found if is_words(text) and not re.fullmatch(r"[a-z_.:/0-9-]+", text)]


def _of_call(call: ast.Call) -> list[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    texts = [_plain(one.value) for one in call.keywords if one.arg in KEYWORDS]
    if name in CALLS and call.args:
        texts.append(_plain(call.args[-1] if name == "add_error" else call.args[0]))
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    if name in MESSAGES and getattr(owner, "id", "") == "messages" and len(call.args) > 1:
        texts.append(_plain(call.args[1]))
    return [text for text in texts if text]


def _of_line(line: ast.stmt) -> list[str]:
    if not isinstance(line, ast.Assign | ast.AnnAssign) or line.value is None:
        return []
    targets = line.targets if isinstance(line, ast.Assign) else [line.target]
    names = {getattr(one, "id", "") for one in targets}
    if not names & CLASS_WORDS:
        if isinstance(line.value, ast.Tuple) and len(line.value.elts) == 2:  # a choice
            return [text for text in [_plain(line.value.elts[1])] if text]
        return []
    values = line.value.values if isinstance(line.value, ast.Dict) else [line.value]
    return [text for text in map(_plain, values) if text]


def _plain(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = [one.value for one in node.values if isinstance(one, ast.Constant)]
        return " ".join(str(part) for part in parts)
    return ""


def modules():
    """Every module of ours that might speak to people, with its path."""
    for source in SOURCES:
        for path in sorted((ROOT / source).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if "migrations" not in path.parts and not name.startswith(LEFT_OUT):
                yield path, name
