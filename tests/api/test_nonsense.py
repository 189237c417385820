"""Whatever is sent to whichever operation, the answer is a problem and never a failure of ours."""

import itertools
import re
from urllib.parse import quote

import pytest
from django.db import connection

from config.api import api
from kernel import rate
from kernel.roles import PERMISSIONS
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.payments.models import Refund
from tests import make

SCHEMA = api.get_openapi_schema()
OPERATIONS = [
    pytest.param(path.removeprefix("/api/v1"), method.upper(), said, id=said["operationId"])
    for path, methods in SCHEMA["paths"].items()
    for method, said in methods.items()
]
STRANGE = [
    "", " ", "0", "-1", "x", "2147483648", "9223372036854775808", "1e400", "NaN", "1.5", "null",
    "true", "[]", "{}", "' OR 1=1 --", "%", "..", "../..", "\x00", "é🎭", "ا", "\ud800", "a" * 3000,
    "2031-02-30T00:00:00Z", "9999-12-31T23:59:59-23:59", "0000-00-00",
]  # fmt: skip
VALUES = [
    None, True, 0, -1, 1.5, 2**31, 2**63, 10**400, "", "x", "\x00", "é🎭", "a" * 30_000, [], {},
    [[]], {"amount": "x"}, [None], "2031-02-30T00:00:00Z", "9999-12-31T23:59:59-23:59",
]  # fmt: skip
BODIES = [
    b"", b"null", b"[]", b'"x"', b"1", b"{", b"\xff\xfe", b'{"a": NaN}', b"[" * 5000, b"{}",
    b'{"x": Infinity}', b"1" * 5000,
]  # fmt: skip
SHUT = b"feature_not_enabled"  # an add-on that the shop does not have
FINE = {400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 503}


@pytest.fixture
def all_powerful(red, keyed):
    """A program that may everything, so that its nonsense gets as far as it can."""
    return keyed(red, *PERMISSIONS)


@pytest.fixture
def real(red):
    """A real value for each part of a path, so that nonsense elsewhere gets further."""
    order = make.paid_order(make.event())
    ticket = order.tickets.first()
    return {
        "event_id": ticket.session.event_id,
        "session_id": ticket.session_id,
        "type_id": ticket.ticket_type_id,
        "ticket_id": ticket.pk,
        "reference": order.reference,
        "kind": "terms",
        "venue_id": 1,
        "item_id": 1,
    }


def ask(program, method, path, body=None, **headers):
    """Ask, and see that the answer is fine: no 5xx but what says that something is away."""
    rate._limiter.cache_clear()  # or most of it would only be told that it was too fast
    headers = {"Idempotency_Key": "k", **headers}
    answer = program.ask(method, path, body, **headers)
    assert answer.status_code < 300 or answer.status_code in FINE, (path, body, answer.content)
    if answer.status_code >= 400:
        assert answer["Content-Type"].startswith("application/problem+json"), (path, answer)
        assert answer.json()["code"]
    return answer


def filled(path, real, **other):
    return re.sub(r"{(\w+)}", lambda m: str((real | other)[m[1]]), path)


def url_text(text):
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


@pytest.mark.parametrize(("path", "method", "said"), OPERATIONS)
def test_strange_paths(all_powerful, real, path, method, said):
    for name, text in itertools.product(re.findall(r"{(\w+)}", path), STRANGE):
        if not text or "/" in text or text in ("..",):
            continue
        answer = all_powerful.ask(method, filled(path, real, **{name: url_text(text)}), b"{}")
        assert answer.status_code < 500, (path, text, answer.content)


@pytest.mark.parametrize(("path", "method", "said"), OPERATIONS)
def test_strange_queries_and_headers(all_powerful, real, path, method, said):
    strange = STRANGE[:4] if "pdf" in path else STRANGE  # a page takes half a second to draw
    for parameter, text in itertools.product(said["parameters"], strange):
        if parameter["in"] == "query":
            query = f"?{parameter['name']}={url_text(text)}"
            ask(all_powerful, method, filled(path, real) + query, b"{}")
        elif parameter["in"] == "header" and text.isprintable():
            sent = {parameter["name"].replace("-", "_"): text.encode().decode("latin-1")}
            ask(all_powerful, method, filled(path, real), b"{}", **sent)


@pytest.mark.parametrize(
    ("path", "method", "said"), [one for one in OPERATIONS if "requestBody" in one.values[2]]
)
def test_strange_bodies(all_powerful, real, path, method, said):
    where = filled(path, real)
    for body in BODIES:
        ask(all_powerful, method, where, body)
    reference = said["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    shape = SCHEMA["components"]["schemas"][reference.rpartition("/")[2]]
    for name, value in itertools.product(shape["properties"], VALUES):
        ask(all_powerful, method, where, {**sample(shape), name: value})
    for name in list(shape["properties"]):
        ask(all_powerful, method, where, {k: v for k, v in sample(shape).items() if k != name})
    ask(all_powerful, method, where, {**sample(shape), "unheard_of": 1})


def sample(shape):
    """A body that would do, more or less."""
    return {name: _sample(said) for name, said in shape["properties"].items()}


def _sample(said):
    if "$ref" in said:
        return sample(SCHEMA["components"]["schemas"][said["$ref"].rpartition("/")[2]])
    if "anyOf" in said:
        return _sample(said["anyOf"][0])
    if "allOf" in said:
        return _sample(said["allOf"][0])
    if "default" in said:
        return said["default"]
    by_format = {"date-time": "2031-01-01T00:00:00Z"}
    if said.get("format") in by_format:
        return by_format[said["format"]]
    if said.get("pattern") == "^[A-Z]{3}$":
        return "EUR"
    kinds = {
        "integer": 1,
        "number": 1.0,
        "boolean": True,
        "string": "abc",
        "array": [],
        "object": {},
    }
    return kinds[said["type"]]


@pytest.mark.parametrize(("path", "method", "said"), OPERATIONS)
def test_a_stranger_gets_nowhere_that_is_not_for_anyone(red, stranger, real, path, method, said):
    before = (Order.objects.get().status, Refund.objects.count())
    answer = stranger(red).ask(method, filled(path, real), b"{}", Idempotency_Key="k")

    if said["x-permission"] != "anyone":
        assert answer.status_code in (401, 422) or SHUT in answer.content, answer.content
    assert answer.status_code < 500
    assert (Order.objects.get().status, Refund.objects.count()) == before


@pytest.mark.parametrize(("path", "method", "said"), OPERATIONS)
def test_who_may_everything_at_red_gets_nowhere_at_blue(
    red, blue, client_for, all_powerful, real, path, method, said
):
    if not all_powerful.headers or "auth" in path:
        return
    at_blue = type(all_powerful)(client_for(blue), **all_powerful.headers)
    answer = at_blue.ask(method, filled(path, real), b"{}")
    assert answer.status_code == 401 or SHUT in answer.content


def test_the_tables_are_still_there(all_powerful):
    make.event(name="'; DROP SCHEMA red CASCADE; --")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM events_event")
        assert cursor.fetchone() == (1,)
