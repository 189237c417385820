"""What we write to those who owe us: from the platform, in the account's language.

Each goes to the account's address for invoices or, where there is none, to the shop's owners; while
none of them has confirmed his address, to themselves alone.
Nothing here runs in a transaction; the fact's id keeps a letter from going out twice.
"""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tenants.utils import schema_context

from billing import wording
from billing.catalogue import catalogue
from billing.documents import keeping
from billing.models import Account, Invoice, Receipt, Switch, VatCheck
from billing.owner.words import failure
from billing.reckoning import PLAN
from billing.services import accounts, standing
from billing.services.collecting import GRACE, open_amount
from billing.vat import SellerIncomplete, treatment
from kernel.moments import day
from kernel.money import Money
from kernel.tenancy import PUBLIC, current, in_tenant
from shared_apps.tenants.hooks import owns_still
from shared_apps.tenants.models import Ownership
from themes import letters

log = logging.getLogger(__name__)


def send_invoice(*, invoice_id: int, key: object) -> None:
    """The invoice or credit note, as PDF and XML. Where no PDF can be drawn, a link to it."""
    with schema_context(PUBLIC):
        invoice = _invoice(invoice_id)
        files = _files(invoice)
        _send("invoice_issued", invoice.account, key, invoice=invoice, enclosures=files,
              has_files=bool(files))  # fmt: skip


def send_receipt(*, invoice_id: int, key: object) -> None:
    """That an invoice is paid, and by what. Nothing where there was nothing to pay."""
    with schema_context(PUBLIC):
        invoice = _invoice(invoice_id)
        moves = [_move(one) for one in invoice.receipts.filter(amount__gt=0)]
        if invoice.total > 0 and moves:
            _send("invoice_paid", invoice.account, key, invoice=invoice, moves=moves)


def send_failed(*, invoice_id: int, failure_code: str, key: object) -> None:
    """That an invoice could not be collected, when we try again, and how to pay at once."""
    with schema_context(PUBLIC):
        invoice = _invoice(invoice_id)
        account = invoice.account
        left = open_amount(invoice)
        if left <= 0:
            return  # paid meanwhile
        with override(account.language):
            said = failure(failure_code)
        since = account.unpaid_since
        _send(
            "collection_failed", account, key, invoice=invoice, why=said,
            amount=Money(left, invoice.currency),
            next_on=_day(account, invoice.next_attempt_at),
            suspended_on=_day(account, since + GRACE if since else None),
        )  # fmt: skip


def send_moved(*, account_id: int, before: str, state: str, key: object) -> None:
    """That the add-ons are suspended, or back again. Of other moves the other letters tell."""
    states = Account.State
    with schema_context(PUBLIC):
        account = _account(account_id)
        if account.state != state:
            return  # moved on meanwhile
        if state == states.SUSPENDED:
            _send("account_suspended", account, key, titles=_titles(account), page="overview")
        elif state == states.GOOD and before == states.SUSPENDED:
            _send("account_back", account, key, titles=_titles(account), page="overview")


def send_trial_ending(*, switch_id: int, key: object) -> None:
    """That a trial ends, and what the thing costs from then on."""
    with schema_context(PUBLIC):
        switch = Switch.objects.select_related("account__tenant").get(pk=switch_id)
        account = switch.account
        offer = standing.offer_of(switch.code, switch)  # type: ignore[arg-type]
        price = offer.price(currency=account.currency, cycle=switch.cycle)
        _send(
            "trial_ending", account, key, page=_page_of(switch.code),
            title=_title(account, switch.code), on=switch.day,
            price=Money(price, account.currency), cycle=switch.cycle,
            has_method=bool(account.method),
        )  # fmt: skip


def send_erasure_near(*, account_id: int, code: str, on: str, key: object) -> None:
    """That what a former add-on has stored is erased on a day (ISO), and how to keep it."""
    with schema_context(PUBLIC):
        account = _account(account_id)
        _send("erasure_near", account, key, page=_page_of(code), title=_title(account, code),
              on=datetime.fromisoformat(on).date())  # fmt: skip


def send_vat_refused(*, check_id: int, key: object) -> None:
    """That a VAT number is not known, and what that means for the next invoice."""
    with schema_context(PUBLIC):
        check = VatCheck.objects.select_related("account__tenant").get(pk=check_id)
        account = check.account
        if account.vat_state != Account.Vat.INVALID:
            return  # mended meanwhile
        try:
            rate = treatment(account=account, on=accounts.today(account)).rate
        except SellerIncomplete:
            rate = 0  # nothing is invoiced before we have said who we are
        _send("vat_refused", account, key, page="details", vat_id=check.vat_id,
              rate=rate / 10_000)  # fmt: skip


