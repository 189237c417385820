"""Works behind the scenes of a live Marquee: a process that does what it is told, line by line.

A line is `{"act": "tests.journeys.scenes:open_shop", "shop": "red", "with": {…}}`; the answer is
what the act returned, as JSON. Acts run for real: they commit, and the worker hears of it.
"""

import json
import sys
import traceback

import django

django.setup()

from django.db import connection  # noqa: E402
from django.utils.module_loading import import_string  # noqa: E402 - needs the apps

from kernel.tenancy import PUBLIC, in_tenant  # noqa: E402
from shared_apps.tenants.directory import directory  # noqa: E402
from shared_apps.tenants.models import Tenant  # noqa: E402


def perform(wish):
    """Do one act, in one shop or on the platform."""
    directory.forget()
    connection.close_if_unusable_or_obsolete()
    schema_name = PUBLIC
    if wish["shop"]:
        with in_tenant(PUBLIC):
            schema_name = Tenant.objects.get(subdomain=wish["shop"]).schema_name
    with in_tenant(schema_name):
        return import_string(wish["act"].replace(":", "."))(**wish["with"])


def main():
    """Do what is told until nobody tells any more."""
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        try:
            said = {"value": perform(json.loads(line))}
        except Exception:
            said = {"error": traceback.format_exc()}
        print(json.dumps(said, default=str), file=answers, flush=True)


if __name__ == "__main__":
    main()
