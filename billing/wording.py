"""How the lines of an invoice read, in the account's language."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from billing.catalogue import AddOnOffer, Catalogue, catalogue
from billing.models import Account, Adjustment
from billing.reckoning import PLAN, Unit
from billing.spans import after, month_of
from kernel.moments import day


def of(unit: Unit, *, account: Account, language: str = "") -> str:
    """What the line is for: "Mobile wallet, 12–30 November 2026". In another language, if named."""
    with override(language or account.language):
        return _sentence(unit, catalogue())


def _sentence(unit: Unit, prices: Catalogue) -> str:
    if unit.what == "adjustment":
        return Adjustment.objects.get(pk=int(unit.meter)).text
    said = {"title": title(unit.code, prices, unit.offer), "days": days(unit.first, unit.last)}
    if unit.what == "fixed" and unit.amount < 0:
        back = _("{title}, {days}: given back")
        return back.format(title=said["title"], days=_given_back(unit))
    if unit.what == "coupon" and unit.amount > 0:
        said["days"] = day(unit.first, "month")
        return _("{title}, {days}: less of coupon {coupon}").format(**said, coupon=unit.meter)
    if unit.what == "coupon":
        return _("{title}, {days}: coupon {coupon}").format(**said, coupon=unit.meter)
    if unit.what == "ceiling":
        return _("{title}, {days}: nothing above the month’s ceiling").format(**said)
    if unit.what == "share":
        return _("{title}, {days}: our share of {of}").format(
            **said, of=_addon(unit.code, prices).share_of
        )
    if unit.what == "usage":
        return _("{title}, {days}: {what}").format(**said, what=_per(unit, prices))
    return _("{title}, {days}").format(**said)


def title(code: str, prices: Catalogue, offer: str = "") -> str:
    """What a plan or an add-on is called, in the reader's language."""
    if code != PLAN:
        return _addon(code, prices).title
    return _("Plan {name}").format(name=prices.plan(offer).name) if offer else _("Plan")


def days(first: date, last: date) -> str:
    """A whole month by its name, other days as a range."""
    if first == month_of(first) and last == after(first) - timedelta(days=1):
        return day(first, "month")
    if first == last:
        return day(first, "long")
    return _("{first} to {last}").format(first=day(first, "long"), last=day(last, "long"))


def _given_back(unit: Unit) -> str:
    """The days of its month after those that were had; the whole month, where it is not so plain.

    `unit` names the days that were had.
    """
    month = month_of(unit.first)
    end = after(month) - timedelta(days=1)
    if unit.first == month and unit.last < end:
        return days(unit.last + timedelta(days=1), end)
    return day(month, "month")


def _per(unit: Unit, prices: Catalogue) -> str:
    for priced in _addon(unit.code, prices).usage:
        if priced.meter == unit.meter:
            return _("each {unit}").format(unit=priced.per)
    return unit.meter


def _addon(code: str, prices: Catalogue) -> AddOnOffer:
    return prices.addon(code)
