"""`manage.py load_demo`: two shops with a past, made through the real services; safe to repeat."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from billing.services import takings
from infra.demo import festival, shops, theatre, voices
from infra.demo.facts import DemoLoaded
from infra.demo.past import Past
from kernel.addons import installed
from kernel.facts.bus import announce
from kernel.facts.models import Record
from kernel.tenancy import in_tenant
from tenant_apps.ticketing.events.models import Event

SALES = {"meridian": 560, "openhouse": 280}


class Command(BaseCommand):
    """Opens the demo's shops and gives each a programme and a past, in one transaction a shop."""

    help = "Load the demo, or find that it is there; --describe prints its addresses and sign-ins."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--describe", action="store_true", help="print sign-ins as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["describe"]:
            self.stdout.write(json.dumps(shops.described(), indent=2, ensure_ascii=False))
            return
        shops.staff_user()
        columns = (TextColumn("  {task.description:<34}"), BarColumn(), TaskProgressColumn(),
                   TimeElapsedColumn())  # fmt: skip
        with Progress(*columns, console=Console(file=self.stdout._out)) as progress:  # type: ignore[arg-type]
            for shop in shops.SHOPS:
                tenant = shops.open_shop(shop)
                with in_tenant(tenant.schema_name):
                    load(shop, progress)
                shops.turn_on_features(shop, tenant)
        takings.read_due()  # the clock would, some hours later: staff's figures stand there at once


def is_loaded() -> bool:
    """Whether the current shop has its demo past."""
    return Record.objects.filter(name=DemoLoaded.name()).exists()


def load(shop: shops.DemoShop, progress: Progress) -> None:
    """Fill a shop, unless that is done. Killed half-way it leaves nothing, and can begin again."""
    if is_loaded():
        return
    now = timezone.now()
    with transaction.atomic():
        shops.furnish(shop)
        if shop is shops.MERIDIAN:
            follow(progress, f"{shop.name}: programme", _counted(theatre.put_on(now)))
            told = theatre.fame()
        else:
            follow(progress, f"{shop.name}: import", festival.bring_in(now))
            told = {}
        refs = Event.objects.values_list("pk", "source_ref")
        fame = {pk: float(told.get(ref, 1)) for pk, ref in refs}
        past = Past(seed=shop.subdomain, now=now, orders=SALES[shop.subdomain], fame=fame)
        follow(progress, f"{shop.name}: six weeks of sales", past.play())
        if set(shop.features) & {addon.feature for addon in installed()}:
            heard = voices.speak(seed=shop.subdomain, now=now)
            follow(progress, f"{shop.name}: what visitors said", heard)
        announce(DemoLoaded(orders=len(past.orders)))


def follow(progress: Progress, title: str, steps: Iterator[tuple[int, int]]) -> None:
    """Run through the steps and show how far they are."""
    task = progress.add_task(title, total=None)
    for done, total in steps:
        progress.update(task, completed=done, total=total)


def _counted(names: Iterator[str]) -> Iterator[tuple[int, int]]:
    total = len(theatre.SEASON["productions"])
    return ((number, total) for number, _name in enumerate(names, start=1))
