"""What became of a mail: one row more, never another one changed."""

from django.utils import timezone

from kernel.actor import acting
from themes.letters.models import Mail, Trace


def add(mail: Mail, what: Trace.What, detail: str = "") -> Trace:
    """Append what happened to a mail. `detail` is a code or a short reason, no address."""
    return Trace.objects.create(
        mail=mail, what=what, detail=detail[:300], actor=str(acting())[:200], at=timezone.now()
    )


def move(mail: Mail, state: Mail.State, what: Trace.What, detail: str = "", **changes: object):  # type: ignore[no-untyped-def]
    """Give a mail another state, and say why."""
    mail.state = state
    for name, value in changes.items():
        setattr(mail, name, value)
    mail.save(update_fields=["state", *changes])
    return add(mail, what, detail)
