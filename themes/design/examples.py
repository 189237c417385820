"""What the plates are drawn with: a form in every state, rows, series. Nothing here is stored."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from themes.states import STATES
from themes.tongues import Tongue

DAY = date(2027, 3, 5)
WEEK = (4, 9, 12, 7, 15, 31, 22)
USUAL = (6, 8, 9, 9, 14, 26, 20)
GROWING = (3, 9, 14, 22, 24, 41, 63, 90, 118, 131, 160, 204)


class Fields(forms.Form):
    """Every kind of field that is typed into."""

    name = forms.CharField(label=_("Name of the event"), help_text=_("As it stands on the poster."))
    summary = forms.CharField(
        label=_("In two sentences"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    email = forms.EmailField(label=_("E-mail"))
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("Choose one")), ("play", _("Play")), ("opera", _("Opera"))]
    )
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    time = forms.TimeField(label=_("Curtain"), widget=forms.TimeInput(attrs={"type": "time"}))
    price = forms.CharField(label=_("Price"), help_text=_("All fees included."))
    address = forms.CharField(label=_("Address of the shop"))
    colour = forms.CharField(
        label=_("First colour"), widget=forms.TextInput(attrs={"type": "color"})
    )
    poster = forms.FileField(label=_("Picture"), required=False)
    locked = forms.CharField(label=_("Order number"), disabled=True, required=False)


class Choices(forms.Form):
    """Every kind of field that is chosen from."""

    terms = forms.BooleanField(label=_("I have read the terms"))
    on_sale = forms.BooleanField(
        label=_("On sale"), required=False, help_text=_("Buyers see it within a second.")
    )
    days = forms.MultipleChoiceField(
        label=_("Days"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[("fri", _("Friday")), ("sat", _("Saturday")), ("sun", _("Sunday"))],
    )  # fmt: skip
    house = forms.ChoiceField(
        label=_("House"), widget=forms.RadioSelect,
        choices=[("classic", _("Ivory and ink")), ("neon", _("Dark and loud"))],
    )  # fmt: skip
    since = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), widget=forms.DateInput(attrs={"type": "date"}))


class Reason(forms.Form):
    """What a dangerous act asks for."""

    reason = forms.CharField(label=_("Reason"), help_text=_("The customer does not read it."))


def _fields() -> dict[str, Any]:
    told = {
        "name": "The Tempest", "summary": "", "email": "ann@example.org", "kind": "play",
        "day": DAY.isoformat(), "time": "19:30", "price": "24.00", "address": "meridian",
        "colour": "#8c1d2f", "locked": "K7P2XQ",
    }  # fmt: skip
    wrong = Fields({**told, "name": "", "email": "ann", "price": "a lot", "kind": ""})
    wrong.add_error("price", _("Write an amount, like 24.00."))
    return {"fresh": Fields(initial=told), "wrong": wrong}


def _choices() -> dict[str, Any]:
    told = {"terms": True, "on_sale": True, "days": ["fri"], "house": "classic"}
    return {
        "fresh": Choices(
            initial={**told, "since": DAY, "until": DAY + timedelta(days=7)}, auto_id="fresh_%s"
        ),
        "wrong": Choices({}, auto_id="wrong_%s"),
        "spans": [
            {"label": _("Today"), "url": "?", "is_here": False},
            {"label": _("7 days"), "url": "?", "is_here": True},
            {"label": _("This month"), "url": "?", "is_here": False},
        ],
    }


class Worded(forms.Form):
    """A text in two languages, as `ui/words.html` draws a `WordsForm`."""

    name = forms.CharField(label=_("Name of the event"))
    name_fr = forms.CharField(label=_("Name of the event"), required=False)


def _tongues() -> dict[str, Any]:
    form = Worded(initial={"name": "The Tempest", "name_fr": "La Tempête"})
    own, other = Tongue("en"), Tongue("fr")
    tab = {"tongue": other, "is_open": True, "is_complete": True, "progress": "1/1"}
    return {
        "languages": [own, other],
        "here": own,
        "form": {"own_tongue": own},
        "tabs": [tab],
        "rows": [{"own": form["name"], "twins": [(other, form["name_fr"])]}],
    }


def _words() -> dict[str, Any]:
    return {
        "codes": list(STATES),
        "told": [
            Message(constants.SUCCESS, gettext("The event is published."), "undo:/control/design/"),
            Message(constants.WARNING, gettext("Two mails could not be delivered.")),
            Message(constants.ERROR, gettext("That did not work. What you wrote is kept.")),
        ],
    }


def _ways() -> dict[str, Any]:
    def links(*words: Any, here: int = 0) -> list[dict[str, Any]]:
        return [{"label": one, "url": "?", "is_here": at == here} for at, one in enumerate(words)]

    sessions = [{**one, "count": 3} for one in links(_("Tickets"), _("Dates"), _("Door"), here=1)]
    return {
        "tabs": sessions,
        "panels": [
            {"label": _("For buyers"), "id": "panel-buyers", "is_here": True},
            {"label": _("For the door"), "id": "panel-door", "is_here": False},
        ],
        "chips": links(_("Everything"), _("Drama"), _("Comedy"), _("For the family")),
        "crumbs": links(_("Events"), "The Tempest", _("Dates"), here=2),
        "way": [_("Your tickets"), _("You"), _("Payment")],
        "page": Paginator(range(90), 25).page(2),
    }


def _tables() -> dict[str, Any]:
    names = ("Ann Doyle", "Béatrice Lefèvre", "João Sequeira", "Nuria Ortega", "Zoë van Dam")
    codes = ("paid", "pending", "paid", "refunded", "paid")
    rows = [
        {
            "id": at,
            "reference": f"K7P{at}XQ",
            "name": name,
            "state": code,
            "total": 4800 + 1250 * at,
        }
        for at, (name, code) in enumerate(zip(names, codes, strict=True))
    ]
    return {
        "rows": rows,
        "acts": [
            {"label": _("Send the tickets again"), "value": "resend", "icon": "send"},
            {"label": _("Refund"), "value": "refund", "icon": "undo-2"},
        ],
    }


def _dialogs() -> dict[str, Any]:
    return {
        "form": Reason(),
        "text": _("Two tickets for The Tempest stop being valid at once."),
        "touches": [_("£48.00 go back to the card."), _("Ann Doyle is written to.")],
        "action": _("Refund £48.00"),
        "back_url": "?",
    }


def _figures() -> dict[str, Any]:
    week = [
        {"label": f"{DAY + timedelta(days=at):%a}", "value": value, "usual": USUAL[at],
         "is_now": at == len(WEEK) - 1}
        for at, value in enumerate(WEEK)
    ]  # fmt: skip
    growth = [
        {"label": f"{DAY + timedelta(days=at):%d.%m.}", "value": value}
        for at, value in enumerate(GROWING)
    ]
    by_way = [
        {"label": f"{DAY + timedelta(days=31 * at):%b}", "values": sold, "texts": list(sold)}
        for at, sold in enumerate([(120, 80), (180, 90), (260, 85), (310, 110), (430, 90)])
    ]
    ways = [gettext("Website"), gettext("Box office")]
    return {"week": week, "growth": growth, "by_way": by_way, "ways": ways}


MAKERS = {
    "fields": _fields, "choices": _choices, "words": _words, "tongues": _tongues,
    "ways": _ways, "tables": _tables, "dialogs": _dialogs, "figures": _figures,
}  # fmt: skip


def example(code: str) -> dict[str, Any]:
    """The context of one group's plate; empty for a group that needs none."""
    return MAKERS.get(code, dict)()
