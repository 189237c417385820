"""Every kind of mail can be looked at, in four languages, light and dark, without a sale."""

import re

import pytest
from django.conf import settings
from django.utils.translation import override

from themes.colour import contrast
from themes.current import house_look, look, previewing
from themes.letters import kinds
from themes.letters.drawing import dark_tones, draw
from themes.services import save_brand

LANGUAGES = [code for code, _name in settings.LANGUAGES]
# Words and their grounds in a letter, as `mail/style.css` pairs them.
PAIRS = [
    ("ink", "surface"), ("ink", "sunken"), ("ink_soft", "surface"), ("accent_text", "surface"),
    ("on_accent", "accent"), ("ink", "accent_wash"), ("poster_5_ink", "poster_5"),
]  # fmt: skip
CALLS = re.compile(r"""(?:src|background|srcset)\s*=\s*["']?|url\(\s*["']?|@import|<link|<script""")


@pytest.fixture
def all_kinds(red, turn_on):
    """Return every kind of mail, those of add-ons too."""
    turn_on(red, "surveys")
    return kinds.kinds()


def drawn(kind):
    example = kind.example()
    stop = "http://red.localhost:8000/unsubscribe/x" if kind.can_be_stopped else ""
    return draw(
        kind.template, subject=example.subject, context=example.context, unsubscribe_url=stop
    )


@pytest.mark.parametrize("theme", ["classic", "neon"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_draws_text_and_html_and_asks_the_database_nothing(
    all_kinds, language, theme, django_assert_num_queries
):
    with override(language), previewing(house_look(theme, "Red Theatre")):
        for kind in all_kinds:
            with django_assert_num_queries(0):
                letter = drawn(kind)

            assert f'<html lang="{language}' in letter.html, kind.code
            assert "Red Theatre" in letter.text, kind.code
            assert "<" not in letter.text.replace("<3", ""), kind.code
            assert "\n\n\n" not in letter.text, kind.code
            assert "{{" not in letter.html + letter.text, kind.code


def test_kinds_of_a_closed_add_on_are_not_shown(red, turn_on):
    assert "survey_question" not in {one.code for one in kinds.kinds()}

    turn_on(red, "surveys")

    assert "survey_question" in {one.code for one in kinds.kinds()}


def test_a_letter_loads_nothing_from_anywhere(all_kinds):
    for kind in all_kinds:
        assert CALLS.findall(drawn(kind).html) == [], kind.code


def test_a_logo_travels_with_the_letter(all_kinds):
    shop = look()
    with previewing(type(shop)(**{**shop.__dict__, "logo": "brand/logo.png"})):
        html = drawn(kinds.named("order_confirmed")).html

    assert 'src="cid:logo@marquee" alt="Red Theatre"' in html


def test_tables_of_layout_say_so_and_those_of_figures_do_not(all_kinds):
    html = drawn(kinds.named("order_confirmed")).html
    tables = re.findall(r"<table[^>]*>", html)

    assert all('role="presentation"' in one for one in tables if 'class="lines"' not in one)
    assert [one for one in tables if 'class="lines"' in one and "role=" not in one]
    assert html.count('scope="row"') == 3


@pytest.mark.parametrize("theme", ["classic", "neon", "marquee"])
@pytest.mark.parametrize(
    "accent", ["#8c1d2f", "#d7ff3e", "#ffffff", "#000000", "#808080", "#ffd400"]
)
def test_all_words_are_readable_in_both_schemes(red, theme, accent):
    shop = look()
    dressed = type(shop)(**{**shop.__dict__, "theme": theme, "accent": accent})

    for tones in (dressed.colours, dark_tones(dressed)):
        for word, ground in PAIRS:
            assert contrast(tones[word], tones[ground]) >= 4.5, (word, ground)


def test_what_changes_in_the_dark_is_said_to_devices_and_to_outlook(all_kinds):
    html = drawn(kinds.named("order_confirmed")).html
    tones = dark_tones(look())

    assert f"@media (prefers-color-scheme:dark){{.page{{background-color:{tones['sunken']}" in html
    assert f"[data-ogsc] .page,[data-ogsb] .page{{background-color:{tones['sunken']}" in html
    assert '<meta name="color-scheme" content="light dark">' in html


def test_the_page_frames_a_letter_that_can_run_nothing(red, client_for):
    save_brand(accent="#123456")
    support = client_for(red, role="support")

    shown = support.get("/backstage/mails/kinds/order_confirmed?language=fr&scheme=dark")
    body = support.get("/backstage/mails/kinds/order_confirmed/body?language=fr&scheme=dark")

    assert "kinds/order_confirmed/body?language=fr&amp;scheme=dark" in shown.content.decode()
    assert "'unsafe-inline'" not in shown.headers["Content-Security-Policy"]
    rules = body.headers["Content-Security-Policy"]
    assert "default-src 'none'" in rules
    assert "script-src" not in rules
    assert "frame-ancestors 'self'" in rules
    assert "sandbox allow-popups" in rules
    assert body.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "@media all{.page" in body.content.decode()
    assert '<html lang="fr"' in body.content.decode()


def test_a_test_goes_to_whoever_asks_and_to_nobody_else(
    red, client_for, run_deliveries, mailoutbox
):
    support = client_for(red, role="support")

    support.post(
        "/backstage/mails/kinds/order_refunded/test", {"language": "pt", "to": "x@y.example"}
    )
    run_deliveries()

    (mail,) = mailoutbox
    assert mail.to == ["support@red.example"]
    assert client_for(red, role="scanner").get("/backstage/mails/").status_code == 403


@pytest.mark.parametrize("code", ["invented", "survey_question"])
def test_what_the_shop_does_not_send_it_does_not_show(red, client_for, code):
    owner = client_for(red, role="owner")

    assert owner.get(f"/backstage/mails/kinds/{code}").status_code == 404
