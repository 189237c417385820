"""Writing a mail down, and having it sent: at once, or once more."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override

from kernel import stamps
from kernel.codes import uuid7
from kernel.facts.bus import announce
from kernel.tenancy import current
from themes.letters import kinds
from themes.letters.drawing import Drawn, draw
from themes.letters.enclosing import Enclosure
from themes.letters.errors import AgainTooSoon, NotAgain
from themes.letters.facts import MailQueued, MailWantedAgain
from themes.letters.message import one_line
from themes.letters.models import Enclosed, Mail, Trace
from themes.letters.services import traces

UNSUBSCRIBE = "unsubscribe"  # what its stamps are for
PAUSE = timedelta(minutes=2)  # between the same mail and the same mail once more
MOST_A_DAY = 5


@transaction.atomic
def send(
    *,
    kind: str,
    to: str,
    subject: str,
    context: Mapping[str, Any],
    key: object,
    template: str = "",
    enclosures: Iterable[Enclosure] = (),
    about: Mapping[str, int] | None = None,
    reference: str = "",
    is_test: bool = False,
) -> Mail:
    """Write a letter down in the active language; a worker sends it after the commit.

    Wrap it in `override()`. `key` is the same for the same letter (a fact's id): asked a second
    time, the first one is returned and nothing is sent. `about` are ids of what it is about
    ({"order_id": 7}), `reference` what people call that. Raises LookupError for an unknown kind.
    """
    sort = kinds.named(kind)
    mail, is_new = Mail.objects.get_or_create(
        kind=kind,
        key=str(key)[:120],
        defaults={
            "purpose": sort.purpose,
            "to": to.strip().lower(),
            "subject": one_line(subject)[:400],
            "language": get_language() or current().language,
            "about": dict(about or {}),
            "reference": reference,
            "is_test": is_test,
            "made_at": timezone.now(),
        },
    )
    if not is_new:
        return mail
    drawn = draw(
        template or sort.template,
        subject=mail.subject,
        context=context,
        unsubscribe_url=unsubscribe_url(mail) if sort.can_be_stopped else "",
    )
    return _queue(mail, drawn, enclosures)


def _queue(mail: Mail, drawn: Drawn, enclosures: Iterable[Enclosure]) -> Mail:
    mail.text, mail.html = drawn.text, drawn.html
    mail.save(update_fields=["text", "html"])
    Enclosed.objects.bulk_create(_enclosed(mail, one) for one in enclosures)
    traces.add(mail, Trace.What.QUEUED)
    announce(MailQueued(mail_id=mail.pk))
    return mail


def _enclosed(mail: Mail, one: Enclosure) -> Enclosed:
    return Enclosed(
        mail=mail,
        name=one.name,
        mimetype=one.mimetype,
        size=len(one.content),
        sha256=hashlib.sha256(one.content).hexdigest(),
        content=one.content,
    )


def unsubscribe_url(mail: Mail) -> str:
    """The address that stops mails like this one, for whoever has the mail."""
    told = stamps.stamp(UNSUBSCRIBE, current().tenant_id or 0, mail.pk)
    return current().url + reverse("letters:unsubscribe", args=[told])


def send_test(*, kind: kinds.Kind, language: str, to: str) -> Mail:
    """Send somebody of the team the example of a kind, in one of the four languages."""
    with override(language):
        example = kind.example()
        return send(
            kind=kind.code,
            to=to,
            subject=example.subject,
            context=example.context,
            key=f"test:{uuid7()}",
            is_test=True,
        )


def can_go_again(mail: Mail) -> bool:
    """Whether this mail can be made once more: anew, or from what is kept of it."""
    sort = kinds.known(mail.kind)
    if sort is None or mail.is_test:
        return False
    if sort.again is not None and mail.about:
        return True
    kept = mail.has_bodies and not sort.is_secret
    return kept and not mail.enclosures.filter(content=None).exists()


@transaction.atomic
def ask_again(*, mail: Mail) -> None:
    """Have a mail sent once more, freshly written where that is possible.

    Raises `NotAgain`, and `AgainTooSoon` within two minutes or after five in a day.
    """
    first = Mail.objects.select_for_update(of=("self",)).get(pk=mail.again_of_id or mail.pk)
    if not can_go_again(first):
        raise NotAgain
    now = timezone.now()
    asked = Trace.objects.filter(mail=first, what=Trace.What.ASKED_AGAIN)
    fresh = asked.filter(at__gte=now - timedelta(days=1)).count() >= MOST_A_DAY
    if fresh or first.made_at > now - PAUSE or asked.filter(at__gte=now - PAUSE).exists():
        raise AgainTooSoon
    traces.add(first, Trace.What.ASKED_AGAIN)
    announce(MailWantedAgain(mail_id=first.pk, key=f"again:{uuid7()}"))


def make_again(*, mail_id: int, key: str) -> None:
    """Write a mail once more; tied to the first. In no transaction; may be repeated."""
    first = Mail.objects.get(pk=mail_id)
    sort = kinds.named(first.kind)
    if sort.again is not None and first.about:
        sort.again(first.about, key)
    else:
        _copy(first, key)
    if not Mail.objects.filter(kind=first.kind, key=key).update(again_of=first):
        traces.add(first, Trace.What.NOTHING_LEFT)


@transaction.atomic
def _copy(first: Mail, key: str) -> None:
    same = {
        name: getattr(first, name)
        for name in ("purpose", "to", "subject", "language", "about", "reference")
    }
    mail, is_new = Mail.objects.get_or_create(
        kind=first.kind, key=key, defaults={**same, "made_at": timezone.now()}
    )
    if is_new:
        files = [
            Enclosure(one.name, bytes(one.content or b""), one.mimetype)
            for one in first.enclosures.exclude(content=None)
        ]
        _queue(mail, Drawn(first.text, first.html), files)
