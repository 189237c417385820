"""The organizer's API keys: make one, see what there is, revoke."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kernel.gate import backstage_page
from kernel.pages import page, paginated
from tenant_apps.office.apikeys import services
from tenant_apps.office.apikeys.forms import WHAT_IT_MAY, ApiKeyForm
from tenant_apps.office.apikeys.models import ApiKey


@never_cache
@backstage_page(may="settings.edit")
@require_http_methods(["GET", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """The keys there are, and a form for one more; its secret is shown in the answer, once."""
    may = request.permissions  # type: ignore[attr-defined]
    form = ApiKeyForm(request.POST or None, permissions=may)
    made, secret = None, ""
    if form.is_valid():
        made, secret = services.create(
            name=form.cleaned_data["name"],
            permissions=form.cleaned_data["permissions"],
            granted_by=may,
            expires_at=form.expires_at,
        )
        form = ApiKeyForm(permissions=may)
    shown = paginated(request, ApiKey.objects.all())
    rows = [(key, [WHAT_IT_MAY.get(one, one) for one in key.permissions]) for key in shown]
    context = {"form": form, "page": shown, "rows": rows, "made": made, "secret": secret}
    return page(request, "backstage/apikeys/list.html", context)


@backstage_page(may="settings.edit")
@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke a key, after a look at what it means."""
    key = get_object_or_404(ApiKey, pk=pk)
    if request.method == "POST":
        services.revoke(key=key)
        messages.success(
            request, _("The key “%(name)s” opens nothing any more.") % {"name": key.name}
        )
        return redirect("backstage:apikeys")
    context = {
        "title": _("Revoke the key “%(name)s”?") % {"name": key.name},
        "touches": [
            _("Whatever uses this key is refused from now on."),
            _("It cannot be undone; make a new key instead."),
        ],
        "action": _("Revoke the key"),
        "back_url": reverse("backstage:apikeys"),
    }
    return page(request, "ui/confirm.html", context)
