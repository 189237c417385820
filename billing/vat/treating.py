"""How VAT applies to an account on a day. One treatment for a whole invoice.

What we sell is an electronic service. To a business it is supplied where that is established
(Article 44 of Directive 2006/112/EC), to anybody else where he lives (Article 58).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from babel.core import Locale
from django.utils.translation import gettext as _
from django.utils.translation import override

from billing.models import Account, VatCheck
from billing.vat import numbers, rates
from billing.vat.parties import country_of, seller
from kernel.locales import locale_of

STAYS_GOOD = timedelta(days=30)  # so long a number is believed while the register is silent


@dataclass(frozen=True)
class Treatment:
    """What stands on an invoice about VAT.

    `category` is one of EN 16931: S (at a rate), AE (reverse charge), O (outside the scope);
    `rate` in basis points; `note` in the account's language, "" where there is nothing to say.
    """

    category: str
    rate: int
    note: str = ""


def treatment(*, account: Account, on: date) -> Treatment:
    """How VAT applies to an invoice of this day. Raises `SellerIncomplete`."""
    ours = rates.territory(seller()["country"])
    theirs = rates.territory(country_of(account))
    with override(account.language):
        if theirs == ours:
            return Treatment("S", rates.rate(ours, on))
        if not rates.is_member(theirs):
            return Treatment("O", 0, _outside())
        if has_good_number(account, on):
            return Treatment("AE", 0, _reversed())
        return Treatment("S", rates.rate(theirs, on), _there(theirs))


def has_good_number(account: Account, on: date) -> bool:
    """Is the VAT number valid? While the register is silent, what it said lately still holds."""
    if account.vat_state == Account.Vat.VALID:
        return True
    if account.vat_state != Account.Vat.PENDING:
        return False
    try:
        number = numbers.read(account.vat_id, country_of(account))
    except ValueError:
        return False
    told = VatCheck.objects.filter(
        account=account,
        vat_id=str(number),
        result__in=(Account.Vat.VALID, Account.Vat.INVALID),
        at__date__gte=on - STAYS_GOOD,
    ).first()
    return told is not None and told.result == Account.Vat.VALID


def _outside() -> str:
    return _(
        "Not subject to VAT in the European Union: the place of supply is outside it "
        "(Articles 44 and 58 of Directive 2006/112/EC)."
    )


def _reversed() -> str:
    return _(
        "Reverse charge: the recipient of the service is liable for VAT "
        "(Article 196 of Directive 2006/112/EC)."
    )


def _there(country: str) -> str:
    name = Locale.parse(locale_of()).territories.get(country, country)
    return _("VAT at the rate of the customer’s country (%(country)s).") % {"country": name}
