"""The fake itself: routes, faults, the HTTP server in its thread, and what a test may ask of it."""

import copy
import json
import re
import threading
from collections.abc import Callable, Iterable
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from stripe import params as p

from tests.fakes.stripe import (
    accounts,
    billing_routes,
    charges,
    customers,
    intents,
    invoices,
    meters,
    subscriptions,
)
from tests.fakes.stripe.cards import CARDS
from tests.fakes.stripe.check import conform
from tests.fakes.stripe.form import parse
from tests.fakes.stripe.idempotency import Answers
from tests.fakes.stripe.refusals import Refused
from tests.fakes.stripe.webhooks import SECRET, Letter, sealed
from tests.fakes.stripe.world import PLATFORM, World

Operation = Callable[..., dict]
ID = r"/([A-Za-z0-9_]+)"
ROUTES: list[tuple[str, str, type, Operation]] = [
    ("POST", "/v1/payment_intents", p.PaymentIntentCreateParams, intents.create),
    ("GET", f"/v1/payment_intents{ID}", p.PaymentIntentRetrieveParams, intents.retrieve),
    ("POST", f"/v1/payment_intents{ID}/confirm", p.PaymentIntentConfirmParams, intents.confirm),
    ("POST", f"/v1/payment_intents{ID}/cancel", p.PaymentIntentCancelParams, intents.cancel),
    ("POST", "/v1/refunds", p.RefundCreateParams, charges.refund),
    ("GET", "/v1/refunds", p.RefundListParams, charges.list_refunds),
    ("GET", f"/v1/refunds{ID}", p.RefundRetrieveParams, charges.retrieve_refund),
    ("GET", "/v1/application_fees", p.ApplicationFeeListParams, charges.list_fees),
    ("GET", f"/v1/application_fees{ID}", p.ApplicationFeeRetrieveParams, charges.retrieve_fee),
    ("POST", "/v1/accounts", p.AccountCreateParams, accounts.create),
    ("GET", f"/v1/accounts{ID}", p.AccountRetrieveParams, accounts.retrieve),
    ("POST", "/v1/account_links", p.AccountLinkCreateParams, accounts.create_link),
    *billing_routes.ROUTES,
]
FAULT = {"error": {"type": "api_error", "message": "An error occurred on our side."}}


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args) -> None:
        pass


