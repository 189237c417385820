"""Celery tasks that remember their tenant."""

from typing import Any

from celery import Task
from django_tenants.utils import schema_context

from kernel.tenancy import PUBLIC, in_tenant, schema

HEADER = "marquee_schema"


class TenantTask(Task):
    """Runs in the schema in which it was called: `@shared_task(base=TenantTask)`."""

    abstract = True

    def apply_async(self, *args: Any, **options: Any) -> Any:
        """Send it, with the schema in the message's headers."""
        headers = dict(options.get("headers") or {})
        headers.setdefault(HEADER, schema())
        options["headers"] = headers
        return super().apply_async(*args, **options)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run in the tenant named by the message; called directly, in the current one."""
        schema_name = self._schema_of_message()
        if schema_name is None:
            return super().__call__(*args, **kwargs)
        with schema_context(PUBLIC), in_tenant(schema_name):
            return super().__call__(*args, **kwargs)

    def _schema_of_message(self) -> str | None:
        request = self.request
        named = (request.headers or {}).get(HEADER) if request.headers else None
        return named or getattr(request, HEADER, None)
