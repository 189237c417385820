"""The post itself: letters over a socket, and the same one brought by many at the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django_tenants.utils import schema_context

from kernel.facts.models import Record
from kernel.outbox.models import Delivery
from kernel.tenancy import PUBLIC, in_tenant
from shared_apps.inbox.models import Notice
from shared_apps.tenants.directory import directory
from shared_apps.tenants.models import Tenant


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 32


class _Quiet(WSGIRequestHandler):
    def log_message(self, format, *args):
        pass


@pytest.fixture
def platform(django_db_setup, django_db_blocker):
    """The platform on a socket, with real transactions; its address."""
    application = get_wsgi_application()

    def app(environ, start_response):
        try:
            return list(application(environ, start_response))
        finally:
            connections.close_all()

    server = make_server("127.0.0.1", 0, app, _Server, _Quiet)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    with django_db_blocker.unblock():
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()


@pytest.fixture
def account(platform, stripe):
    """A Stripe account of red's; what the test leaves behind is taken away."""
    account = stripe.account()
    _connect(account)
    yield account
    _connect("")
    with schema_context(PUBLIC):
        Notice.objects.filter(account=account).delete()
    with in_tenant("red"):
        for told in (Record, Delivery):
            told.objects.filter(name="StripeSaid", body__account=account).delete()


def _connect(account):
    with schema_context(PUBLIC):
        Tenant.objects.filter(schema_name="red").update(stripe_account=account)
    directory.changed()


@pytest.mark.race
def test_a_letter_brought_by_eight_at_once_is_announced_once(platform, account, stripe):
    payment = {"id": "pi_1", "object": "payment_intent", "metadata": {"schema": "red"}}
    event = stripe.world.say(account, "payment_intent.succeeded", payment)
    letter = stripe.letter(event)
    with ThreadPoolExecutor(8) as postmen:
        bring = [
            postmen.submit(letter.deliver, f"{platform}/hooks/stripe", host=settings.PLATFORM_HOST)
            for _ in range(8)
        ]
        assert [brought.result() for brought in bring] == [204] * 8
    with schema_context(PUBLIC):
        assert Notice.objects.filter(event_id=event["id"]).count() == 1
    with in_tenant("red"):
        assert Record.objects.filter(name="StripeSaid", body__account=account).count() == 1
