"""What is typed about prices in a currency."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.forms import MoneyField
from tenant_apps.ticketing.events.models import TicketType


class PricesForm(forms.Form):
    """A price in one currency for each of these ticket types; `known` are the first proposals."""

    def __init__(
        self,
        *args: Any,
        types: Sequence[TicketType],
        currency: str,
        known: Mapping[int, int | None],
        needs_all: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.types = types
        for one in types:
            self.fields[f"price_{one.pk}"] = MoneyField(
                label=one.name,
                currency=currency,
                required=needs_all,
                is_price=True,
                initial=known.get(one.pk),
            )

    def rows(self) -> list[tuple[TicketType, forms.BoundField]]:
        """Each ticket type with its field."""
        return [(one, self[f"price_{one.pk}"]) for one in self.types]

    def amounts(self) -> dict[int, int | None]:
        """What was typed: minor units by ticket type id."""
        return {one.pk: self.cleaned_data[f"price_{one.pk}"] for one in self.types}


class RateForm(forms.Form):
    """How much of the other currency one unit of the event's own is taken for."""

    rate = forms.DecimalField(
        label=_("Propose prices at this rate"),
        max_digits=18,
        decimal_places=8,
        min_value=Decimal("0.00000001"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
