"""Letters: a branded mail as text and HTML, from the shop, in the active language, on record.

    from themes import letters

    letters.kind("order_confirmed", title=_("…"), when=_("…"), template="…", example=example)
    letters.send(kind="order_confirmed", to=…, subject=…, context=…, key=fact.id)

Django imports this package before any model may be imported, so what stands behind these names is
fetched when it is first asked for. This is the one place that does so.
"""

from importlib import import_module
from typing import Any

ROOMS = {
    "Enclosure": "themes.letters.enclosing",
    "Example": "themes.letters.kinds",
    "kind": "themes.letters.kinds",
    "one_line": "themes.letters.message",
    "send": "themes.letters.services.sending",
}


def __getattr__(name: str) -> Any:
    """Return what this package offers under a name (PEP 562)."""
    if name in ROOMS:
        return getattr(import_module(ROOMS[name]), name)
    raise AttributeError(name)
