"""What a ticket costs an organizer with this plan and with that."""

from kernel.actor import SYSTEM
from kernel.tenancy import in_tenant
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.services import plans
from tenant_apps.ticketing.payments.models import Entry
from tests import make


def change(code):
    red = Tenant.objects.get(schema_name="red")
    plans.change(tenant=red, code=code, version="2026-11", by=SYSTEM, reason="as ordered")


def fee_of(order):
    return Entry.objects.get(purpose=order.reference, kind=Entry.Kind.PLATFORM_FEE).amount


def test_an_order_keeps_the_fee_of_the_day_on_which_it_was_placed(red):
    event = make.event(price=2000)
    before, payment = make.placed_order(event, 2)

    change("plus")
    with in_tenant("red"):
        make.pay(payment)
        after = make.paid_order(event, 2, email="late@example.org")

        assert fee_of(before) == -(100 + 60)  # 2.5 % of 40.00 and 0.30 each
        assert fee_of(after) == -(60 + 60)  # 1.5 %
