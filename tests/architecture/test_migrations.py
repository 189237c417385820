"""Migrations are complete."""

from django.core.management import call_command


def test_models_and_migrations_agree(red):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
