"""Orders are found by reference, e-mail and name, and by nothing else."""

import pytest

from tenant_apps.ticketing.orders.models import Order
from tests import make


@pytest.fixture
def orders(red):
    event = make.event()
    return {
        "maria": make.paid_order(event, 1, email="maria@example.org", name="María López García"),
        "sean": make.paid_order(event, 1, email="sean@example.org", name="Seán O’Brien"),
        "omar": make.paid_order(event, 1, email="omar@example.net", name="عمر الخيّام"),
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("maría", ["maria"]),
        ("lópez mar", ["maria"]),
        ("LÓPEZ", ["maria"]),
        ("brien", ["sean"]),
        ("o'brien", ["sean"]),
        ("عمر", ["omar"]),
        ("sean@example.org", ["sean"]),
        ("SEAN@EX", ["sean"]),
        ("omar", ["omar"]),
        ("nobody", []),
        ("lópez brien", []),
        ("' OR 1=1 --", []),
        ("& | ! :*", []),
        ("%", []),
        ("🎭", []),
    ],
)
def test_a_search_finds_just_these(orders, text, found):
    assert set(Order.objects.search(text)) == {orders[name] for name in found}


def test_a_reference_is_found_in_any_case(orders):
    wanted = orders["maria"]
    assert list(Order.objects.search(f" {wanted.reference.lower()} ")) == [wanted]


def test_nothing_typed_finds_all(orders):
    assert Order.objects.search("  ").count() == 3
