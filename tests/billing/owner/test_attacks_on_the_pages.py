"""Addresses and forms that nobody was offered, and clicks without end."""

import pytest
from stdnum.iso7064 import mod_11_10

from billing.models import Switch, VatCheck


@pytest.mark.parametrize("path", ["plan/standard/year", "plan/plus/week", "plan/standard/month"])
def test_a_plan_that_is_not_offered_so_is_not_had_so(desk, path):
    desk.card()
    desk.client.post("/shops/red/billing/plan/plus/month")
    before = Switch.objects.count()
    answer = desk.client.post(f"/shops/red/billing/{path}")
    now_is = Switch.objects.filter(code="plan").order_by("pk").last()
    if path == "plan/standard/month":  # that one is offered, for the next month
        assert (now_is.offer, now_is.day.isoformat()) == ("standard", "2027-02-01")
    else:
        assert (answer.status_code, Switch.objects.count()) == (404, before)


def test_nobody_switches_to_and_fro_without_end(desk):
    desk.card()
    desk.client.post("/shops/red/billing/add-ons/checkin/order/month")
    for _round in range(40):
        desk.client.post("/shops/red/billing/add-ons/checkin/stop", {"when": "month"})
        answer = desk.client.post("/shops/red/billing/add-ons/checkin/keep")
    assert answer.status_code == 429
    assert Switch.objects.filter(code="checkin").count() <= 60


def test_the_register_is_not_asked_for_guesses_without_end(desk):
    said = {"legal_name": "Red", "address": "Here 1", "country": "DE", "language": "en"}
    for number in range(30):
        digits = f"136{number:05d}"
        vat_id = f"DE{digits}{mod_11_10.calc_check_digit(digits)}"
        answer = desk.client.post("/shops/red/billing/details", {**said, "vat_id": vat_id})
    assert answer.status_code == 429
    assert VatCheck.objects.count() == 20
