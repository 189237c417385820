"""What is typed about sessions and ticket types."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kernel.codes import secret
from kernel.forms import MomentField, MoneyField, local_moment
from tenant_apps.ticketing.events.models import Event, Session, TicketType, listed_in
from themes.wording import WordsForm

MOST_PLACES = 1_000_000
MOST_AT_ONCE = 100
LONGEST = timedelta(days=60)


class SessionForm(forms.ModelForm):
    """One time at which an event takes place, typed on the clock of the event's zone."""

    starts_at = MomentField(label=_("Starts"))
    ends_at = MomentField(label=_("Ends"), required=False)
    doors_at = MomentField(label=_("Doors open"), required=False)
    capacity = forms.IntegerField(label=_("Places"), min_value=0, max_value=MOST_PLACES)

    class Meta:
        model = Session
        fields = ("starts_at", "ends_at", "doors_at", "capacity", "venue")
        labels = {"venue": _("Another venue")}

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.event = event
        for name in ("starts_at", "ends_at", "doors_at"):
            self.fields[name].zone = event.timezone  # type: ignore[attr-defined]
        self.fields["venue"].empty_label = _("The event's own")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The end comes after the start, the doors before it."""
        said = super().clean() or {}
        starts, ends, doors = (said.get(n) for n in ("starts_at", "ends_at", "doors_at"))
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("It ends before it starts."))
        elif starts and ends and ends - starts > LONGEST:
            self.add_error("ends_at", _("That is more than sixty days later."))
        if starts and doors and doors > starts:
            self.add_error("doors_at", _("The doors open after the start."))
        return said


class SessionsForm(forms.Form):
    """Several sessions at once: a list of dates, one on each line."""

    starts = forms.CharField(
        label=_("Dates and times"),
        help_text=_("One on each line, like 2026-05-03 19:30. A hundred at most."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8, "class": "mono", "spellcheck": "false"}),
    )
    minutes = forms.IntegerField(
        label=_("Lasts, in minutes"), required=False, min_value=1, max_value=60 * 24 * 30
    )
    doors_before = forms.IntegerField(
        label=_("Doors open, minutes before"), required=False, min_value=0, max_value=60 * 24
    )
    capacity = forms.IntegerField(label=_("Places, each"), min_value=0, max_value=MOST_PLACES)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event

    def clean_starts(self) -> list[Any]:
        """The moments, UTC, in the order typed. Every line that is wrong is named."""
        moments: list[Any] = []
        faults: list[ValidationError] = []
        lines = [one for one in self.cleaned_data["starts"].splitlines() if one.strip()]
        if len(lines) > MOST_AT_ONCE:
            raise ValidationError(_("A hundred dates at a time, please."))
        for line in lines:
            try:
                moment = local_moment(line, self.event.timezone)
            except ValidationError as fault:
                faults.append(fault)
                continue
            if moment in moments:
                faults.append(ValidationError(_("“%(line)s” is there twice.") % {"line": line}))
            moments.append(moment)
        if faults:
            raise ValidationError(faults)
        taken = set(self.event.sessions.filter(starts_at__in=moments).values_list("starts_at"))
        for number, moment in enumerate(moments):
            if (moment,) in taken:
                said = _("There is a session at “%(line)s” already.")
                faults.append(ValidationError(said, params={"line": lines[number].strip()}))
        if faults:
            raise ValidationError(faults)
        return moments

    def sessions(self) -> list[Session]:
        """The sessions that were asked for, not yet saved."""
        said = self.cleaned_data
        lasts, before = said["minutes"], said["doors_before"]
        return [
            Session(
                starts_at=moment,
                ends_at=moment + timedelta(minutes=lasts) if lasts else None,
                doors_at=moment - timedelta(minutes=before) if before is not None else None,
                capacity=said["capacity"],
            )
            for moment in said["starts"]
        ]


class TicketTypeForm(WordsForm):
    """A kind of ticket: its price in the event's currency, how many, when and for whom."""

    price = MoneyField(label=_("Price"), help_text=_("All included. 0 is free."), is_price=True)
    on_sale_from = MomentField(label=_("On sale from"), required=False)
    on_sale_until = MomentField(label=_("On sale until"), required=False)
    quantity = forms.IntegerField(
        label=_("Places of this type, per session"),
        required=False,
        min_value=0,
        max_value=MOST_PLACES,
        help_text=_("Empty: as many as the session has."),
    )
    per_order_min = forms.IntegerField(
        label=_("At least, per order"), min_value=1, max_value=1000, initial=1
    )
    per_order_max = forms.IntegerField(
        label=_("At most, per order"), min_value=1, max_value=1000, initial=10
    )
    position = forms.IntegerField(
        label=_("Place in the list"), min_value=0, max_value=10_000, initial=0
    )

    class Meta:
        model = TicketType
        fields = (
            "name",
            "description",
            "price",
            "quantity",
            "per_order_min",
            "per_order_max",
            "on_sale_from",
            "on_sale_until",
            "hidden",
            "access_code",
            "position",
            "active",
        )
        labels = {
            "name": _("Name"),
            "description": _("What it includes"),
            "hidden": _("Hidden: only who has the link sees it"),
            "access_code": _("Access code"),
            "active": _("On offer"),
        }
        help_texts = {"access_code": _("Part of the link. Empty: we make one up.")}

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        kwargs["instance"] = kwargs.get("instance") or TicketType()
        kwargs["instance"].event = event
        super().__init__(*args, **kwargs)
        self.fields["price"].currency = event.currency  # type: ignore[attr-defined]
        self.listed = listed_in(event.ticket_types.prefetch_related("prices"))
        for currency in self.listed:
            self.fields[f"price_{currency}"] = self._price_in(currency)
        for name in ("on_sale_from", "on_sale_until"):
            self.fields[name].zone = event.timezone  # type: ignore[attr-defined]

    def _price_in(self, currency: str) -> MoneyField:
        """What it costs in a currency in which the event has a price list."""
        known = self.instance.prices.all() if self.instance.pk else ()
        return MoneyField(
            label=_("Price in %(currency)s") % {"currency": currency},
            help_text=_("Empty: the event is not sold in this currency until there is one."),
            currency=currency,
            required=False,
            is_price=True,
            initial=next((one.amount for one in known if one.currency == currency), None),
        )

    @property
    def other_prices(self) -> list[forms.BoundField]:
        """The fields of the other price lists, for the page."""
        return [self[f"price_{currency}"] for currency in self.listed]

    def amounts(self) -> dict[str, int | None]:
        """What was typed into the other price lists: minor units by currency."""
        return {one: self.cleaned_data[f"price_{one}"] for one in self.listed}

    def clean(self) -> dict[str, Any]:
        """Limits and sale window make sense; what is hidden has an access code."""
        said = super().clean() or {}
        least, most = said.get("per_order_min"), said.get("per_order_max")
        if least and most and most < least:
            self.add_error("per_order_max", _("This is less than the least."))
        opens, closes = said.get("on_sale_from"), said.get("on_sale_until")
        if opens and closes and closes <= opens:
            self.add_error("on_sale_until", _("The sale ends before it begins."))
        if said.get("hidden") and not said.get("access_code"):
            said["access_code"] = secret(9)
        return said
