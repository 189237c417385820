"""Events from a file, one by one."""

from collections.abc import Mapping
from typing import Any

from kernel.errors import Refusal
from kernel.jobs.kinds import job_kind
from kernel.jobs.models import Item
from tenant_apps.ticketing.sales.importing import upload
from tenant_apps.ticketing.sales.importing.apply import apply
from tenant_apps.ticketing.sales.importing.plan import Action, plan


@job_kind("import_events", may="events.edit")
def bring_in(items: list[Item], options: Mapping[str, Any]) -> None:
    """Make or change an event as the file has it."""
    wanted = [one for item in items for one in upload.wanted_by(item, options)]
    for step in plan(wanted, publish=options["publish"]):
        done = apply(step, publish=options["publish"])
        if done.action == Action.REFUSED:
            faults = "; ".join(str(fault) for fault in done.faults)
            raise Refusal(faults.replace("{", "{{").replace("}", "}}"))
