"""Days, hours, numbers and money as the readers of each language write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils.translation import override

from kernel.locales import tag_of
from kernel.moments import DAYS, at, day

EVENING = datetime(2026, 5, 1, 19, 30, tzinfo=UTC)


def shown(template, **context):
    text = Template("{% load marquee %}" + template).render(Context(context))
    return text.replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("language", "full", "short"),
    [
        ("en", "Friday 1 May 2026", "1 May 2026, 19:30"),
        ("es", "viernes, 1 de mayo de 2026", "1 may 2026, 19:30"),
        ("fr", "vendredi 1er mai 2026", "1er mai 2026, 19:30"),
        ("pt", "sexta-feira, 1 de maio de 2026", "1 mai. 2026, 19:30"),
    ],
)
def test_days_and_hours(language, full, short):
    with override(language):
        assert shown("{{ at|day }}", at=EVENING) == full
        assert shown("{{ at|moment }}", at=EVENING) == short


@pytest.mark.parametrize(
    ("language", "number", "share", "names"),
    [
        ("en", "12,345.5", "12.5%", "a, b and c"),
        ("es", "12.345,5", "12,5 %", "a, b y c"),
        ("fr", "12 345,5", "12,5 %", "a, b et c"),
        ("pt", "12 345,5", "12,5%", "a, b e c"),
    ],
)
def test_numbers_shares_and_lists(language, number, share, names):
    with override(language):
        assert shown("{{ n|number }}", n=Decimal("12345.5")) == number
        assert shown("{{ n|percent }}", n=Decimal("0.125")) == share
        assert shown("{{ n|listed }}", n=["a", "b", "c"]) == names


@pytest.mark.parametrize(
    ("language", "euros", "yen"),
    [
        ("en", "€4,800.00", "JP¥4,800"),
        ("es", "4.800,00 €", "4.800 JPY"),
        ("fr", "4 800,00 €", "4 800 JPY"),
        ("pt", "4 800,00 €", "4 800 JP¥"),
    ],
)
def test_money(language, euros, yen):
    with override(language):
        assert shown("{{ n|money:'EUR' }}", n=480000) == euros
        assert shown("{{ n|money:'JPY' }}", n=4800) == yen


@pytest.mark.parametrize("language", ["en", "es", "fr", "pt"])
@pytest.mark.parametrize("style", sorted(DAYS["en"]))
def test_every_style_is_there_in_every_language(language, style):
    written = day(date(2026, 5, 23), style, language)
    assert written
    assert ("23" in written) is (style != "month")


def test_a_moment_is_told_by_the_clock_of_its_zone():
    template = '{{ at|in_zone:"Asia/Tokyo"|moment:"exact" }}'
    assert shown(template, at=EVENING) == "2 May 2026, 04:30:00"
    assert at(EVENING, "soon", "fr") == "ven. 1er mai, 19:30"


def test_screen_readers_and_scripts_are_told_whose_habits_are_meant():
    assert [tag_of(code) for code in ("en", "es", "fr", "pt")] == ["en-GB", "es", "fr", "pt-PT"]
