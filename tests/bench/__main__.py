"""`python -m tests.bench [--seconds N | --pages | --invoices]`: measure, beside its floor.

With `--pages` only what pages weigh and how soon they begin, with `--invoices` only a month's run.

Run by `infra/bin/bench`, which brings up the servers. Figures differ from machine to machine; the
ratios to the floors, the SQL statements and the CPU per purchase tell more.
"""

import argparse
import os
from urllib.parse import urlsplit

import django

django.setup()

import psutil  # noqa: E402
from django.test import Client  # noqa: E402

from tests.bench import floors, invoices, pages, visitors, world  # noqa: E402
from tests.bench.crowd import Measured, measure  # noqa: E402

HEAD = "| what | buyers | per second | of the floor | p50 ms | p95 | p99 | server CPU ms | failed |"


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser()
    words.add_argument("--seconds", type=float, default=6.0)
    words.add_argument("--pages", action="store_true")
    words.add_argument("--invoices", action="store_true")
    said = words.parse_args()
    seconds = said.seconds
    there = urlsplit(os.environ["MARQUEE_URL"])
    address = ("127.0.0.1", there.port)
    if said.pages:
        shops = [(theme, world.build(there.port, theme=theme)) for theme in ("classic", "neon")]
        for line in pages.report(shops, address):
            print(line)
        return
    if said.invoices:
        for line in invoices.report():
            print(line)
        return
    web = psutil.Process(int(os.environ["MARQUEE_WEB_PID"]))
    shop = world.build(there.port)

    def run(name: str, visitor, buyers: int) -> Measured:
        return measure(name, visitor, buyers=buyers, seconds=seconds, web=web)

    run("warm-up", visitors.buys(shop, address), 4)
    floor = run("floor: one row as JSON", visitors.looks_at("/bench/floor", shop, address), 8)
    rows = [floor, run("event page", visitors.looks_at(f"/e/{shop.slug}", shop, address), 8)]
    rows.append(run("hold", visitors.holds(shop, address), 8))
    rows += [
        run("whole guest purchase", visitors.buys(shop, address), buyers) for buyers in (1, 8, 32)
    ]
    codes = shop.ticket_codes(50_000)
    rows.append(run("scan", visitors.scans(shop, address, codes), 8))
    _print(rows, floor)
    tps = floors.holds_per_second(shop, clients=8, seconds=int(seconds))
    hold = next(row for row in rows if row.name == "hold")
    share = hold.rate / tps
    print(
        f"\nThe hold's SQL alone, by pgbench, 8 clients: {tps:,.0f}/s; a hold is {share:.2f} of it"
    )
    print(f"SQL statements in a whole guest purchase, every page counted: {_statements(shop)}")


def _print(rows: list[Measured], floor: Measured) -> None:
    print(HEAD)
    print("|---|" + "---:|" * 8)
    for row in rows:
        ranks = " | ".join(f"{row.percentile(share):.1f}" for share in (0.5, 0.95, 0.99))
        print(
            f"| {row.name} | {row.buyers} | {row.rate:,.0f} | {row.rate / floor.rate:.2f} "
            f"| {ranks} | {row.cpu_ms:.2f} | {len(row.failures)} |"
        )
        for failure in row.failures[:2]:
            print(f"  failed: {failure}")


def _statements(shop: world.World) -> int:
    browser = Client(headers={"host": shop.host})
    _buy(browser, shop)  # what a process keeps, it keeps now
    browser.cookies.clear()
    return world.count_statements(lambda: _buy(browser, shop))


def _buy(browser: Client, shop: world.World) -> None:
    browser.get(f"/e/{shop.slug}")
    browser.post("/cart/add", {"session": shop.session_id, f"qty_{shop.type_id}": 2})
    browser.get("/checkout")
    buyer = {"name": "Ana", "email": "sql@example.org", "terms": "on", "number": visitors.CARD}
    paid = browser.post("/checkout", buyer)
    assert browser.get(paid["location"]).status_code == 200


if __name__ == "__main__":
    main()
