"""Who gets no mail any more, and who may get it again.

| why | advertising | asks for an opinion | belongs to an order or account |
|---|---|---|---|
| unsubscribed | held back, if from this | held back, if from this | goes |
| marked as spam | held back | held back | goes only where it is owed: tickets, refunds, sign-in |
| returned, by hand | held back | held back | held back |
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from kernel.actor import acting
from kernel.facts.bus import announce
from themes.letters import kinds
from themes.letters.facts import AddressReleased, AddressStopped
from themes.letters.hooks import has_consented
from themes.letters.models import Mail, Purpose, Stop, Trace
from themes.letters.services import traces

MOST_DELAYS = 5  # mails in a row that were not taken for now: nobody lives there
WITHIN = timedelta(days=30)
NO_CONSENT = "no_consent"


def held_back(mail: Mail) -> str:
    """Why a mail must not go out: the reason of a stop, or `no_consent`; "" when it may."""
    sort = kinds.known(mail.kind)
    is_owed = sort is not None and sort.is_owed
    for stop in Stop.objects.standing().filter(address=mail.to.lower()):
        if stop.purpose not in ("", mail.purpose):
            continue
        if stop.reason == Stop.Reason.COMPLAINED and is_owed:
            continue
        return stop.reason
    if mail.purpose == Purpose.MARKETING and not mail.is_test:
        asked = has_consented.ask(address=mail.to.lower(), purpose=mail.purpose)
        return "" if any(asked) else NO_CONSENT
    return ""


@transaction.atomic
def stop(
    *,
    address: str,
    reason: Stop.Reason,
    purpose: str = "",
    mail: Mail | None = None,
    note: str = "",
) -> Stop:
    """Send an address nothing any more, or nothing of one purpose. Repeated, it changes nothing."""
    made, is_new = Stop.objects.get_or_create(
        address=address.strip().lower(),
        purpose=purpose,
        reason=reason,
        lifted_at=None,
        defaults={"mail": mail, "note": note[:300], "made_at": timezone.now()},
    )
    if is_new:
        announce(AddressStopped(stop_id=made.pk))
    return made


@transaction.atomic
def lift(*, stop: Stop, because: str) -> None:
    """Let an address have mail again, for a reason. Repeated, it changes nothing."""
    lifted = Stop.objects.standing().filter(pk=stop.pk)
    now = timezone.now()
    said = {"lifted_at": now, "lifted_by": str(acting())[:200], "lifted_because": because[:300]}
    if lifted.update(**said):
        announce(AddressReleased(stop_id=stop.pk))


@transaction.atomic
def unsubscribe(*, mail: Mail) -> Stop:
    """The reader of a mail wants no more like it. Repeated, it changes nothing."""
    made = stop(
        address=mail.to, reason=Stop.Reason.UNSUBSCRIBED, purpose=_stoppable(mail), mail=mail
    )
    if not mail.traces.filter(what=Trace.What.UNSUBSCRIBED).exists():
        traces.add(mail, Trace.What.UNSUBSCRIBED)
    return made


def is_unsubscribed(mail: Mail) -> bool:
    """Whether the reader of a mail gets no more like it."""
    stops = Stop.objects.standing().filter(address=mail.to, reason=Stop.Reason.UNSUBSCRIBED)
    return stops.filter(purpose__in=["", _stoppable(mail)]).exists()


def _stoppable(mail: Mail) -> str:
    return mail.purpose if mail.purpose != Purpose.TRANSACTIONAL else Purpose.MARKETING


@transaction.atomic
def hear(*, mail_id: int, what: str, is_permanent: bool, code: str) -> None:
    """Take up what the world reported of a mail: delivered, delayed, bounced or complained.

    Late, repeated and disordered reports are harmless: the state only moves from sent to worse.
    """
    mail = Mail.objects.select_for_update(of=("self",)).filter(pk=mail_id).first()
    if mail is None:
        return
    if what == "delivered":
        traces.add(mail, Trace.What.DELIVERED, code)
    elif what == "complained":
        traces.move(mail, Mail.State.COMPLAINED, Trace.What.COMPLAINED, code)
        stop(address=mail.to, reason=Stop.Reason.COMPLAINED, mail=mail)
    elif what == "bounced" and is_permanent:
        state = mail.State.COMPLAINED if mail.state == Mail.State.COMPLAINED else Mail.State.BOUNCED
        traces.move(mail, state, Trace.What.BOUNCED, code)
        stop(address=mail.to, reason=Stop.Reason.BOUNCED, mail=mail, note=code)
    elif what == "bounced":
        traces.add(mail, Trace.What.DELAYED, code)
        if _is_deaf(mail.to):
            stop(address=mail.to, reason=Stop.Reason.BOUNCED, mail=mail, note=code)


def _is_deaf(address: str) -> bool:
    """Whether the last mails to an address were all not taken, and none arrived."""
    heard = Trace.objects.filter(
        mail__to=address,
        at__gte=timezone.now() - WITHIN,
        what__in=[Trace.What.DELAYED, Trace.What.DELIVERED],
    )
    delayed: set[int] = set()
    for what, mail_id in heard.order_by("-id").values_list("what", "mail_id")[:100]:
        if what == Trace.What.DELIVERED:
            return False
        delayed.add(mail_id)
    return len(delayed) >= MOST_DELAYS
