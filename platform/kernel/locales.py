"""From a language of ours to the habits of a country: how its readers write numbers and days."""

from django.utils.translation import get_language

# Whose habits a language follows: British English, the Portuguese of Portugal.
REGIONS = {"en": "GB", "pt": "PT"}


def locale_of(language: str | None = None) -> str:
    """Return the locale (CLDR) for readers of a language, the active one if none: "pt_PT"."""
    return tag_of(language).replace("-", "_")


def tag_of(language: str | None = None) -> str:
    """Return the same as it is written in `lang=""` (BCP 47), which scripts follow: "pt-PT"."""
    code = language or get_language() or "en"
    return f"{code}-{REGIONS[code]}" if code in REGIONS else code