class FakeStripe:
    """A Stripe on 127.0.0.1. `start()` gives it a thread and a port; `url` is its base address."""

    key = "sk_test_fake"
    webhook_secret = SECRET

    def __init__(self) -> None:
        self.world = World()
        self.answers = Answers()
        self.requests: list[tuple[str, str, dict]] = []
        self._outages = self._lost = self._spared = 0
        self._lock = threading.RLock()
        self._server: WSGIServer | None = None

    # --- the server ---

    def start(self) -> "FakeStripe":
        """Listen on a port that the system chooses."""
        self._server = make_server("127.0.0.1", 0, self, _Server, _Quiet)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        return self

    def stop(self) -> None:
        """Vanish: from now on connections are refused."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        """The WSGI application."""
        size = int(environ.get("CONTENT_LENGTH") or 0)
        form = environ["wsgi.input"].read(size).decode() if size else ""
        text = form or environ.get("QUERY_STRING", "")
        with self._lock:
            status, body, headers = self._answer(environ, text)
        payload = json.dumps(body).encode()
        start_response(
            f"{status} Answer",
            [("Content-Type", "application/json"), ("Request-Id", "req_fake"), *headers],
        )
        return [payload]

    def _answer(self, environ: dict, text: str) -> tuple[int, dict, list]:
        if self._outages:
            self._outages -= 1
            return 503, FAULT, []
        try:
            status, body, headers = self._begin(environ, text)
        except Refused as refused:
            status, body, headers = refused.status, refused.body, []
        if self._spared:
            self._spared -= 1
        elif self._lost:
            self._lost -= 1
            return 504, FAULT, []
        return status, body, headers

    def _begin(self, environ: dict, text: str) -> tuple[int, dict, list]:
        if environ.get("HTTP_AUTHORIZATION") != f"Bearer {self.key}":
            raise Refused("Invalid API Key provided: sk_test_***", status=401)
        account = environ.get("HTTP_STRIPE_ACCOUNT", PLATFORM)
        if account not in self.world.books or account in self.world.left:
            raise Refused(
                f"The provided key does not have access to account '{account}' (or that account "
                "does not exist). Application access may have been revoked.",
                status=403,
                code="account_invalid",
            )
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        operation, shape, ids = self._route(method, path)
        typed = conform(parse(text), shape)
        self.requests.append((method, path, typed))
        key = environ.get("HTTP_IDEMPOTENCY_KEY") if method == "POST" else None
        before = self.answers.kept(account, key, (path, typed)) if key else None
        if before:
            return *before, [("Idempotent-Replayed", "true")]
        status, body = self._run(operation, account, typed, ids)
        if key:
            self.answers.keep(account, key, (path, typed), status, body)
        return status, body, []

    @staticmethod
    def _route(method: str, path: str) -> tuple[Operation, type, tuple]:
        for verb, pattern, shape, operation in ROUTES:
            found = re.fullmatch(pattern, path)
            if verb == method and found:
                return operation, shape, found.groups()
        raise Refused(f"Unrecognized request URL ({method}: {path}).", status=404)

    def _run(self, operation: Operation, account: str, typed: dict, ids: tuple) -> tuple[int, dict]:
        expand = typed.get("expand", [])
        try:
            answer = operation(self.world, account, typed, *ids)
            return 200, self.world.expanded(account, answer, expand)
        except Refused as refused:
            return refused.status, copy.deepcopy(refused.body)

    # --- what a test may do ---

    def account(self, *, ready: bool = True) -> str:
        """A connected account, able to charge unless told otherwise; its id."""
        made = accounts.create(self.world, PLATFORM, {"email": "house@example.com"})
        return accounts.onboard(self.world, made["id"])["id"] if ready else made["id"]

    def pay(self, intent_id: str, card: str = "4242424242424242") -> None:
        """The buyer types a test card's number and presses the button."""
        with self._lock:
            account, intent = self._intent(intent_id)
            intents.pay(self.world, account, intent, CARDS[card])
            invoices.follow(self.world, account, intent)

    def authenticate(self, intent_id: str, *, passed: bool = True) -> None:
        """The buyer answers his bank's challenge."""
        with self._lock:
            account, intent = self._intent(intent_id)
            intents.authenticate(self.world, account, intent, passed=passed)
            invoices.follow(self.world, account, intent)

    def clear(self, intent_id: str, *, paid: bool = True) -> None:
        """A slow payment arrives, or fails."""
        with self._lock:
            account, intent = self._intent(intent_id)
            intents.clear(self.world, account, intent, paid=paid)
            invoices.follow(self.world, account, intent)

    def card_of(self, customer_id: str, number: str = "4242424242424242") -> str:
        """A customer types a card's number or an IBAN in the portal; the id of the method."""
        with self._lock:
            account = self.world.where(customer_id)
            customer = self.world.find(account, "customer", customer_id)
            method = customers.keep(self.world, account, customer, number)
            customer["invoice_settings"]["default_payment_method"] = method["id"]
            self.world.say(account, "customer.updated", customer)
            return method["id"]

    def intent_of(self, invoice_id: str) -> str:
        """The id of the PaymentIntent by which an invoice is paid."""
        account = self.world.where(invoice_id)
        invoice = self.world.find(account, "invoice", invoice_id)
        (payment,) = invoices.payments(self.world, account, invoice)
        return payment["payment"]["payment_intent"]

    def renew(self, subscription_id: str) -> dict:
        """A subscription's period is over: the invoice that Stripe makes by itself."""
        with self._lock:
            account = self.world.where(subscription_id)
            return subscriptions.renew(self.world, account, subscription_id)

    def discount(self, customer_id: str, percent: int) -> None:
        """Somebody gives a customer a discount in Stripe's dashboard."""
        account = self.world.where(customer_id)
        found = self.world.find(account, "customer", customer_id)
        found["discount"] = {"object": "discount", "percent_off": percent}

    def catch_up(self) -> None:
        """Work on the meter events that came while `world.meters_are_late`."""
        meters.catch_up(self.world)

    def finish_refund(self, refund_id: str, *, paid: bool = True) -> None:
        """A waiting refund (`world.refunds_wait`) arrives, or fails."""
        with self._lock:
            account = self.world.where(refund_id)
            given = self.world.find(account, "refund", refund_id)
            charges.finish_refund(self.world, account, given, paid=paid)

    def onboard(self, account_id: str, *, enabled: bool = True) -> None:
        """The organizer finishes Stripe's forms; `enabled=False`: Stripe closes the account."""
        with self._lock:
            accounts.onboard(self.world, account_id, enabled=enabled)

    def leave(self, account_id: str) -> None:
        """The organizer disconnects the platform from his account."""
        with self._lock:
            accounts.leave(self.world, account_id)

    def outage(self, times: int) -> None:
        """Answer the next requests with 503 and do nothing."""
        self._outages = times

    def lose_answers(self, times: int, *, after: int = 0) -> None:
        """Do what the next requests ask, and lose the answer on the way; `after` some good ones."""
        self._lost, self._spared = times, after

    def events(self, kind: str = "") -> list[dict]:
        """The events so far, oldest first; of one type where named."""
        return [e for e in self.world.events if not kind or e["type"] == kind]

    def letter(self, event: dict, *, secret: str = SECRET, age: int = 0) -> Letter:
        """An event in its signed envelope; another `secret` makes it a forgery."""
        return sealed(event, secret=secret, age=age)

    def _intent(self, intent_id: str) -> tuple[str, dict]:
        account = self.world.where(intent_id)
        return account, self.world.find(account, "payment_intent", intent_id)
