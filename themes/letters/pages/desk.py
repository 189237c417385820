"""The four rooms of the mail desk."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _


def tabs(request: HttpRequest, here: str) -> list[dict[str, Any]]:
    """The rooms that this member may enter; `here` is the one he is in."""
    may: frozenset[str] = request.permissions  # type: ignore[attr-defined]
    rooms = [
        ("kinds", _("What is sent"), "backstage:mails", "mails.view"),
        ("log", _("What was sent"), "backstage:mail_log", "mails.view"),
        ("stops", _("Held back"), "backstage:mail_stops", "mails.view"),
        ("sender", _("Sender"), "backstage:mail_sender", "settings.edit"),
    ]
    return [
        {"label": label, "url": reverse(name), "is_here": code == here}
        for code, label, name, needed in rooms
        if needed in may
    ]
