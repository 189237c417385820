"""States as words with a shape: never a colour alone."""

from typing import Any

from django.utils.translation import gettext_lazy as _

# code → (word, meaning, icon)
STATES: dict[str, tuple[Any, str, str]] = {
    "on_sale": (_("On sale"), "good", "ticket"),
    "few_left": (_("Few left"), "warn", "flame"),
    "sold_out": (_("Sold out"), "mute", "ban"),
    "waiting_list": (_("Waiting list"), "info", "hourglass"),
    "free": (_("Free"), "good", "gift"),
    "cancelled": (_("Cancelled"), "bad", "circle-x"),
    "postponed": (_("Postponed"), "warn", "calendar-x"),
    "moved": (_("Moved"), "info", "calendar-sync"),
    "soon": (_("On sale soon"), "info", "clock"),
    "ended": (_("Over"), "mute", "check"),
    "closed": (_("Sales closed"), "mute", "lock"),
    "draft": (_("Draft"), "mute", "pencil"),
    "published": (_("Published"), "good", "circle-check"),
    "scheduled": (_("Scheduled"), "info", "calendar"),
    "pending": (_("Waiting for payment"), "warn", "hourglass"),
    "started": (_("Started"), "mute", "circle-dashed"),
    "challenge": (_("Bank confirmation"), "warn", "shield"),
    "succeeded": (_("Succeeded"), "good", "circle-check"),
    "failed": (_("Failed"), "bad", "circle-x"),
    "paid": (_("Paid"), "good", "circle-check"),
    "expired": (_("Expired"), "mute", "clock-alert"),
    "refunded": (_("Refunded"), "info", "undo-2"),
    "valid": (_("Valid"), "good", "circle-check"),
    "admitted": (_("Let in"), "info", "door-open"),
    "void": (_("Not valid any more"), "bad", "ban"),
    "active": (_("Live"), "good", "circle-check"),
    "suspended": (_("Suspended"), "bad", "circle-pause"),
    "closing": (_("Closed by its owner"), "mute", "door-closed"),
    "on": (_("On"), "good", "circle-check"),
    "off": (_("Off"), "mute", "circle"),
    "trial": (_("Trial"), "info", "flask-conical"),
    "paused": (_("Paused"), "mute", "circle-pause"),
    "past_due": (_("Payment overdue"), "warn", "triangle-alert"),
    "coming": (_("Coming"), "mute", "sparkle"),
}
