"""Telling that something was done, with a way to take it back."""

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.utils.functional import Promise

_UNDO = "undo:"


def say(request: HttpRequest, text: str | Promise, *, undo_url: str = "") -> None:
    """Say on the next page that something was done; `undo_url` is posted to by the undo button."""
    messages.success(request, str(text), extra_tags=f"{_UNDO}{undo_url}" if undo_url else "")


def undo_of(message: Message) -> str:
    """The address that takes back what a message tells; empty when nothing does.

    Only a path of this host is given back: a message is data that came through the browser.
    """
    tags = message.extra_tags or ""
    path = tags.removeprefix(_UNDO)
    is_ours = tags.startswith(f"{_UNDO}/") and not path.startswith("//") and "\\" not in path
    return path if is_ours else ""
