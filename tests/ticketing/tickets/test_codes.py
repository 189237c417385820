"""A ticket code proves itself, says little, and cannot be made by anybody else."""

from hypothesis import given
from hypothesis import strategies as st

from tenant_apps.ticketing.tickets.models import SigningKey
from tenant_apps.ticketing.tickets.services import codes
from tests import make


def keys():
    return dict(SigningKey.objects.values_list("pk", "public_key"))


def test_a_code_is_short_and_reads_back_without_the_database(red):
    event = make.event()
    ticket = make.paid_order(event, 1).tickets.get()
    payload = codes.read(ticket.code, keys())
    assert len(ticket.code) <= 120
    assert payload.session_id == make.session_of(event).pk
    assert payload.ticket_type_id == make.type_of(event).pk


def test_codes_stay_short_when_ids_are_large(red):
    signer = codes.signer_for(make.event().pk)
    big = codes.Signer(70_000, signer.private_key)
    assert len(big.code(session_id=70_000, ticket_type_id=70_000)) <= 124


def test_no_two_codes_are_alike(red):
    order = make.paid_order(make.event(), 10)
    assert len(set(order.tickets.values_list("code", flat=True))) == 10


def test_a_changed_code_is_refused(red):
    code = make.paid_order(make.event(), 1).tickets.get().code
    version, body, signature = code.split(".")
    other = make.paid_order(make.event(), 1).tickets.get().code.split(".")
    for forged in (
        f"v2.{body}.{signature}",
        f"{version}.{other[1]}.{signature}",
        f"{version}.{body}.{other[2]}",
        f"{version}.{body[:-2]}AA.{signature}",
        code[:-1],
        code + "A",
    ):
        assert codes.read(forged, keys()) is None


@given(st.text(max_size=200))
def test_any_text_is_answered_with_no(text):
    assert codes.read(text, {1: "A" * 43}) is None
