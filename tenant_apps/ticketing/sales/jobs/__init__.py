"""What is done with many orders or events, one by one."""

from tenant_apps.ticketing.sales.jobs import events, imports, orders  # noqa: F401 - they register
