"""Days and hours as the readers of a language write them.

The patterns are CLDR's letters (https://unicode.org/reports/tr35/tr35-dates.html), chosen for each
language by what its newspapers print. CLDR's own skeletons are not used: where a locale lacks one,
the nearest is taken, and a French reader would get "sam. 2 mai" in the place of "samedi 2 mai".
"""

from datetime import date, datetime
from functools import lru_cache

from babel.core import Locale
from babel.dates import parse_pattern
from django.utils import timezone
from django.utils.translation import get_language

from kernel.locales import locale_of

_PARTS = {"number": "d", "weekday_name": "EEEE", "weekday_short": "EEE", "month_short": "MMM"}
_ROMANCE = {
    "full": "EEEE, d 'de' MMMM 'de' y",
    "long": "d 'de' MMMM 'de' y",
    "medium": "d MMM y",
    "short": "d MMM",
    "yearless": "d 'de' MMMM",
    "weekday": "EEE, d MMM y",
    "soon": "EEE, d MMM",
    "soon_full": "EEEE, d 'de' MMMM",
    "month": "MMMM 'de' y",
}
_PLAIN = {
    "full": "EEEE d MMMM y",
    "long": "d MMMM y",
    "medium": "d MMM y",
    "short": "d MMM",
    "yearless": "d MMMM",
    "weekday": "EEE d MMM y",
    "soon": "EEE d MMM",
    "soon_full": "EEEE d MMMM",
    "month": "MMMM y",
}
DAYS = {"en": _PLAIN, "es": _ROMANCE, "fr": _PLAIN, "pt": _ROMANCE}
CLOCKS = {"minutes": "HH:mm", "seconds": "HH:mm:ss"}


def day(moment: date, style: str = "full", language: str | None = None) -> str:
    """Write a day: "Saturday 2 May 2026" (full), "2 May 2026" (long), "Sat 2 May" (soon), …

    Raises KeyError for a style that there is not.
    """
    code = (language or get_language() or "en").partition("-")[0]
    pattern = {**_PARTS, **DAYS.get(code, _PLAIN)}[style]
    if code == "fr" and moment.day == 1:
        pattern = pattern.replace("d ", "d'er' ")
    return _written(_wall(moment), pattern, locale_of(language))


def clock(moment: datetime, style: str = "minutes") -> str:
    """Write the hour, by twenty-four: "19:30"."""
    return _written(_wall(moment), CLOCKS[style], "en_GB")


def at(moment: datetime, style: str = "medium", language: str | None = None) -> str:
    """Write day and hour: "2 May 2026, 19:30"; the style `exact` tells the second too."""
    hour = clock(moment, "seconds" if style == "exact" else "minutes")
    return f"{day(moment, 'medium' if style == 'exact' else style, language)}, {hour}"


def _wall(moment: date) -> datetime:
    """What the clock on the wall shows, of a moment already in its zone or in the active one."""
    if not isinstance(moment, datetime):
        return datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001 - a day has no zone
    if timezone.is_aware(moment) and getattr(moment, "convert_to_local_time", True):
        moment = timezone.localtime(moment)
    return moment.replace(tzinfo=None)


# A page says the same few days many times.
@lru_cache(maxsize=4096)
def _written(wall: datetime, pattern: str, locale: str) -> str:
    return str(parse_pattern(pattern).apply(wall, Locale.parse(locale)))


def first_weekday(language: str | None = None) -> int:
    """The day on which weeks begin: 0 is Monday."""
    return int(Locale.parse(locale_of(language)).first_week_day)
