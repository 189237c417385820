"""Tags of the brand: `{% load brand %}`."""

from urllib.parse import urlsplit

from django import template

from themes.models import LegalText
from themes.pictures.models import Picture

register = template.Library()

# Where people are known by a name that its address does not tell.
NAMES = {
    "bsky.app": "Bluesky", "facebook.com": "Facebook", "instagram.com": "Instagram",
    "linkedin.com": "LinkedIn", "open.spotify.com": "Spotify", "soundcloud.com": "SoundCloud",
    "threads.net": "Threads", "tiktok.com": "TikTok", "vimeo.com": "Vimeo", "x.com": "X",
    "youtube.com": "YouTube",
}  # fmt: skip


@register.simple_tag
def legal_kinds() -> list[LegalText.Kind]:
    """The kinds of legal texts that every shop has."""
    return list(LegalText.Kind)


@register.filter
def place_name(link: str) -> str:
    """`https://www.instagram.com/x` → `Instagram`; another host by its own name."""
    host = (urlsplit(link).hostname or link).removeprefix("www.")
    return NAMES.get(host, host)


@register.simple_tag
def picture_numbered(number: int) -> Picture | None:
    """The picture of this number; None where there is none. One query, for a page's one hero."""
    return Picture.objects.filter(pk=number).first() if number else None
