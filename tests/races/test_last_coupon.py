"""Two accounts want the last use of a coupon in the same moment: one has it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django_tenants.utils import schema_context

from billing.models import Account, Coupon, Redemption
from billing.services import coupons
from kernel.actor import SYSTEM
from kernel.tenancy import PUBLIC
from shared_apps.tenants.models import Tenant

pytestmark = pytest.mark.race


@pytest.fixture
def accounts(arena):
    with schema_context(PUBLIC):
        tenants = [arena, *Tenant.objects.filter(schema_name__in=("red", "blue"))]
        opened = [
            Account.objects.create(tenant=one, currency="EUR", zone="UTC", language="en")
            for one in tenants
        ]
        yield opened
        Redemption.objects.filter(account__in=opened).delete()
        Coupon.objects.filter(code="RACE").delete()
        Account.objects.filter(pk__in=[one.pk for one in opened]).delete()


def test_the_last_use_is_had_by_one(accounts):
    coupons.make(code="RACE", percent=10, months=1, most=1, by=SYSTEM)
    start = Barrier(len(accounts))

    def use(account):
        with schema_context(PUBLIC):
            connection.ensure_connection()
            start.wait(timeout=20)
            try:
                coupons.redeem(account=account, code="RACE", by=SYSTEM)
            except coupons.CouponUsedUp:
                return "used up"
            finally:
                connection.close()
            return "mine"

    with ThreadPoolExecutor(len(accounts)) as crowd:
        said = sorted(crowd.map(use, accounts))
    assert said == ["mine", "used up", "used up"]
    assert Redemption.objects.filter(coupon__code="RACE").count() == 1
