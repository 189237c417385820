"""What search engines are told about a shop."""

import re
from xml.etree import ElementTree

import pytest

from tenant_apps.ticketing.sales.shop import engines
from tests import make


@pytest.fixture
def visitor(red, client_for):
    return client_for(red)


def addresses(response):
    ElementTree.fromstring(response.content)
    return re.findall(r"<loc>[a-z]+://[^/]*([^<]*)</loc>", response.text)


def test_every_published_event_is_listed_in_every_language(visitor):
    make.event(name="Faust")
    make.event(name="Secret", published=False)
    told = visitor.get("/sitemap.xml")
    assert told["Content-Type"] == "application/xml; charset=utf-8"
    assert set(addresses(told)) == {
        f"/{code}{path}" for code in ("en", "es", "fr", "pt") for path in ("/", "/e/faust")
    }
    assert 'hreflang="x-default"' in told.text


def test_many_events_are_told_in_several_files(visitor, monkeypatch):
    monkeypatch.setattr(engines, "PER_FILE", 2)
    for name in ("one", "two", "three"):
        make.event(name=name)
    assert addresses(visitor.get("/sitemap.xml")) == ["/sitemap.xml?page=1", "/sitemap.xml?page=2"]
    both = [one for n in (1, 2) for one in addresses(visitor.get(f"/sitemap.xml?page={n}"))]
    assert [one for one in both if one.startswith("/fr/e/")] == [
        "/fr/e/one", "/fr/e/two", "/fr/e/three",
    ]  # fmt: skip
    assert visitor.get("/sitemap.xml?page=3").status_code == 404


def test_what_is_one_visitor_s_alone_is_left_alone_in_every_language(visitor):
    lines = visitor.get("/robots.txt").text.splitlines()
    assert "Disallow: /orders/" in lines
    assert "Disallow: /fr/cart" in lines
    assert lines[-1].endswith("/sitemap.xml")
