"""Letters: a branded mail as text and HTML, from the shop, in the active language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi

from kernel.tenancy import current
from themes.current import look


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a letter."""

    name: str
    content: bytes
    mimetype: str


def send(
    *,
    to: str,
    subject: str,
    template: str,
    context: Mapping[str, Any],
    key: object,
    enclosures: Iterable[Enclosure] = (),
) -> None:
    """Send the letter drawn by `<template>.txt` and `<template>.html`; wrap it in `override()`.

    `key` is the same for the same letter (a fact's id): mail goes out at least once, and by the
    Message-ID made of the key a mailbox can tell a repetition. The sender has the shop's name and
    the platform's address, which is the one that may send for it.
    """
    shop = current()
    said = {
        "shop": shop,
        "brand": look(),
        "subject": subject,
        "language": get_language() or shop.language,
        "direction": "rtl" if get_language_bidi() else "ltr",
        **context,
    }
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    letter = EmailMultiAlternatives(
        subject=one_line(subject),
        body=render_to_string(f"{template}.txt", said).strip() + "\n",
        from_email=formataddr((one_line(shop.name), address)),
        to=[to],
        headers={"Message-ID": f"<{key}.{shop.schema_name}@{settings.PLATFORM_HOST}>"},
    )
    letter.attach_alternative(render_to_string(f"{template}.html", said), "text/html")
    for enclosure in enclosures:
        letter.attach(enclosure.name, enclosure.content, enclosure.mimetype)
    letter.send()


def one_line(text: str) -> str:
    """The text as it may stand in a header: on one line."""
    return " ".join(text.split())
