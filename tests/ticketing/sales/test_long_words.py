"""What is too long to be kept is said to whoever typed it."""

import pytest

from tests import make

LONG = f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.com"  # well formed, and longer than SMTP allows


GROWS = f"a@{'.'.join(['İ' * 12] * 15)}.com"  # twice as long in small letters


@pytest.mark.parametrize("email", [LONG, GROWS])
def test_an_address_that_no_mail_reaches_is_refused_at_the_checkout(red, client_for, email):
    client = client_for(red)
    client.cookies["cart"] = str(make.cart_with(make.event()))

    page = client.post("/checkout", {"name": "Ana", "email": email, "terms": "on"})
    answer = client.post(
        "/api/v1/orders",
        {"name": "Ana", "email": email},
        content_type="application/json",
        headers={"Idempotency-Key": "1", "X-Cart": client.cookies["cart"].value},
    )

    assert page.context["form"].errors["email"]
    assert answer.json()["code"] == "invalid"


def test_an_address_that_no_mail_reaches_is_refused_in_an_invitation(red, client_for):
    client = client_for(red, "owner")

    answer = client.post("/backstage/settings/team", {"email": LONG, "role": "owner"})

    assert answer.context["form"].errors["email"]
