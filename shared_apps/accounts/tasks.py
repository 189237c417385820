"""What Celery calls."""

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore

from kernel.tenancy import PUBLIC, in_each_tenant, in_tenant
from shared_apps.accounts import tokens


@shared_task
def forget_old_sign_ins() -> None:
    """Delete sign-ins that are long over, on the platform and in every shop."""
    with in_tenant(PUBLIC):
        SessionStore.clear_expired()
    in_each_tenant(SessionStore.clear_expired, tokens.forget_old)
