"""What visitors do. Each returns a function that does it once and raises where it went wrong."""

import json
import re
import threading

from tests.bench.client import Answer, Line
from tests.bench.world import World

CARD = "4242424242424242"
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


def expect(answer: Answer, status: int) -> Answer:
    """Raise AssertionError unless the answer is the right one."""
    assert answer.status == status, f"{answer.status}: {answer.body[:120]!r}"
    return answer


def looks_at(path: str, world: World, address):
    """Somebody who reloads one page."""

    def make(number: int):
        line = Line(address, world.host)

        def act() -> None:
            expect(line.get(path), 200)

        return act

    return make


def holds(world: World, address):
    """Strangers who each take one ticket into a new cart."""
    form = {"session": world.session_id, f"qty_{world.type_id}": 1}

    def make(number: int):
        line = Line(address, world.host)

        def act() -> None:
            line.cookies.clear()
            expect(line.post("/cart/add", form), 302)

        return act

    return make


def buys(world: World, address):
    """Guests who buy two tickets: event page, cart, checkout, payment, thank-you page."""
    form = {"session": world.session_id, f"qty_{world.type_id}": 2}

    def make(number: int):
        line = Line(address, world.host)
        count = iter(range(10**9))

        def act() -> None:
            line.cookies.clear()
            expect(line.get(f"/e/{world.slug}"), 200)
            expect(line.post("/cart/add", form), 302)
            page = expect(line.get("/checkout"), 200)
            token = TOKEN.search(page.body)
            assert token, "no form on the checkout page"
            buyer = {
                "csrfmiddlewaretoken": token.group(1).decode(),
                "name": "Ana Buyer",
                "email": f"ana{number}.{next(count)}@example.org",
                "terms": "on",
                "number": CARD,
                "expiry": "12/40",
                "cvc": "123",
            }
            paid = expect(line.post("/checkout", buyer), 302)
            assert paid.headers["location"].startswith("/orders/"), paid.headers["location"]
            expect(line.get(paid.headers["location"]), 200)

        return act

    return make


def scans(world: World, address, codes: list[str]):
    """Doors that scan tickets, each ticket once."""
    waiting, lock = iter(codes), threading.Lock()
    headers = {"X-API-Key": world.api_key}

    def make(number: int):
        line = Line(address, world.host)

        def act() -> None:
            with lock:
                code = next(waiting)
            body = json.dumps({"code": code, "gate": "North"}).encode()
            answer = expect(line.post_json("/api/v1/checkin/scan", body, headers), 200)
            assert b'"ok"' in answer.body, answer.body[:120]

        return act

    return make
