"""Tickets on paper: what stands on them, and that a camera reads their codes back."""

import io
import subprocess

import pytest
import zxingcpp
from django.core.exceptions import SuspiciousOperation
from django.utils.translation import override
from PIL import Image
from pypdf import PdfReader

from tenant_apps.ticketing.events import services as events
from tenant_apps.ticketing.tickets import pdf
from tenant_apps.ticketing.tickets.errors import PdfUnavailable
from tenant_apps.ticketing.tickets.models import Ticket
from tenant_apps.ticketing.venues.models import Venue
from tests import make
from themes.services import save_brand

NAMES = {
    "Arabic": "أحمد بن محمد الفهري",
    "Hebrew": "שרה כהן",
    "emoji": "Zoë 🎭🎻 O’Neil",
    "300 letters without a space": "W" * 300,
    "300 characters of Arabic": ("نور الدين " * 40)[:300],
    "markup": "<b>Robert</b> <img src='file:///etc/passwd'>",
}


def printed(*orders) -> bytes:
    tickets = Ticket.objects.to_print().filter(order__in=orders)
    return pdf.render(tickets)


def text_of(page) -> str:
    return " ".join(page.extract_text().split())


def read_codes(document: bytes, tmp_path) -> list[str]:
    """What a scanner reads on each page, drawn at 150 dots per inch."""
    (tmp_path / "tickets.pdf").write_bytes(document)
    subprocess.run(
        ["pdftoppm", "-r", "150", "-png", "tickets.pdf", "page"], cwd=tmp_path, check=True
    )
    pictures = sorted(tmp_path.glob("page-*.png"))
    return [zxingcpp.read_barcode(Image.open(one)).text for one in pictures]


def test_each_ticket_has_a_page_with_its_own_code(red, tmp_path):
    order = make.paid_order(make.event(name="The Tempest"), 3, name="Ana Núñez")

    document = printed(order)

    assert read_codes(document, tmp_path) == list(order.tickets.values_list("code", flat=True))
    pages = PdfReader(io.BytesIO(document)).pages
    assert len(pages) == 3
    for number, page in enumerate(pages, start=1):
        said = text_of(page)
        assert "The Tempest" in said
        assert "Ana Núñez" in said
        assert "€25.00" in said
        assert order.reference in said
        assert f"{number} of 3" in said


@pytest.mark.parametrize("theme", ["classic", "neon"])
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_no_name_breaks_the_page(red, tmp_path, theme, name):
    save_brand(theme=theme)
    order = make.paid_order(make.event(), 1, name=name)

    document = printed(order)

    assert len(PdfReader(io.BytesIO(document)).pages) == 1
    assert read_codes(document, tmp_path) == [order.tickets.get().code]


def test_the_longest_words_of_an_event_break_no_page(red, tmp_path):
    long = Venue.objects.create(
        name="N" * 200,
        address="A" * 300,
        city="C" * 100,
        postcode="P" * 20,
        accessibility="X" * 900,
    )
    event = make.event(name="E" * 200, price=0)
    event.venue = long
    events.edit(event=event)
    kind = make.type_of(event)
    kind.name = "T" * 120
    kind.save()
    save_brand(footer="F" * 400, tagline="G" * 120)
    order = make.paid_order(event, 1, name="H" * 300)

    document = printed(order)

    assert len(PdfReader(io.BytesIO(document)).pages) == 1
    assert read_codes(document, tmp_path) == [order.tickets.get().code]


def test_the_document_is_tagged_and_says_its_language(red):
    order = make.paid_order()

    with override("es"):
        document = PdfReader(io.BytesIO(printed(order)))

    assert document.root_object["/Lang"] == "es"
    assert document.root_object["/MarkInfo"]["/Marked"].value


def test_fonts_stand_in_the_file(red):
    order = make.paid_order()

    page = PdfReader(io.BytesIO(printed(order))).pages[0]

    fonts = [one.get_object() for one in page["/Resources"]["/Font"].values()]
    descendants = [one["/DescendantFonts"][0].get_object() for one in fonts]
    assert descendants
    assert all("/FontFile2" in str(one["/FontDescriptor"]) or "/FontFile3" in str(
        one["/FontDescriptor"]) for one in descendants)  # fmt: skip


def test_two_brands_print_two_tickets(red):
    order = make.paid_order()
    tickets = list(Ticket.objects.to_print().filter(order=order))
    save_brand(theme="classic", accent="#123456")
    classic = pdf.document(tickets)
    save_brand(theme="neon", accent="#0a7f52")
    neon = pdf.document(tickets)

    assert 'class="theme-classic"' in classic
    assert "#123456" in classic
    assert 'class="theme-neon"' in neon
    assert "#0a7f52" in neon


def test_a_ticket_fetches_nothing_from_elsewhere(red):
    """Neither over the network nor from the disk: only our static files and the shop's media."""
    fetch = pdf.import_string("tenant_apps.ticketing.tickets.press.OwnFiles")().fetch

    for address in ("file:///etc/passwd", "http://127.0.0.1:1/", "static:../config/env.py",
                    "ftp://example.org/x"):  # fmt: skip
        with pytest.raises((ValueError, SuspiciousOperation)):
            fetch(address)


def test_while_one_order_is_drawn_another_does_not_wait_for_ever(red, monkeypatch):
    order = make.paid_order()
    monkeypatch.setattr(pdf, "PATIENCE", 0.01)
    with pdf._one_at_a_time, pytest.raises(PdfUnavailable):
        pdf.render(order.tickets.to_print())
    assert pdf.render(order.tickets.to_print()).startswith(b"%PDF"), "and then it is free again"


def test_a_drawing_that_fails_leaves_the_press_free(red, monkeypatch):
    monkeypatch.setattr(pdf, "_press", lambda: None)
    with pytest.raises(TypeError):
        pdf.render(make.paid_order().tickets.to_print())
    assert not pdf._one_at_a_time.locked()
