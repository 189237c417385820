"""What is done by the clock: old bodies are dropped, DNS is looked at."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from themes.letters.models import Enclosed, Mail, Sender, Trace
from themes.letters.services import senders

BATCH = 1000


def drop_old_bodies() -> int:
    """Forget what was written in mails older than MAIL_BODIES_DAYS. Returns how many there were.

    Mails still on their way keep theirs. Who got which mail when stays on record.
    """
    before = timezone.now() - timedelta(days=settings.MAIL_BODIES_DAYS)
    dropped = 0
    while number := _drop_some(before):
        dropped += number
    return dropped


@transaction.atomic
def _drop_some(before) -> int:  # type: ignore[no-untyped-def]
    old = Mail.objects.filter(bodies_dropped_at=None, made_at__lt=before)
    old = old.exclude(state=Mail.State.QUEUED).select_for_update(skip_locked=True)
    ids = list(old.order_by("made_at").values_list("pk", flat=True)[:BATCH])
    now = timezone.now()
    Mail.objects.filter(pk__in=ids).update(text="", html="", bodies_dropped_at=now)
    Enclosed.objects.filter(mail_id__in=ids).update(content=None)
    Trace.objects.bulk_create(
        Trace(mail_id=pk, what=Trace.What.DROPPED, actor="system", at=now) for pk in ids
    )
    return len(ids)


def look_at_dns() -> None:
    """See whether the shop's own domain may still send, or may by now."""
    if Sender.objects.exclude(domain="").exists():
        senders.check()
