"""`manage.py import_events FILE --tenant SUBDOMAIN`: bring a programme in from elsewhere."""

from argparse import RawDescriptionHelpFormatter
from collections import Counter
from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django_tenants.utils import schema_context
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from kernel.actor import Actor, act_as
from kernel.tenancy import PUBLIC, in_tenant
from shared_apps.tenants.models import Tenant
from tenant_apps.ticketing.sales.importing import reading
from tenant_apps.ticketing.sales.importing.apply import apply
from tenant_apps.ticketing.sales.importing.cells import Bad, amount, currency_code, whole, zone
from tenant_apps.ticketing.sales.importing.plan import Action, Step, plan
from tenant_apps.ticketing.sales.importing.wanted import MOST_PLACES, Defaults, gather

COLOURS = {Action.CREATE: "green", Action.UPDATE: "yellow", Action.UNCHANGED: "dim",
           Action.REFUSED: "red"}  # fmt: skip


class Command(BaseCommand):
    """Reads, plans, shows, and unless it is a dry run, does; safe to run twice."""

    help = f"""Import events from CSV or schema.org Event JSON. Safe to run twice: what is known is
updated, nothing is doubled, nothing that the file does not name is touched.

{reading.__doc__}"""

    def create_parser(self, *args: Any, **kwargs: Any) -> CommandParser:
        kwargs.setdefault("formatter_class", RawDescriptionHelpFormatter)
        return super().create_parser(*args, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--tenant", required=True, help="the shop's subdomain")
        parser.add_argument("--dry-run", action="store_true", help="only show what would happen")
        parser.add_argument("--publish", action="store_true", help="show drafts to buyers at once")
        parser.add_argument("--price", help="where the file names none, such as 0 or 12.50")
        parser.add_argument("--ticket", default="Admission", help="name of a ticket without one")
        parser.add_argument("--capacity", help="places, where the file names none")
        parser.add_argument("--timezone", help="where the file names none (default: the shop's)")
        parser.add_argument("--currency", help="where the file names none (default: the shop's)")
        parser.add_argument("--encoding", default="", help="of the file (default: UTF-8)")

    def handle(self, *args: Any, **options: Any) -> None:
        with schema_context(PUBLIC):
            tenant = Tenant.objects.filter(subdomain=options["tenant"]).first()
        if tenant is None:
            raise CommandError(f"There is no shop named {options['tenant']}.")
        self.console = Console(
            file=cast(IO[str], self.stdout._out), width=None if self.stdout.isatty() else 120
        )
        with in_tenant(tenant.schema_name), act_as(Actor("system", "import")):
            steps = self.plan(tenant, options)
            if options["dry_run"]:
                self.show(steps)
            else:
                steps = self.carry_out(steps, publish=options["publish"])
            self.close(steps, dry=options["dry_run"])

    def plan(self, tenant: Tenant, options: dict[str, Any]) -> list[Step]:
        """What the file means for this shop."""
        defaults = self.defaults(tenant, options)
        try:
            lines = reading.read(options["file"], encoding=options["encoding"])
        except reading.BadFile as error:
            raise CommandError(str(error)) from error
        return plan(gather(lines, defaults), publish=options["publish"])

    def defaults(self, tenant: Tenant, options: dict[str, Any]) -> Defaults:
        """What stands in for absent cells, checked as cells are."""
        defaults = Defaults(
            timezone=options["timezone"] or tenant.timezone,
            currency=options["currency"] or tenant.currency,
            price=options["price"],
            ticket=options["ticket"],
            capacity=options["capacity"],
        )
        for name, check in (
            ("timezone", zone),
            ("currency", currency_code),
            ("price", lambda text: amount(text, defaults.currency.upper())),
            ("capacity", lambda text: whole(text, MOST_PLACES)),
        ):
            try:
                if (value := getattr(defaults, name)) is not None:
                    check(value)
            except Bad as error:
                raise CommandError(f"--{name} {error}") from error
        return defaults

    def carry_out(self, steps: list[Step], *, publish: bool) -> list[Step]:
        """Do each step, with a progress bar."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
                   TimeRemainingColumn())  # fmt: skip
        with Progress(*columns, console=self.console) as progress:
            tracked = progress.track(steps, description="Events")
            return [apply(one, publish=publish) for one in tracked]

    def show(self, steps: list[Step]) -> None:
        """The table of what would happen."""
        table = Table("Rows", "What", "Event", "Sessions", "Changes", box=None, pad_edge=False)
        for one in steps:
            rows = one.wanted.rows
            table.add_row(
                f"{rows[0]}–{rows[-1]}" if len(rows) > 1 else str(rows[0]),
                f"[{COLOURS[one.action]}]{one.action}[/]",
                _plain(one.wanted.name),
                str(len(one.wanted.dates)),
                _plain(", ".join(one.changes) or "; ".join(str(fault) for fault in one.faults)),
            )
        self.console.print(table)

    def close(self, steps: list[Step], *, dry: bool) -> None:
        """The sum, and what was refused; a refusal is a failure for whoever called."""
        counts = Counter(one.action for one in steps)
        said = ", ".join(f"{counts[action]} {action}" for action in Action if counts[action])
        self.console.print(f"{'Would be' if dry else 'Done'}: {said or 'nothing'}")
        refused = [one for one in steps if one.action == Action.REFUSED]
        if not refused:
            return
        for one in refused:
            for fault in one.faults:
                self.stderr.write(f"{one.wanted.name or '(no name)'}: {fault}")
        raise CommandError(f"{len(refused)} of {len(steps)} events refused; see above.")


def _plain(text: str) -> str:
    """Text that is no markup for the console."""
    return text.replace("[", r"\[")
