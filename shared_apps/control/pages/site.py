"""The platform's website beside its front page: prices, add-ons, questions, how to reach us."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from kernel import tongues
from kernel.gate import platform_page
from kernel.money import Money, exponent
from kernel.pages import page
from kernel.tongues import LANGUAGES
from shared_apps.control import calculator, offers
from shared_apps.control.hooks import price_list

LEGAL = {
    "terms": _("Terms for organizers"),
    "privacy": _("Privacy"),
    "imprint": _("Imprint"),
    "processing": _("Data processing agreement"),
    "subprocessors": _("Subprocessors"),
    "security": _("Security"),
    "accessibility": _("Accessibility"),
}


class MonthForm(forms.Form):
    """What a house sells in a month. What does not fit is not calculated with."""

    tickets = forms.IntegerField(
        label=_("Tickets a month"), min_value=0, max_value=calculator.MOST_TICKETS, initial=500
    )
    price = forms.DecimalField(
        label=_("Price of a ticket"), min_value=0, max_value=10_000, decimal_places=2, initial=25
    )


def prices() -> Any:
    """The price list; None where nobody has one."""
    return next(iter(price_list.ask()), None)


def prices_for(request: HttpRequest) -> Any:
    """The price list in the currency that `?currency=` names, if there is one of that name."""
    listed = prices()
    asked = request.GET.get("currency", "")
    return listed.shown_in(asked) if listed and asked in listed.currencies else listed


def board(request: HttpRequest) -> dict[str, Any]:
    """What the price board shows."""
    listed = prices_for(request)
    return {
        "plans": listed.plans if listed else (),
        "addons": listed.addons if listed else (),
        "currency": listed.currency if listed else "",
        "currencies": _currencies(request, listed) if listed else [],
        "board_currencies": _currencies(request, listed, at="#prices") if listed else [],
    }


def _currencies(request: HttpRequest, listed: Any, *, at: str = "") -> list[dict[str, Any]]:
    """The same page in each currency of the list; `at` is a place on it."""
    asked = request.GET.copy()
    chips = []
    for code in listed.currencies:
        asked["currency"] = code
        chips.append(
            {"label": code, "url": f"?{asked.urlencode()}{at}", "is_here": code == listed.currency}
        )
    return chips


@platform_page
@require_GET
def prices_page(request: HttpRequest) -> HttpResponse:
    """What it costs, and what it would cost you."""
    listed = prices_for(request)
    if listed is None:
        raise Http404
    form = MonthForm({**_usual(), **request.GET.dict()})
    chosen = [one.code for one in listed.addons if one.code in request.GET.getlist("addons")]
    context = {
        **board(request),
        "form": form,
        "chosen": chosen,
        "found": _comparison(listed, form, chosen),
    }
    return page(request, "control/prices.html", context)


@platform_page
@require_GET
def addons_page(request: HttpRequest) -> HttpResponse:
    """Each add-on: what it does, and what it costs."""
    listed = board(request)
    rows = [(one, *offers.does(one.code)) for one in listed["addons"]]
    return page(request, "control/addons.html", {**listed, "rows": rows})


@platform_page
@require_GET
def questions_page(request: HttpRequest) -> HttpResponse:
    """What organizers ask before they begin."""
    return page(request, "control/questions.html", board(request))


@platform_page
@require_GET
def contact_page(request: HttpRequest) -> HttpResponse:
    """How to reach us, and where to see whether all is well."""
    context = {"operator": settings.OPERATOR, "status_url": settings.STATUS_URL}
    return page(request, "control/contact.html", context)


@platform_page
@require_GET
def legal_page(request: HttpRequest, kind: str) -> HttpResponse:
    """What the law and good manners ask of the platform to say."""
    if kind not in LEGAL:
        raise Http404
    context = {
        **board(request),
        "title": LEGAL[kind],
        "kind": kind,
        "kinds": LEGAL.items(),
        "operator": settings.OPERATOR,
        "missing": [name for name, value in settings.OPERATOR.items() if not value],
    }
    return page(request, f"control/legal/{kind}.html", context)


@platform_page
@require_GET
def robots_file(request: HttpRequest) -> HttpResponse:
    """What programs need not read."""
    lines = [
        "User-agent: *",
        "Disallow: /control/",
        "Disallow: /shops",
        "Disallow: /signin",
        "Disallow: /dev/",
        f"Sitemap: {request.tenant.url}/sitemap.xml",  # type: ignore[attr-defined]
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@platform_page
@require_GET
def sitemap_file(request: HttpRequest) -> HttpResponse:
    """The pages that anybody may find, each with its other languages."""
    home = request.tenant.url  # type: ignore[attr-defined]
    legal = (f"/legal/{kind}" for kind in LEGAL)
    addresses = [
        (f"{home}{path}", [(code, f"{home}{tongues.spoken(path, code)}") for code in LANGUAGES])
        for path in (*PATHS, *legal)
    ]
    response = page(request, "control/sitemap.xml", {"addresses": addresses})
    response["Content-Type"] = "application/xml; charset=utf-8"
    return response


PATHS = ("/", "/prices", "/add-ons", "/questions", "/try", "/contact", "/signup")


def _usual() -> dict[str, Any]:
    return {name: field.initial for name, field in MonthForm.base_fields.items()}


def _comparison(listed: Any, form: MonthForm, chosen: list[str]) -> calculator.Comparison | None:
    if not form.is_valid():
        return None
    said = form.cleaned_data
    minor = int(said["price"].scaleb(exponent(listed.currency)))
    price = Money(minor, listed.currency)
    return calculator.compare(prices=listed, tickets=said["tickets"], price=price, addons=chosen)
