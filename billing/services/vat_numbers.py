"""Having VAT numbers checked: at once, every hour while nobody answers, monthly when good."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone
from django_tenants.utils import schema_context

from billing.facts import VatNumberRefused
from billing.models import Account, VatCheck
from billing.vat import numbers
from billing.vat.parties import country_of
from billing.vat.rates import is_member
from billing.vat.registers import Answer, register
from kernel.facts.bus import announce
from kernel.tenancy import PUBLIC

DIGITS = "digits"  # the "register" of numbers that cannot exist
WHILE_PENDING = timedelta(minutes=55)
WHILE_VALID = timedelta(days=30)
MOST = 200  # numbers asked for in one go


def check(*, account: Account, now: datetime | None = None) -> VatCheck | None:
    """Ask the register about an account's number and write down what it says.

    Outside of any transaction: it may take ten seconds. Returns None where there is nothing to
    ask: no number, or a country outside the EU. Brings `account` up to date.
    """
    now = now or timezone.now()
    typed, country = account.vat_id, country_of(account)
    with schema_context(PUBLIC):
        if not typed or not is_member(country):
            _note(account, typed, vat_state=Account.Vat.NONE)
            return None
        try:
            number = numbers.read(typed, country)
        except ValueError:
            return _write(account, typed, typed, Answer(state=Account.Vat.INVALID), DIGITS, now)
        source = register()
        return _write(account, typed, str(number), source.ask(number), source.code, now)


def recheck_due(*, now: datetime) -> int:
    """Check what is due: numbers without an answer hourly, good ones monthly. Says how many."""
    with schema_context(PUBLIC):
        asked = Account.objects.exclude(vat_id="").annotate(
            asked_at=Max("vat_checks__at", filter=Q(vat_checks__vat_id=F("vat_id")))
        )
        pending = Q(vat_state=Account.Vat.PENDING) & (
            Q(asked_at=None) | Q(asked_at__lte=now - WHILE_PENDING)
        )
        valid = Q(vat_state=Account.Vat.VALID, asked_at__lte=now - WHILE_VALID)
        due = asked.filter(pending | valid).select_related("tenant").order_by("asked_at", "pk")
        accounts = list(due[:MOST])
    for account in accounts:
        check(account=account, now=now)
    return len(accounts)


@transaction.atomic
def _write(
    account: Account, typed: str, vat_id: str, answer: Answer, source: str, now: datetime
) -> VatCheck:
    made = VatCheck.objects.create(
        account=account,
        vat_id=vat_id[:20],
        result=answer.state,
        name=answer.name,
        consultation=answer.consultation,
        register=source,
        at=now,
    )
    before = Account.objects.select_for_update().get(pk=account.pk)
    is_still_asked = (before.vat_id, before.country) == (typed, account.country)
    is_news = before.vat_state != answer.state and is_still_asked
    _note(account, typed, vat_state=answer.state, vat_id=vat_id[:20])
    if is_news and answer.state == Account.Vat.INVALID:
        announce(VatNumberRefused(account_id=account.pk, check_id=made.pk))
    return made


def _note(account: Account, typed: str, **fields: str) -> None:
    """Write it to the account, unless another number or country was typed meanwhile."""
    same = Account.objects.filter(pk=account.pk, vat_id=typed, country=account.country)
    same.update(**fields)
    account.refresh_from_db()
