"""What is too long to be kept is said to whoever typed it."""

import pytest

from tests import make

LONG = f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.com"  # well formed, and longer than SMTP allows


@pytest.mark.parametrize("price", [0, 2500])
def test_an_address_that_no_mail_reaches_is_refused_at_the_checkout(red, client_for, price):
    client = client_for(red)
    client.cookies["cart"] = str(make.cart_with(make.event(price=price)))

    answer = client.post("/checkout", {"name": "Ana", "email": LONG, "terms": "on"})

    assert answer.status_code == 200
    assert answer.context["form"].errors["email"]


def test_an_address_that_no_mail_reaches_is_refused_in_an_invitation(red, client_for):
    client = client_for(red, "owner")

    answer = client.post("/backstage/settings/team", {"email": LONG, "role": "owner"})

    assert answer.context["form"].errors["email"]
