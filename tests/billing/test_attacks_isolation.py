"""Somebody tries to get at another shop's bills, or to break ours with what he types."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import transaction

from billing.collectors.sandbox import SandboxCollector
from billing.documents import cii, pdf
from billing.documents.lines import Sheet
from billing.models import Account, MeterCopy
from billing.services import (
    accounts,
    collecting,
    granting,
    invoicing,
    telling,
    vat_numbers,
)
from billing.services.figures import recurring
from billing.vat.registers import Answer
from kernel.actor import SYSTEM
from kernel.facts.bus import announce
from kernel.stripe import StripeUnreachable
from kernel.tenancy import in_tenant
from shared_apps.inbox.facts import StripeSaid
from tests.billing import make
from tests.billing.owner.conftest import checkin, desk  # noqa: F401 - fixtures

GIVEN = {
    "legal_name": "Red Theatre GmbH", "address": "1 Red Lane\nParis", "country": "FR",
    "vat_id": "", "email": "books@red.example", "language": "fr",
}  # fmt: skip


@pytest.mark.parametrize("said", ["Red\x01Theatre", "\x1b", "Red \ufffe Theatre", "\x7f\x85\x0b"])
def test_what_xml_cannot_hold_keeps_nobody_from_his_papers(desk, said):  # noqa: F811
    desk.post("details", **GIVEN | {"legal_name": said, "address": f"1 Lane\n{said}"})
    invoice = make.invoice(desk.account, lines=[make.line(f"Credit {said}", 1500)])

    assert desk.get(f"invoices/{invoice.number}/xml").status_code == 200


@pytest.mark.parametrize("number", ["ŉ" * 20, "ß" * 20, "²" * 20, "٣" * 9])
def test_a_vat_number_in_strange_letters_is_no_error_of_ours(desk, number):  # noqa: F811
    assert desk.post("details", **GIVEN | {"vat_id": number}).status_code in (302, 422)
    assert desk.account.vat_state in (Account.Vat.INVALID, Account.Vat.NONE)


@pytest.mark.usefixtures("public")
def test_what_somebody_types_is_no_html_of_an_invoice():
    said = '</style><img src="file:///etc/passwd"><link rel=stylesheet href="http://evil/">'
    made = make.invoice(make.account(legal_name=said, address=said), lines=[make.line(said)])
    drawn = pdf.page(Sheet(made))

    assert "<img" not in drawn
    assert "&lt;img" in drawn
    assert b"<img" not in cii.write(Sheet(made))


def test_nobody_has_registers_asked_and_letters_written_without_end(desk):  # noqa: F811
    answers = [desk.post("details", **GIVEN).status_code for _once in range(61)]

    assert answers[:10] == [302] * 10
    assert answers[-1] == 429


def test_pages_of_billing_stand_on_no_shops_host(desk, client_for, red):  # noqa: F811
    invoice = make.invoice(desk.account)
    for path in ("/shops/red/billing", f"/shops/red/billing/invoices/{invoice.number}/pdf",
                 "/control/revenue", "/control/invoices.csv"):  # fmt: skip
        assert client_for(red).get(path).status_code == 404


def test_what_lives_on_an_organizers_account_at_stripe_makes_us_look_at_nothing(
    blue, red, run_deliveries, monkeypatch
):
    made = make.invoice(make.account(blue, collector="stripe"), collector_ref="in_blue")
    asked = []
    monkeypatch.setattr("billing.services.collecting.look", lambda **said: asked.append(said))
    for account in ("acct_red", ""):
        said = {"kind": "invoice.paid", "object_id": made.collector_ref, "account": account}
        with transaction.atomic(), in_tenant("red"):
            announce(StripeSaid(**said))
    run_deliveries()

    assert asked == [{"ref": "in_blue"}]


def test_the_log_names_no_people(blue, caplog, monkeypatch):
    owing = make.account(blue, legal_name="Olive Green")
    day = owing.opened_at
    with in_tenant("public"):
        MeterCopy.objects.create(account=owing, code="checkin", meter="scans", day=day.date(),
                                 quantity=1, identifier="one")  # fmt: skip
        monkeypatch.setattr(SandboxCollector, "push", _away)
        telling.push_due(now=day)

    assert f"account {owing.pk}" in caplog.text
    assert "Olive" not in caplog.text


def _away(*_args, **_said):
    raise StripeUnreachable


@pytest.mark.usefixtures("public")
def test_an_add_on_that_is_not_on_the_price_list_keeps_no_invoice_from_being_written():
    account = make.account()
    with in_tenant("public"):
        made = granting.grant(account=account, code="unlisted", state="active", by=SYSTEM,
                               reason="a favour")  # fmt: skip
        assert made is None
        assert invoicing.upcoming(account).net == 0
        assert recurring.read().mrr(account.pk, accounts.today(account)) == {}


@pytest.mark.usefixtures("public")
def test_a_number_that_was_asked_for_is_not_good_in_the_country_named_meanwhile(monkeypatch):
    account = make.account(country="DE", vat_id="DE136695976", vat_state="pending")

    def ask(_register, _number):
        accounts.details(account=account, by=SYSTEM, country="IT")
        account.country = "DE"  # whoever asked knows nothing of it
        return Answer(state=Account.Vat.VALID)

    monkeypatch.setattr("billing.vat.registers.OfflineRegister.ask", ask)
    vat_numbers.check(account=account)

    assert (account.country, account.vat_state) == ("IT", Account.Vat.PENDING)


@pytest.mark.usefixtures("public")
def test_an_account_that_cannot_be_suspended_keeps_no_other_from_its_turn(blue, monkeypatch):
    since = datetime(2027, 1, 1, tzinfo=UTC)
    owing = {"state": "past_due", "unpaid_since": since}
    broken, other = make.account(**owing), make.account(blue, **owing)
    monkeypatch.setattr(collecting.holding, "hold", partial(_breaks_for, broken))

    collecting.dun(now=since + timedelta(days=15))

    other.refresh_from_db()
    assert other.state == Account.State.SUSPENDED


def _breaks_for(broken, account, **_said):
    if account == broken:
        raise LookupError
