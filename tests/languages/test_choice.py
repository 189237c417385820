"""In which language a page is: address, cookie, browser, shop, in this order."""

import re

import pytest
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language, gettext, override

from kernel import kept
from kernel.tongues import split, spoken
from shared_apps.accounts.models import User
from shared_apps.tenants.directory import directory
from shared_apps.tenants.models import Tenant
from tests import make
from themes.current import Look


def language_of(response):
    found = re.search(r'<html lang="([a-z]+)', response.text)
    assert found, response
    assert response["Content-Language"] == found[1]
    return found[1]


@pytest.fixture
def visitor(red, client_for):
    kept._kept.clear()
    return client_for(red)


def offer(monkeypatch, *languages):
    monkeypatch.setattr(Look, "languages", languages, raising=False)
    monkeypatch.setattr("themes.middleware._offered", lambda request: languages)
    monkeypatch.setattr("themes.templatetags.wording._offered", lambda: languages)


@pytest.mark.parametrize(
    ("address", "cookie", "browser", "found"),
    [
        ("/", "", "", "en"),
        ("/", "", "de", "en"),
        ("/", "", "de, pt-BR;q=0.8, fr;q=0.5", "pt"),
        ("/", "es", "fr", "es"),
        ("/", "xx", "fr", "fr"),
        ("/fr/", "es", "pt", "fr"),
        ("/fr", "", "", "fr"),
        ("/en/", "fr", "fr", "en"),
    ],
)
def test_the_nearest_wish_is_heard(visitor, address, cookie, browser, found):
    if cookie:
        visitor.cookies["django_language"] = cookie
    headers = {"accept-language": browser} if browser else {}
    assert language_of(visitor.get(address, headers=headers)) == found


def test_every_link_of_a_french_page_leads_to_french_pages(visitor):
    event = make.event()
    page = visitor.get("/fr/").text
    links = set(re.findall(r'<a [^>]*href="(/[^"]*)"', page))
    assert f"/fr/e/{event.slug}" in links
    assert {split(link)[0] for link in links} == {"fr"}


def test_files_and_programs_have_no_language_in_their_address(visitor):
    page = visitor.get("/fr/").text
    styles = re.findall(r'(?:rel="stylesheet"|rel="icon") href="([^"]*)"', page)
    assert styles
    assert not [one for one in styles if split(one)[0]]
    assert visitor.get("/fr/api/v1/events?limit=3")["Location"] == "/api/v1/events?limit=3"


def test_the_desk_has_no_language_in_its_address_and_loses_no_form(visitor):
    answer = visitor.post("/fr/backstage/venues/new?x=1", {"name": "Hall"})
    assert (answer.status_code, answer["Location"]) == (307, "/backstage/venues/new?x=1")


@pytest.mark.parametrize("path", ["/fr//elsewhere.example/", "/fr/\\elsewhere.example"])
def test_no_address_leads_to_another_host(visitor, path, monkeypatch):
    offer(monkeypatch, "en")
    assert not visitor.get(path)["Location"].startswith(("//", "/\\"))


def test_a_language_that_the_shop_does_not_offer_is_not_shown(visitor, monkeypatch):
    offer(monkeypatch, "en", "fr")
    assert visitor.get("/pt/e/x?q=1")["Location"] == "/e/x?q=1"
    visitor.cookies["django_language"] = "pt"
    page = visitor.get("/", headers={"accept-language": "es, fr;q=0.2"})
    assert language_of(page) == "fr"
    assert 'value="es"' not in page.text


def test_what_one_request_chose_the_next_does_not_find(visitor):
    visitor.get("/fr/")
    assert get_script_prefix() == "/"
    assert get_language() == "en"
    assert reverse("events:list") == "/"


