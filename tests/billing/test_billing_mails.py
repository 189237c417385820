"""What is written to those who owe us: by the platform, once, in the account's language."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings as configured
from django.db import transaction
from django.utils.translation import override

from billing import mails
from billing.facts import InvoiceIssued
from billing.models import Account, Receipt, Switch, VatCheck
from billing.services import accounts, vat_numbers
from kernel.actor import SYSTEM
from kernel.facts.bus import announce
from kernel.tenancy import in_tenant
from shared_apps.accounts.models import User
from shared_apps.tenants.models import Ownership, Tenant
from tenant_apps.office.team.models import Member
from tests.billing import make
from tests.billing.owner.conftest import own
from themes.letters import kinds
from themes.letters.drawing import draw
from themes.letters.models import Mail

CARD = {"kind": "card", "label": "Visa •••• 4242"}
OURS = (
    "invoice_issued", "invoice_paid", "collection_failed", "account_suspended", "account_back",
    "trial_ending", "erasure_near", "vat_refused",
)  # fmt: skip
pytestmark = pytest.mark.usefixtures("public")


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.MULTITENANT_RELATIVE_MEDIA_ROOT = "%s"


def account(**fields):
    said = {"country": "FR", "language": "en", "email": "books@red.example", "method": CARD}
    return make.account(**{**said, "currency": "EUR", **fields})


def only():
    return Mail.objects.get()


def test_an_invoice_goes_out_once_with_its_pdf_and_its_xml(run_deliveries):
    made = make.invoice(account(), number="MQ-2026-000042")
    with transaction.atomic():
        announce(InvoiceIssued(account_id=made.account_id, invoice_id=made.pk))
    run_deliveries()
    mail = only()
    mails.send_invoice(invoice_id=made.pk, key=mail.key)
    assert Mail.objects.count() == 1
    assert (mail.to, mail.subject) == (
        "books@red.example",
        "Invoice MQ-2026-000042 for Red Theatre",
    )
    assert "€18.00" in mail.text
    assert "Visa •••• 4242" in mail.text
    names = mail.enclosures.values_list("name", "mimetype")
    assert set(names) == {
        ("marquee-MQ-2026-000042.pdf", "application/pdf"),
        ("marquee-MQ-2026-000042.xml", "application/xml"),
    }
    assert "/shops/red/billing/invoices/MQ-2026-000042" in mail.text


def test_it_comes_from_the_platform_in_the_language_of_the_account():
    mails.send_invoice(invoice_id=make.invoice(account(language="fr")).pk, key="k")
    mail = only()
    assert mail.language == "fr"
    assert '<html lang="fr' in mail.html
    assert "\nMarquee\n" in mail.text
    assert "18,00 €" in mail.text.replace("\xa0", " ")


def test_without_an_address_for_invoices_the_owners_get_it():
    owing = account(email="")
    for number in (1, 2):
        own("red", f"owner{number}@red.example")
    gone = User.objects.create_user("gone@red.example", is_active=False)
    Ownership.objects.create(tenant=owing.tenant, user=gone)
    made = make.invoice(owing)
    for _twice in range(2):
        mails.send_invoice(invoice_id=made.pk, key="k")
    assert set(Mail.objects.values_list("to", flat=True)) == {
        "owner1@red.example", "owner2@red.example",
    }  # fmt: skip
    assert Mail.objects.count() == 2


def test_who_is_no_owner_any_more_gets_no_letters():
    for number in (1, 2):
        own("red", f"owner{number}@red.example")
    with in_tenant("red"):
        Member.objects.filter(user__email="owner1@red.example").update(role="manager")

    mails.send_invoice(invoice_id=make.invoice(account(email="")).pk, key="k")

    assert only().to == "owner2@red.example"


def test_while_an_owner_is_not_confirmed_nobody_else_is_written_to():
    own("red", "owner@red.example")
    owing = account(email="stranger@example.com")
    Tenant.objects.filter(pk=owing.tenant_id).update(is_confirmed=False)

    mails.send_invoice(invoice_id=make.invoice(owing).pk, key="k")

    assert only().to == "owner@red.example"


def test_of_numbers_that_are_not_known_one_letter_a_day_tells(run_deliveries):
    owing = account(country="FR")
    for number in ("FR1", "FR2"):
        accounts.details(account=owing, by=SYSTEM, vat_id=number)
        vat_numbers.check(account=owing)
    run_deliveries()

    assert only().kind == "vat_refused"


def test_a_letter_is_not_held_back_because_no_pdf_can_be_drawn(monkeypatch):
    def without_pango(**_said):
        raise OSError("no Pango")

    monkeypatch.setattr(mails.keeping, "keep", without_pango)
    mails.send_invoice(invoice_id=make.invoice(account()).pk, key="k")
    assert not only().enclosures.exists()
    assert "Attached" not in only().text


def test_a_credit_note_asks_for_nothing():
    back = make.invoice(account(), lines=[make.line("Plan, taken back", -2900)], number="MQ-7")
    mails.send_invoice(invoice_id=back.pk, key="k")
    assert only().subject == "Credit note MQ-7 for Red Theatre"
    assert "Nothing is to be paid" in only().text


def test_who_has_said_no_way_to_pay_is_led_there():
    mails.send_invoice(invoice_id=make.invoice(account(method={})).pk, key="k")
    assert "/shops/red/billing/method" in only().text


def test_a_receipt_says_by_what_it_was_paid():
    made = make.invoice(account(), state="paid")
    told = {"invoice": made, "kind": "paid", "amount": 1000, "method": "Visa •••• 4242"}
    Receipt.objects.create(**told, ref="a")
    Receipt.objects.create(invoice=made, kind="set_off", amount=800, ref="MQ-3")
    Receipt.objects.create(invoice=made, kind="failed", ref="b", failure="card_declined")
    mails.send_receipt(invoice_id=made.pk, key="k")
    assert "Visa •••• 4242: €10.00" in only().text
    assert "Set off: credit note MQ-3: €8.00" in only().text
    assert "Total: €18.00" in only().text


def test_there_is_no_receipt_for_nothing():
    nothing = make.invoice(account(), lines=[make.line(amount=0)], state="paid")
    mails.send_receipt(invoice_id=nothing.pk, key="k")
    assert not Mail.objects.exists()


def test_a_failure_says_why_when_we_try_again_and_until_when_all_works():
    since = datetime(2026, 11, 1, 6, tzinfo=UTC)
    owing = account(state="past_due", unpaid_since=since)
    made = make.invoice(owing, next_attempt_at=since + timedelta(days=3), number="MQ-9")
    Receipt.objects.create(invoice=made, kind="set_off", amount=300, ref="MQ-3")
    mails.send_failed(invoice_id=made.pk, failure_code="card_declined", key="k")
    text = only().text
    assert "Of invoice MQ-9 for Red Theatre, €15.00 is open: the bank said no." in text
    assert "We try again on 4 November 2026." in text
    assert "paused if it is still open on 15 November 2026" in text
    assert "/shops/red/billing/method" in text


def test_what_was_paid_meanwhile_did_not_fail():
    made = make.invoice(account(), state="paid")
    mails.send_failed(invoice_id=made.pk, failure_code="card_declined", key="k")
    assert not Mail.objects.exists()


def moved(before, state):
    owing = account(state=state)
    Switch.objects.create(account=owing, code="checkin", state="active", version="2026-11",
                          day=date(2026, 1, 1), by="system")  # fmt: skip
    mails.send_moved(account_id=owing.pk, before=before, state=state, key="k")
    return Mail.objects.first()


def test_when_add_ons_are_paused_it_says_what_works_on():
    text = moved("past_due", "suspended").text
    assert "What is paused: Smart check-in." in text
    assert "every ticket that was sold" in text


def test_when_they_are_back_it_says_so():
    assert moved("suspended", "good").subject == "The add-ons of Red Theatre are back"


@pytest.mark.parametrize(("before", "state"), [("good", "past_due"), ("past_due", "good")])
def test_of_other_moves_the_other_letters_tell(before, state):
    assert moved(before, state) is None


def test_what_an_account_has_left_behind_is_not_told_any_more():
    owing = account(state="good")
    mails.send_moved(account_id=owing.pk, before="past_due", state="suspended", key="k")
    assert not Mail.objects.exists()


def test_before_a_trial_ends_it_says_what_comes_and_how_to_stop_it():
    owing = account(method={})
    version = owing.switches.first().version
    switch = Switch.objects.create(account=owing, code="checkin", state="active", version=version,
                                   day=date(2026, 11, 14), by="system")  # fmt: skip
    mails.send_trial_ending(switch_id=switch.pk, key="k")
    text = only().text
    assert "From 14 November 2026 it costs €15.00 a month" in text
    assert "/shops/red/billing/add-ons/checkin" in text
    assert "/shops/red/billing/method" in text


def test_before_data_is_erased_it_says_when_and_how_to_keep_it():
    mails.send_erasure_near(account_id=account().pk, code="checkin", on="2027-02-12", key="k")
    assert "12 February 2027" in only().subject
    assert "/shops/red/billing/add-ons/checkin" in only().text


def refused(**fields):
    owing = account(country="DE", vat_id="DE136695976", **fields)
    told = VatCheck.objects.create(
        account=owing, vat_id="DE136695976", result="invalid", register="vies"
    )
    mails.send_vat_refused(check_id=told.pk, key="k")
    return Mail.objects.first()


def test_a_number_that_is_not_known_has_a_price():
    text = refused(vat_state=Account.Vat.INVALID).text
    assert "does not know the number DE136695976" in text
    assert "your invoices carry VAT at 19%" in text
    assert "/shops/red/billing/details" in text


def test_it_is_told_also_before_we_have_said_who_we_are(settings):
    settings.PLATFORM_SELLER = settings.PLATFORM_SELLER | {"iban": ""}
    assert "carry VAT" not in refused(vat_state=Account.Vat.INVALID).text


def test_a_number_that_was_mended_meanwhile_is_not_spoken_of():
    assert refused(vat_state=Account.Vat.VALID) is None


@pytest.mark.parametrize("language", [code for code, _name in configured.LANGUAGES])
def test_each_letter_can_be_looked_at_beforehand(language, django_assert_num_queries):
    with override(language):
        for code in OURS:
            kind = kinds.named(code)
            with django_assert_num_queries(0):
                example = kind.example()
                drawn = draw(kind.template, subject=example.subject, context=example.context)
            assert "{" not in example.subject, code
            assert "{{" not in drawn.text + drawn.html, code
            assert "<" not in drawn.text, code
            assert "None" not in drawn.text, code
            assert re.search(r"https://marquee.example/shops/meridian/billing", drawn.html), code


def test_they_are_the_platforms_and_no_shop_lists_them(red):
    assert not {one.code for one in kinds.kinds()} & set(OURS)
    assert replace(kinds.named("invoice_issued")).is_platforms
