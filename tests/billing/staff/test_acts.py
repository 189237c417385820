"""What our staff does: with a reason, on record, and what is refused is said in place."""

from datetime import UTC, date, datetime, timedelta

import pytest

from billing.catalogue import catalogue
from billing.models import (
    Adjustment,
    Coupon,
    Discrepancy,
    Invoice,
    Receipt,
    Redemption,
    Run,
    Switch,
)
from billing.services import coupons
from kernel.actor import SYSTEM
from shared_apps.tenants.models import Feature
from tests.billing import make

ACCOUNT = "/control/tenants/red/billing"
BOSS = "staff:boss@marquee.example"
CREDIT = {"way": "credit", "amount": "5", "currency": "EUR", "text": "t", "reason": "r"}


def done(answer, where):
    assert (answer.status_code, answer.headers.get("Location")) == (302, where), answer.text
    return answer


def said(console, answer):
    """What the page after an act says of it."""
    return console.get(answer["Location"]).text


def test_an_add_on_is_given_free_of_charge_and_taken_again(console, account):
    url = f"{ACCOUNT}/add-ons/surveys"
    done(console.post(url, {"state": "free", "reason": "Tries it for us"}), ACCOUNT)
    switch = Switch.objects.latest("pk")
    assert (switch.code, switch.state, switch.by, switch.reason) == (
        "surveys", "free", BOSS, "Tries it for us",
    )  # fmt: skip
    assert Feature.objects.get(code="surveys").state == "on"
    page = console.get(ACCOUNT).text
    assert "Tries it for us" in page
    assert "boss@marquee.example" in page
    done(console.post(url, {"state": "off", "reason": "Over"}), ACCOUNT)
    assert Feature.objects.get(code="surveys").state == "off"


def test_what_is_so_already_is_no_switch(console, account):
    before = Switch.objects.count()
    answer = console.post(f"{ACCOUNT}/add-ons/surveys", {"state": "off", "reason": "Sure"})
    assert "That is how it was already." in said(console, done(answer, ACCOUNT))
    assert Switch.objects.count() == before


@pytest.mark.parametrize(
    ("page", "form"),
    [
        ("add-ons/surveys", {"state": "free", "reason": " "}),
        ("add-ons/surveys", {"reason": "why"}),
        ("plan", {"offer": "none", "cycle": "month", "reason": "why"}),
        ("adjustment", {**CREDIT, "text": ""}),
        ("adjustment", {**CREDIT, "reason": ""}),
        ("adjustment", {**CREDIT, "amount": "-5"}),
        ("adjustment", {**CREDIT, "amount": "1.234"}),
        ("adjustment", {**CREDIT, "amount": "99999999"}),
        ("coupon", {"code": "NOTHING"}),
    ],
)  # fmt: skip
def test_what_is_not_complete_is_refused_in_place(console, account, page, form):
    before = Switch.objects.count()
    answer = console.post(f"{ACCOUNT}/{page}", form)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text or 'role="alert"' in answer.text
    assert (Switch.objects.count(), Adjustment.objects.count()) == (before, 0)


def test_a_credit_and_a_charge_are_put_on_the_next_invoice(console, account):
    form = {"currency": "EUR", "text": "For the outage", "reason": "Case 17"}
    url = f"{ACCOUNT}/adjustment"
    done(console.post(url, {"way": "credit", "amount": "12,50", **form}), ACCOUNT)
    done(console.post(url, {"way": "charge", "amount": "3", **form}), ACCOUNT)
    assert list(Adjustment.objects.values_list("amount", "text", "reason", "by")) == [
        (-1250, "For the outage", "Case 17", BOSS), (300, "For the outage", "Case 17", BOSS),
    ]  # fmt: skip
    assert "Case 17" in console.get(ACCOUNT).text


def test_a_sum_is_in_the_accounts_currency_unless_it_is_to_be_an_invoice_of_its_own(
    console, account
):
    make.account(currency="GBP")
    url = f"{ACCOUNT}/adjustment"
    page = console.get(url).text
    assert page.index('value="GBP" selected') < page.index('value="EUR"')
    assert "Pays in GBP. A sum in another currency becomes an invoice of its own." in page
    form = {"way": "charge", "text": "For the outage", "reason": "Case 17"}
    done(console.post(url, {"amount": "12.50", "currency": "GBP", **form}), ACCOUNT)
    assert "asks for £12.50 without VAT" in console.get(ACCOUNT).text
    done(console.post(url, {"amount": "7", "currency": "EUR", **form}), ACCOUNT)
    assert "asks for £12.50 without VAT" in console.get(ACCOUNT).text


