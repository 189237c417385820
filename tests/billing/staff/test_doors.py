"""Who comes in: our own staff, and nobody else."""

from datetime import date
from urllib.parse import urlsplit

import pytest

from billing.models import Coupon, Discrepancy, Invoice
from shared_apps.accounts.models import User
from tests.billing import make
from tests.questions import asked

ACCOUNT = "/control/tenants/red/billing"
SIGHTS = [ACCOUNT, "/control/revenue", "/control/revenue/vat", "/control/invoices",
          "/control/invoices/T1", "/control/usage", "/control/coupons",
          "/control/discrepancies"]  # fmt: skip
ACTS = ["/control/invoices/run", "/control/invoices/T1/collection",
        "/control/invoices/T1/writing-off", f"{ACCOUNT}/plan", f"{ACCOUNT}/add-ons/surveys",
        f"{ACCOUNT}/adjustment", f"{ACCOUNT}/coupon", "/control/coupons/new"]  # fmt: skip
FILES = [f"/control/{name}.{kind}" for kind in ("csv", "xlsx") for name in (
    "revenue/income", "revenue/movements", "revenue/gross", "revenue/vat", "invoices")]  # fmt: skip


@pytest.fixture
def invoice(account):
    return make.invoice(account, number="T1")


@pytest.mark.parametrize("path", [*SIGHTS, *ACTS, *FILES])
def test_only_our_staff_comes_in(console, invoice, platform_client, path):
    assert console.get(path).status_code == 200
    owner = platform_client(User.objects.create_user("olive@red.example", "a long password"))
    assert owner.get(path).status_code == 403
    assert urlsplit(platform_client().get(path)["Location"]).path == "/signin"


def test_who_is_no_staff_changes_nothing(platform_client, invoice):
    owner = platform_client(User.objects.create_user("olive@red.example", "a long password"))
    one = Coupon.objects.create(code="ONE", percent=10, months=1, by="x")
    two = Discrepancy.objects.create(
        account=invoice.account, kind="x", ref="y", ours="1", theirs="2"
    )
    for path in [*ACTS, f"/control/coupons/{one.pk}/end", f"/control/discrepancies/{two.pk}"]:
        assert owner.post(path, {"reason": "mine", "note": "mine"}).status_code == 403
    assert Invoice.objects.get().state == "open"
    assert Discrepancy.objects.get().settled_at is None


@pytest.mark.parametrize("path", [
    "/control/invoices/none", "/control/tenants/none/billing", f"{ACCOUNT}/add-ons/none",
    "/control/coupons/99/end", "/control/discrepancies/99", "/control/revenue/none.csv",
    "/control/revenue/income.pdf", "/control/invoices.pdf", "/control/revenue/vat.pdf",
])  # fmt: skip
def test_what_there_is_not_is_not_found(console, account, path):
    assert console.get(path).status_code == 404


@pytest.mark.parametrize("query", [
    "currency=XXX", "currency=", "q=%25", "state=nonsense", "month=2026-13", "month=x", "sort=x",
    "sort=-x", "page=99", "first=x&last=y", "first=2026-02-01&last=2026-01-01", "meter=a:b:c",
    "meter=x", "first=0001-01-01&last=9999-12-31",
])  # fmt: skip
def test_nonsense_in_the_address_is_answered_kindly(console, invoice, query):
    for path in SIGHTS:
        assert console.get(f"{path}?{query}").status_code == 200


def test_the_console_leads_to_billing(console, account):
    page = console.get("/control/revenue").text
    assert 'href="/control/revenue" aria-current="page"' in page
    assert 'href="/control/" aria-current' not in page
    assert f'href="{ACCOUNT}"' in console.get("/control/tenants/red").text


@pytest.mark.parametrize("path", SIGHTS)
def test_a_page_asks_as_many_questions_of_many_accounts_as_of_one(console, invoice, blue, path):
    for_one = asked(console, path)
    assert for_one <= 26 if path == ACCOUNT else for_one <= 20
    other = make.account(blue)
    for number in range(5):
        make.invoice(other, number=f"B{number}", month=date(2026, number + 1, 1))
    assert asked(console, path) == for_one
