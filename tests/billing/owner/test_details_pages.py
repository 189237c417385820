"""Billing details, codes, and how one pays."""

import pytest

from billing.models import Account
from billing.services import coupons
from kernel.actor import Actor
from tests.billing.owner.conftest import plain

GIVEN = {
    "legal_name": "Red Theatre GmbH", "address": "1 Red Lane\nParis", "country": "FR",
    "vat_id": "", "email": "books@red.example", "language": "fr",
}  # fmt: skip
STAFF = Actor("staff", "1", "Staff")


def test_details_are_kept_and_stand_on_the_next_invoice(desk):
    assert desk.post("details", **GIVEN)["Location"] == "/shops/red/billing/details"

    told = {name: getattr(desk.account, name) for name in GIVEN}
    assert told == GIVEN
    assert "Red Theatre GmbH books@red.example" in desk.words()


def test_a_wrong_number_is_said_and_the_right_one_is_looked_up(desk):
    said = "This is no VAT number of France."
    for typed in ("FR 00 123", "NONSENSE12"):
        answer = desk.post("details", **GIVEN | {"vat_id": typed})
        assert answer.status_code == 422
        assert said in plain(answer)
    assert (desk.account.vat_id, desk.account.legal_name) == ("", "")

    desk.post("details", **GIVEN | {"vat_id": "FR 83 404 833 048"})
    assert (desk.account.vat_id, desk.account.vat_state) == ("FR83404833048", "valid")


def test_a_number_of_another_country_is_said_to_be_its(desk):
    answer = desk.post("details", **GIVEN | {"vat_id": "DE136695976"})

    assert "This number belongs to Germany, and you have chosen France." in plain(answer)
    assert desk.account.vat_id == ""


def test_outside_the_union_any_number_is_kept(desk):
    desk.post("details", **GIVEN | {"country": "NO", "vat_id": "NO 974 760 673 MVA"})

    assert desk.account.vat_id == "NO974760673MVA"


def test_what_the_register_does_not_know_is_said_with_what_it_means(desk):
    number = {"vat_id": "FR83404833048", "vat_state": "invalid", "country": "FR"}
    Account.objects.filter(pk=desk.account.pk).update(**number)

    said = desk.words("details")
    assert "The register does not know FR83404833048" in said
    assert "We charge VAT until the register knows the number." in said


def test_what_does_not_fit_is_said_beside_the_field(desk):
    answer = desk.post("details", **GIVEN | {"email": "nobody", "legal_name": ""})

    assert answer.status_code == 422
    assert "books@red.example" not in answer.text
    assert desk.account.email != "nobody"


def test_a_code_is_used_once(desk):
    coupons.make(code="SPRING", percent=20, months=3, by=STAFF)

    desk.post("coupon", code="spring ")
    assert "SPRING: 20 % off fixed fees, from January 2027 to March 2027" in desk.words("details")

    again = desk.post("coupon", code="SPRING")
    assert again.status_code == 422
    assert "You have used this code already." in again.text

    assert desk.get("coupon")["Location"] == "/shops/red/billing/details"


@pytest.mark.parametrize(
    "then",
    ["https://evil.example", "//evil.example", "/shops/blue/billing/plan", "/shops/red/billing/\\x",
     "/shops/red/billing.evil.example"],
)  # fmt: skip
def test_from_the_way_to_pay_one_is_sent_on_to_no_strange_place(desk, then):
    answer = desk.post("method", number="4242424242424242", then=then)

    assert answer["Location"] == "/shops/red/billing"


def test_only_test_numbers_are_taken(desk):
    assert desk.post("method", number="5555555555554444").status_code == 422
    assert desk.account.method == {}


def test_a_real_account_is_sent_to_stripe_and_its_form_may_lead_there(desk, monkeypatch):
    Account.objects.update(collector="stripe")
    told = {}

    class Collector:
        def portal(self, *, account, return_url):
            told["back"] = return_url
            return "https://billing.stripe.com/p/session/1"

    monkeypatch.setattr("billing.owner.method.collector_of", lambda account: Collector())
    page = desk.get("method")
    assert "https://billing.stripe.com" in page["Content-Security-Policy"]
    assert "Test number" not in page.text

    answer = desk.post("method/portal")
    assert answer["Location"] == "https://billing.stripe.com/p/session/1"
    assert told["back"].endswith("/shops/red/billing/method")
