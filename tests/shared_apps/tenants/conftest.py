"""Who comes into these tests."""

import pytest

from shared_apps.tenants.models import Tenant


@pytest.fixture
def red_tenant(public):
    return Tenant.objects.get(subdomain="red")
