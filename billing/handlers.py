"""What billing does when something has happened."""

from billing import mails, meters
from billing.facts import (
    AccountMoved,
    CollectionFailed,
    DataErasureNear,
    InvoiceIssued,
    InvoicePaid,
    SwitchMade,
    TrialEnding,
    VatNumberRefused,
)
from billing.models import Account
from billing.services import accounts, copies, granting, news
from kernel.actor import Actor, acting
from kernel.facts.bus import when
from kernel.tenancy import current
from shared_apps.inbox.facts import StripeSaid
from shared_apps.tenants.directory import directory
from shared_apps.tenants.facts import FeatureTurnedOff, FeatureTurnedOn, ShopClosed
from shared_apps.tenants.models import Tenant

# Beside the handlers of this file: one for each fact that an add-on's manifest counts.
meters.listen()

OWN = "billing"
# What a feature's state, set by staff, means for the account. Past due is no gift: it is active.
MEANS = {
    "on": "active",
    "past_due": "active",
    "trial": "trial",
    "suspended": "paused",
    "off": "off",
}


@when(FeatureTurnedOn, outside=True)
def follow_a_staff_switch_on(fact: FeatureTurnedOn) -> None:
    """What staff switches on, the account has from today on."""
    if fact.source != OWN:
        _grant(fact)


@when(FeatureTurnedOff, outside=True)
def follow_a_staff_switch_off(fact: FeatureTurnedOff) -> None:
    """What staff switches off costs nothing more."""
    if fact.source != OWN:
        _grant(fact)


@when(ShopClosed, outside=True)
def stop_with_the_shop(fact: ShopClosed) -> None:
    """A shop that its owner closed pays for nothing from the next month on."""
    account = accounts.account_of(_tenant())
    granting.stop_all(account=account, by=_who(), reason=fact.reason, said_at=fact.at)


@when(SwitchMade)
def let_shops_know_their_shares(fact: SwitchMade) -> None:
    """What a shop knows of our shares is as old as the switch before."""
    directory.changed()


@when(SwitchMade, outside=True)
def mirror(fact: SwitchMade) -> None:
    """The collector's copy has what the account has."""
    copies.mirror(Account.objects.select_related("tenant").get(pk=fact.account_id))


@when(StripeSaid, outside=True)
def follow_our_own_stripe(fact: StripeSaid) -> None:
    """Ask what became of an invoice, or how an account pays now: of the platform's own objects."""
    if not fact.account:
        news.stripe_said(kind=fact.kind, object_id=fact.object_id)


def _grant(fact: FeatureTurnedOn | FeatureTurnedOff) -> None:
    """Facts come late, twice and in any order: what counts is when it was said."""
    tenant = _tenant()
    stands = tenant.features.filter(code=fact.code).exclude(source=OWN).first()
    if stands and stands.state != fact.state:  # staff has thought again since
        return
    account = accounts.account_of(tenant)
    granting.grant(account=account, code=fact.code, state=MEANS[fact.state], by=_who(),
                    reason=fact.reason, said_at=fact.at)  # fmt: skip


def _tenant() -> Tenant:
    return Tenant.objects.select_related("plan").get(pk=current().tenant_id)


def _who() -> Actor:
    return acting()


@when(InvoiceIssued, outside=True)
def send_the_invoice(fact: InvoiceIssued) -> None:
    """Draw it, keep it, send it."""
    mails.send_invoice(invoice_id=fact.invoice_id, key=fact.id)


@when(InvoicePaid, outside=True)
def send_the_receipt(fact: InvoicePaid) -> None:
    """Say that it is paid."""
    mails.send_receipt(invoice_id=fact.invoice_id, key=fact.id)


@when(CollectionFailed, outside=True)
def say_that_it_failed(fact: CollectionFailed) -> None:
    """Say what went wrong, and what comes next."""
    mails.send_failed(invoice_id=fact.invoice_id, failure_code=fact.failure, key=fact.id)


@when(AccountMoved, outside=True)
def say_how_the_account_stands(fact: AccountMoved) -> None:
    """Say that the add-ons are paused, or back."""
    mails.send_moved(account_id=fact.account_id, before=fact.before, state=fact.state, key=fact.id)


@when(TrialEnding, outside=True)
def say_that_a_trial_ends(fact: TrialEnding) -> None:
    """Say what it costs from then on."""
    mails.send_trial_ending(switch_id=fact.switch_id, key=fact.id)


@when(DataErasureNear, outside=True)
def say_that_data_will_be_erased(fact: DataErasureNear) -> None:
    """Say how it can be kept."""
    mails.send_erasure_near(account_id=fact.account_id, code=fact.code, on=fact.day, key=fact.id)


@when(VatNumberRefused, outside=True)
def say_that_a_number_is_unknown(fact: VatNumberRefused) -> None:
    """Say what follows for the next invoice. Once a day: whoever types is told on the page."""
    key = f"{fact.account_id}:{fact.at:%Y-%m-%d}"
    mails.send_vat_refused(check_id=fact.check_id, key=key)