def test_kept_pages_never_mix_languages(visitor, transactional_pages):
    event = make.event()
    event.translations = {"fr": {"name": "Nuit d'été"}, "es": {"name": "Noche de verano"}}
    event.save()
    addresses = ["/", "/fr/", "/es/", "/en/"] * 2
    for address in addresses:
        page = visitor.get(address).text
        language = split(address)[0] or "en"
        shown = {"fr": "Nuit d&#x27;été", "es": "Noche de verano", "en": "Summer Night"}
        assert shown[language] in page
        others = [words for code, words in shown.items() if code != language]
        assert not [words for words in others if words in page]
        assert f'href="{spoken(f"/e/{event.slug}", split(address)[0])}"' in page


@pytest.fixture
def transactional_pages(monkeypatch):
    """Pages are kept although each test is one transaction."""
    monkeypatch.setattr(kept, "_is_from_a_stranger", lambda *args: True)
    monkeypatch.setattr(kept, "_kept", {})


def test_search_engines_are_told_of_every_language(visitor):
    event = make.event()
    page = visitor.get(f"/fr/e/{event.slug}?utm_source=x").text
    home = re.search(r'rel="canonical" href="([^"]*)/fr/e/', page)[1]
    told = dict(re.findall(r'rel="alternate" hreflang="([^"]*)" href="([^"]*)"', page))
    assert f'rel="canonical" href="{home}/fr/e/{event.slug}"' in page
    assert told == {
        **{code: f"{home}/{code}/e/{event.slug}" for code in ("en", "es", "fr", "pt")},
        "x-default": f"{home}/e/{event.slug}",
    }
    plain = visitor.get(f"/e/{event.slug}").text
    assert f'rel="canonical" href="{home}/en/e/{event.slug}"' in plain


def test_a_page_for_one_visitor_is_told_to_nobody(visitor):
    assert "canonical" not in visitor.get("/cart").text


def test_caches_keep_the_languages_apart(visitor):
    assert {"Accept-Language", "Cookie"} <= set(visitor.get("/")["Vary"].split(", "))
    assert "Accept-Language" not in visitor.get("/fr/")["Vary"]


@pytest.mark.parametrize(
    ("page", "leads_to"),
    [
        ("/e/faust?session=3", "/e/faust?session=3"),
        ("/fr/e/faust?session=3", "/es/e/faust?session=3"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("/backstage/venues", "/backstage/venues"),
    ],
)
def test_choosing_a_language_keeps_the_page(visitor, page, leads_to):
    answer = visitor.post("/language", {"language": "es", "next": page})
    assert answer["Location"] == leads_to
    assert answer.cookies["django_language"].value == "es"


def test_a_language_we_do_not_speak_changes_nothing(visitor):
    answer = visitor.post("/fr/language", {"language": "xx", "next": "/fr/"})
    assert answer["Location"] == "/fr/"
    assert "django_language" not in answer.cookies


def test_who_is_signed_in_works_in_his_own_language_everywhere(red, client_for):
    manager = client_for(red, "manager")
    manager.post("/language", {"language": "pt", "next": "/backstage/"})
    assert User.objects.get(language="pt")
    del manager.cookies["django_language"]
    assert language_of(manager.get("/backstage/", headers={"accept-language": "fr"})) == "pt"


def test_errors_are_told_in_the_reader_s_language(visitor):
    assert language_of(visitor.get("/fr/nothing-here")) == "fr"
    assert language_of(visitor.get("/nothing", headers={"accept-language": "es"})) == "es"


@pytest.mark.parametrize("language", ["en", "es", "fr", "pt"])
def test_programs_are_answered_in_the_language_they_ask_for(visitor, language):
    answer = visitor.get("/api/v1/events?limit=many", headers={"accept-language": language})
    assert answer["Content-Language"] == language
    with override(language):
        told = answer.json()
        assert told["title"] == gettext("Some fields do not fit.")
        assert told["errors"][0]["message"] == gettext("This must be a whole number.")


def test_a_closed_shop_says_so_in_the_reader_s_language(red, client_for):
    Tenant.objects.filter(pk=red.pk).update(state=Tenant.State.SUSPENDED)
    directory.forget()
    page = client_for(red).get("/", headers={"accept-language": "fr"})
    assert page.status_code == 503
    assert '<html lang="fr"' in page.text
