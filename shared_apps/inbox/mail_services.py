"""Store what mail servers report, find the shop by our own stamp, and announce it there."""

from datetime import UTC, datetime

from django.db import IntegrityError, transaction
from django_tenants.utils import schema_context

from kernel import stamps
from kernel.actor import SYSTEM, act_as
from kernel.codes import uuid7
from kernel.facts.bus import announce
from kernel.facts.models import Record
from kernel.tenancy import PUBLIC, in_tenant
from shared_apps.inbox.facts import MailReported
from shared_apps.inbox.mail_reports import KINDS, VERP, Report
from shared_apps.inbox.models import MailNotice
from shared_apps.tenants.models import Tenant


def receive(*, report: Report) -> MailNotice:
    """Keep a report whose signature was checked, and announce it to its shop.

    The same one received again changes nothing; one that was stored but not announced (a crash
    came between) is announced now. Writes `public`, then the shop's schema, each in its own
    transaction.
    """
    with schema_context(PUBLIC):
        schema_name, mail_id = _destination(report.stamp)
        is_ours = bool(schema_name) and report.what in KINDS
        notice, _new = MailNotice.objects.get_or_create(
            source=report.source,
            event_id=report.event_id[:120],
            defaults={
                "what": report.what[:12],
                "is_permanent": report.is_permanent,
                "code": report.code,
                "mail_id": mail_id,
                "schema_name": schema_name,
                "state": MailNotice.State.RECEIVED if is_ours else MailNotice.State.IGNORED,
                "fact_id": uuid7(),
                "said_at": _aware(report.at),
                "received_at": datetime.now(UTC),
            },
        )
    if notice.state == MailNotice.State.RECEIVED:
        _announce(notice)
        with schema_context(PUBLIC):
            notice.state = MailNotice.State.ANNOUNCED
            notice.save(update_fields=["state"])
    return notice


def _destination(stamp: str) -> tuple[str, int | None]:
    """The schema and the mail that our stamp names; ("", None) where it is not ours."""
    told = stamps.read(VERP, stamp)
    if told is None:
        return "", None
    tenant_id, mail_id = told
    if tenant_id == 0:
        return PUBLIC, mail_id
    found = Tenant.objects.filter(pk=tenant_id).values_list("schema_name", flat=True).first()
    return found or "", mail_id


def _announce(notice: MailNotice) -> None:
    fact = MailReported(
        id=notice.fact_id,
        mail_id=notice.mail_id or 0,
        what=notice.what,
        is_permanent=notice.is_permanent,
        code=notice.code,
    )
    with in_tenant(notice.schema_name), act_as(SYSTEM):
        if Record.objects.filter(fact_id=fact.id).exists():
            return
        try:
            with transaction.atomic():
                announce(fact)
        except IntegrityError:
            # The same report came twice at once, and the other one was faster.
            if not Record.objects.filter(fact_id=fact.id).exists():
                raise


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)