def url_of(account: Account, page: str, *args: object) -> str:
    """The address of one of the owner's pages of billing, on the platform's host."""
    path = reverse(
        f"control_billing:{page}",
        urlconf=settings.PUBLIC_SCHEMA_URLCONF,
        args=[account.tenant.subdomain, *args],
    )
    with schema_context(PUBLIC):
        return current().url + path


def subject_of(kind: str, said: Mapping[str, Any]) -> str:
    """The subject line of a kind, in the active language."""
    invoice = said.get("invoice")
    if kind == "invoice_issued" and invoice and invoice.is_credit:
        return _("Credit note {number} for {shop}").format(**_names(said))
    subjects = {
        "invoice_issued": _("Invoice {number} for {shop}"),
        "invoice_paid": _("Invoice {number} is paid"),
        "collection_failed": _("Invoice {number} could not be paid"),
        "account_suspended": _("The add-ons of {shop} are paused"),
        "account_back": _("The add-ons of {shop} are back"),
        "trial_ending": _("{title}: your trial ends on {day}"),
        "erasure_near": _("{title}: its data is erased on {day}"),
        "vat_refused": _("Your VAT number {vat_id} could not be confirmed"),
    }
    return subjects[kind].format(**_names(said))


def _names(said: Mapping[str, Any]) -> dict[str, str]:
    invoice, on = said.get("invoice"), said.get("on")
    return {
        "number": invoice.number if invoice else "",
        "shop": said["shop_name"],
        "title": said.get("title", ""),
        "day": day(on, "long") if on else "",
        "vat_id": said.get("vat_id", ""),
    }


def _send(
    kind: str,
    account: Account,
    key: object,
    *,
    page: str | tuple[str, ...] = "",
    enclosures: Iterable[letters.Enclosure] = (),
    **said: Any,
) -> None:
    invoice: Invoice | None = said.get("invoice")
    if invoice:
        page = ("invoice", invoice.number)
    where = (page,) if isinstance(page, str) else page
    context = {
        **said,
        "account": account,
        "shop_name": account.tenant.name,
        "url": url_of(account, *where),
        "method_url": url_of(account, "method"),
    }
    files = list(enclosures)
    with override(account.language):
        for suffix, address in _readers(account):
            letters.send(
                kind=kind,
                to=address,
                subject=subject_of(kind, context),
                context=context,
                key=f"{key}{suffix}",
                enclosures=files,
                about={"account_id": account.pk} | ({"invoice_id": invoice.pk} if invoice else {}),
                reference=invoice.number if invoice else "",
            )


def _readers(account: Account) -> list[tuple[str, str]]:
    """To whom we write, each with what makes the letter's key his own.

    Whoever has not shown that his own address is his may have typed a stranger's.
    """
    if account.email and account.tenant.is_confirmed:
        return [("", account.email)]
    owners = Ownership.objects.filter(tenant=account.tenant, role="owner", user__is_active=True)
    found = list(owners.order_by("user_id").values_list("user_id", "user__email"))
    with in_tenant(account.tenant.schema_name):
        still = [one for one in found if all(owns_still.ask(email=one[1]))]
    return [(f":{user_id}", address) for user_id, address in still]


def _files(invoice: Invoice) -> list[letters.Enclosure]:
    try:
        made = keeping.keep(invoice=invoice)
    except OSError:
        log.exception("the letter with invoice %s goes out without its PDF", invoice.number)
        return []
    name = keeping.name_of
    return [
        letters.Enclosure(name(invoice), keeping.read(made), "application/pdf"),
        letters.Enclosure(name(invoice, "xml"), made.xml.encode(), "application/xml"),
    ]


def _invoice(invoice_id: int) -> Invoice:
    return Invoice.objects.select_related("account__tenant").get(pk=invoice_id)


def _account(account_id: int) -> Account:
    return Account.objects.select_related("tenant").get(pk=account_id)


def _move(receipt: Receipt) -> dict[str, Any]:
    return {
        "kind": receipt.kind,
        "amount": Money(receipt.amount, receipt.invoice.currency),
        "method": receipt.method,
        "ref": receipt.ref,
    }


def _titles(account: Account) -> list[str]:
    held = standing.held(account)
    return [_title(account, code) for code in sorted(held) if code != PLAN]


def _title(account: Account, code: str) -> str:
    with override(account.language):
        try:
            return str(wording.title(code, catalogue()))
        except KeyError:
            return code


def _page_of(code: str) -> tuple[str, ...]:
    return ("plan",) if code == PLAN else ("addon", code)


def _day(account: Account, at: datetime | None) -> Any:
    return accounts.today(account, at) if at else None