def test_another_plan_is_given(console, account):
    account.method = {"kind": "card", "label": "Visa"}
    account.save()
    had = Switch.objects.get(code="plan").offer
    other = next(one.code for one in catalogue().plans if one.code != had)
    form = {"offer": other, "cycle": "month", "reason": "By telephone"}
    done(console.post(f"{ACCOUNT}/plan", form), ACCOUNT)
    switch = Switch.objects.filter(code="plan").latest("pk")
    assert (switch.offer, switch.by, switch.reason) == (other, BOSS, "By telephone")


def test_a_coupon_is_made_given_once_and_ended(console, account):
    form = {"code": "spring", "percent": 20, "months": 3, "codes": ["surveys"], "most": 10}
    done(console.post("/control/coupons/new", form), "/control/coupons")
    coupon = Coupon.objects.get()
    assert (coupon.code, coupon.percent, coupon.codes, coupon.by) == (
        "SPRING",
        20,
        ["surveys"],
        BOSS,
    )
    done(console.post(f"{ACCOUNT}/coupon", {"code": "Spring"}), ACCOUNT)
    assert Redemption.objects.get().by == BOSS
    again = console.post(f"{ACCOUNT}/coupon", {"code": "spring"})
    assert again.status_code == 422
    assert "SPRING" in console.get(ACCOUNT).text
    assert "1 of 10" in console.get("/control/coupons").text
    end = f"/control/coupons/{coupon.pk}/end"
    assert console.get(end).status_code == 200
    assert Coupon.objects.get().ended_at is None  # looking at it is not doing it
    done(console.post(end), "/control/coupons")
    assert Coupon.objects.get().ended_at


def test_a_code_that_was_taken_is_said_in_the_form(console, account):
    coupons.make(code="SPRING", percent=1, months=1, by=SYSTEM)
    answer = console.post("/control/coupons/new", {"code": "spring", "percent": 2, "months": 1})
    assert answer.status_code == 422
    assert "There is a coupon with this code already" in answer.text


def test_an_invoice_is_written_off_with_a_reason(console, account):
    made = make.invoice(account, number="T1")
    url = "/control/invoices/T1"
    assert console.post(f"{url}/writing-off", {"reason": ""}).status_code == 422
    done(console.post(f"{url}/writing-off", {"reason": "Shop is gone"}), url)
    made.refresh_from_db()
    receipt = Receipt.objects.get()
    assert (made.state, receipt.kind, receipt.amount) == ("written_off", "written_off", made.total)
    assert "Shop is gone" in console.get(url).text
    again = console.post(f"{url}/writing-off", {"reason": "Twice"})
    assert (again.status_code, Receipt.objects.count()) == (422, 1)


def test_an_invoice_is_collected_again_after_a_question(console, account):
    account.method = {"kind": "card", "label": "Visa •••• 4242"}
    account.save()
    made = make.invoice(account, number="T1")
    url = "/control/invoices/T1"
    assert console.get(f"{url}/collection").status_code == 200
    assert Receipt.objects.count() == 0
    done(console.post(f"{url}/collection"), url)
    made.refresh_from_db()
    assert Receipt.objects.count() == 1
    assert made.state == "paid" if Receipt.objects.get().kind == "paid" else "open"


def test_a_run_is_begun_by_hand_after_a_question(console, account):
    account.opened_at = datetime.now(UTC) - timedelta(days=70)
    account.save()
    Adjustment.objects.create(account=account, amount=900, currency="EUR", text="t", by="x",
                              reason="y")  # fmt: skip
    assert console.get("/control/invoices/run").status_code == 200
    assert not Run.objects.exists()
    done(console.post("/control/invoices/run"), "/control/invoices")
    run = Run.objects.get()
    assert (run.issued, Invoice.objects.count()) == (1, 1)
    again = console.post("/control/invoices/run")
    assert "Nothing was due." in said(console, again)
    assert Invoice.objects.count() == 1


def test_a_run_that_is_not_done_shows_how_far_it_is(console, account):
    Run.objects.create(month=date(2026, 11, 1), total=40, seen=10, issued=8, failed=2)
    page = console.get("/control/invoices").text
    assert 'max="40" value="10"' in page
    assert "Go on with the run" in page


def test_a_difference_is_settled_once_with_a_note(console, account):
    one = Discrepancy.objects.create(
        account=account, kind="meter_sum", ref="2026-10 scans", ours="12", theirs="11",
        found_at=datetime.now(UTC) - timedelta(days=6),
    )  # fmt: skip
    page = console.get("/control/discrepancies").text
    assert "6 days" in page
    url = f"/control/discrepancies/{one.pk}"
    assert console.post(url, {"note": ""}).status_code == 422
    done(console.post(url, {"note": "Arrived late"}), "/control/discrepancies")
    one.refresh_from_db()
    assert (one.note, one.settled_by) == ("Arrived late", BOSS)
    assert console.get(url).status_code == 404
    assert "Arrived late" in console.get("/control/discrepancies?state=settled").text
