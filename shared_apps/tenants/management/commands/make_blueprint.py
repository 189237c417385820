"""`manage.py make_blueprint`: after migrating, at set-up and at each release."""

from django.core.management.base import BaseCommand, CommandParser

from shared_apps.tenants.services import blueprint, pool


class Command(BaseCommand):
    """Writes down the tenant schema of this release, and makes spare ones."""

    help = "Draw the blueprint of a shop's schema and fill the pool of ready ones."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--spares", type=int, default=pool.SIZE, help="schemas to keep ready")

    def handle(self, *args: object, **options: int) -> None:
        made = blueprint.make()
        spares = pool.top_up(options["spares"])
        self.stdout.write(f"blueprint {made.fingerprint[:12]}: {len(made.sql)} characters")
        self.stdout.write(f"{spares} spare schemas made")
