"""Fields that several rooms need: money as people write it, and moments in a zone."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from babel.core import Locale
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kernel.currencies import exponent, step
from kernel.locales import locale_of
from kernel.money import Money, is_currency, symbols
from kernel.tenancy import current

LARGEST = 10**13  # minor units; far above any price, far below what a column holds


class MoneyField(forms.CharField):
    """An amount as people type it, `12.50` or `12,50 €`; cleaned to minor units of `currency`.

    A price (`is_price`) keeps to the steps in which cards can pay it.
    """

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, *, currency: str = "EUR", is_price: bool = False, **kwargs: Any) -> None:
        self.currency = currency
        self.is_price = is_price
        super().__init__(**kwargs)

    def clean(self, value: Any) -> int | None:  # type: ignore[override]
        """Return minor units. What is finer than the currency is refused, not rounded."""
        text = super().clean(value)
        if not text:
            return None
        places = exponent(self.currency)
        try:
            money = Money.parse(plain_amount(bare(text, self.currency), places), self.currency)
        except ValueError as error:
            raise forms.ValidationError(
                _("Write an amount in %(currency)s, such as %(example)s."),
                code="invalid",
                params={"currency": self.currency, "example": f"{12:.{places}f}"},
            ) from error
        if money.amount < 0:
            raise forms.ValidationError(_("An amount cannot be negative."), code="negative")
        if money.amount > LARGEST:
            raise forms.ValidationError(_("This amount is too large."), code="too_large")
        if self.is_price and money.amount % step(self.currency):
            least = Money(step(self.currency), self.currency)
            raise forms.ValidationError(
                _("Cards pay in steps of %(least)s. Write a price that is a multiple of it."),
                code="step",
                params={"least": least},
            )
        return money.amount

    def prepare_value(self, value: Any) -> Any:
        """Write minor units as people read them; what was typed stays as it was typed."""
        return str(Money(value, self.currency).decimal) if isinstance(value, int) else value


def bare(text: str, currency: str) -> str:
    """An amount without the sign or code of its currency beside it: `48,00 €` is `48,00`."""
    text = text.strip()
    for sign in sorted(symbols(currency), key=len, reverse=True):
        if text.startswith(sign) or text.endswith(sign):
            return text.removeprefix(sign).removesuffix(sign).strip()
    return text


def plain_amount(text: str, places: int) -> str:
    """`1 234,50` and `1,234.50` as `1234.50`. Raises ValueError for what could mean two things."""
    text = re.sub(r"[\s’']", "", text)
    if not re.fullmatch(r"[+-]?[0-9][0-9.,]*", text, re.ASCII):
        raise ValueError(f"not an amount: {text}")
    if "," in text and "." in text:
        thousands = min(",.", key=text.rindex)
        return text.replace(thousands, "").replace(",", ".")
    grouped = re.fullmatch(r"[+-]?[0-9]{1,3}([.,][0-9]{3})+", text)
    if grouped and places == 0:
        return re.sub(r"[.,]", "", text)
    if grouped and places != 3:
        raise ValueError(f"thousands or decimals? {text}")
    return text.replace(",", ".")


class MomentField(forms.DateTimeField):
    """A moment typed as the clock on the wall of `zone` (IANA) shows it; cleaned to UTC.

    An hour that comes twice means its first time; one that the clock skips is refused.
    """

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def __init__(self, *, zone: str = "UTC", **kwargs: Any) -> None:
        self.zone = zone
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> datetime | None:
        """Return the moment in UTC."""
        if isinstance(value, datetime) and value.tzinfo is not None:
            return value.astimezone(UTC)
        typed = forms.Field.to_python(self, value)
        if typed in self.empty_values:
            return None
        return local_moment(str(typed), self.zone)

    def prepare_value(self, value: Any) -> Any:
        """Show a moment on the clock of the zone; what was typed stays as it was typed."""
        if isinstance(value, datetime) and value.tzinfo is not None:
            return value.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare to the minute, which is all that the control can show."""
        try:
            typed = self.to_python(data)
        except forms.ValidationError:
            return True
        started = initial.replace(second=0, microsecond=0) if initial else None
        return bool(typed != started)


def local_moment(text: str, zone: str) -> datetime:
    """Read `2026-05-03 19:30` on the clock of `zone`; returns UTC. Raises ValidationError."""
    try:
        typed = datetime.fromisoformat(text.strip().replace("/", "-"))
    except ValueError as error:
        raise forms.ValidationError(
            _("“%(text)s” is no date and time. Write it like 2026-05-03 19:30."),
            code="invalid",
            params={"text": text[:40]},
        ) from error
    if not 1970 <= typed.year <= 2200:
        raise forms.ValidationError(_("This year is out of reach."), code="year")
    here = typed if typed.tzinfo else typed.replace(tzinfo=ZoneInfo(zone))
    moment = here.astimezone(UTC)
    if moment.astimezone(here.tzinfo).replace(tzinfo=None) != here.replace(tzinfo=None, fold=0):
        raise forms.ValidationError(
            _("On that night the clock jumps over this time. Choose another."), code="skipped"
        )
    return moment


@cache
def zone_choices() -> list[tuple[str, str]]:
    """All time zones with a place in their name, and UTC, for a select."""
    regions = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe",
               "Indian", "Pacific")  # fmt: skip
    named = sorted(z for z in available_timezones() if z.partition("/")[0] in regions and "/" in z)
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in named)]


def currency_choices(codes: Iterable[str] | None = None) -> list[tuple[str, str]]:
    """Currencies for a select, by code and name in the reader's language: "EUR · euro".

    Those that this shop may sell in, where no codes are given.
    """
    offered = current().ticket_fees if codes is None else codes
    names = Locale.parse(locale_of()).currencies
    return [(code, f"{code} · {names.get(code, code)}") for code in offered if is_currency(code)]


def country_choices() -> list[tuple[str, str]]:
    """Countries by ISO 3166-1 code with their names in the reader's language, for a select."""
    names = Locale.parse((get_language() or "en").replace("-", "_")).territories
    countries = [(code, name) for code, name in names.items() if code.isalpha() and len(code) == 2]
    real = [one for one in countries if one[0] not in {"EU", "EZ", "UN", "XA", "XB", "ZZ"}]
    return [("", "—"), *sorted(real, key=lambda one: one[1])]


def keep_known(field: forms.Field, value: str) -> None:
    """Let a select keep a value that it no longer offers."""
    choices = list(field.choices)  # type: ignore[attr-defined]
    if value and value not in {code for code, _title in choices}:
        field.choices = [*choices, (value, value)]  # type: ignore[attr-defined]
