"""Our signatures are read by a library that had no part in them; DNS is a dictionary."""

import dkim
import pytest
from django.core.files.base import ContentFile
from PIL import Image

from tests.fakes.mail import NameServer
from tests.themes.letters.conftest import write
from themes.letters import dkim as ours
from themes.letters import records
from themes.letters.services import senders
from themes.services import save_brand


def verified_sender():
    """A shop that sends from its own domain, and the name servers that say so."""
    row = senders.choose_domain(domain="theatre.example", mailbox="tickets")
    dns = NameServer(**{one.name: [one.value] for one in records.wanted(row)})
    assert senders.check(ask=dns).state == "verified"
    return dns


def is_signed(wire, dns):
    def ask(name, timeout=5):
        said = dns.txt(name.decode().rstrip("."))
        return said[0].encode() if said else None

    return dkim.verify(wire, dnsfunc=ask)


def carried(server, run_deliveries, **what):
    write(**what)
    run_deliveries()
    return server.taken[-1]


@pytest.mark.parametrize("kind", ["test_ticket", "test_question"])
def test_a_mail_from_the_shops_own_domain_is_signed_by_it(red, run_deliveries, server, kind):
    dns = verified_sender()

    envelope, wire = carried(server, run_deliveries, kind=kind)

    assert b"From: Red Theatre <tickets@theatre.example>" in wire
    assert b"d=theatre.example;" in wire
    assert is_signed(wire, dns)
    assert envelope.startswith("bounce+")


def test_words_of_all_languages_and_a_logo_are_signed_too(red, run_deliveries, server, tmp_path):
    dns = verified_sender()
    picture = tmp_path / "logo.png"
    Image.new("RGB", (80, 40), "#8c1d2f").save(picture)
    save_brand(logo=ContentFile(picture.read_bytes(), "logo.png"), footer="Calle del Ángel, 3º")

    _envelope, wire = carried(server, run_deliveries)

    assert b"Content-ID: <logo@marquee>" in wire
    assert is_signed(wire, dns)


@pytest.mark.parametrize(
    ("was", "forged"),
    [
        (b"Subject: Hello", b"Subject: Hullo"),
        (b"Something to read.", b"Something to pay."),
        (b"List-Unsubscribe-Post: List", b"List-Unsubscribe-Post: Mist"),
        (b"From: Red", b"From: Somebody <a@evil.example>\r\nFrom: Red"),
    ],
)
def test_what_is_changed_on_the_way_is_no_longer_signed(red, run_deliveries, server, was, forged):
    dns = verified_sender()
    _envelope, wire = carried(server, run_deliveries, kind="test_question")
    assert was in wire

    assert not is_signed(wire.replace(was, forged, 1), dns)


def test_spaces_that_mail_servers_add_break_no_signature(red, run_deliveries, server):
    dns = verified_sender()
    _envelope, wire = carried(server, run_deliveries)

    assert is_signed(wire.replace(b"Subject: Hello", b"subject:  Hello ") + b"\r\n\r\n", dns)


def test_another_shops_key_signs_nothing_of_ours(red, run_deliveries, server):
    dns = verified_sender()
    _envelope, wire = carried(server, run_deliveries)
    _private, stranger = ours.new_key()
    name = senders.row_of_shop().selector + "._domainkey.theatre.example"

    dns.said[name] = [f"v=DKIM1; k=rsa; p={stranger}"]

    assert not is_signed(wire, dns)


def test_mails_from_the_platforms_address_carry_no_signature_of_ours(red, run_deliveries, server):
    _envelope, wire = carried(server, run_deliveries)

    assert b"DKIM-Signature" not in wire
    assert b"From: Red Theatre <no-reply@marquee.localhost>" in wire
