"""Everything about the shop itself, in one place."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from kernel.gate import backstage_page
from kernel.pages import page
from kernel.tenancy import current
from shared_apps.tenants.directory import platform
from tenant_apps.office.desk import places
from tenant_apps.office.team.offers import offered


@backstage_page(may="settings.edit")
@require_GET
def settings_page(request: HttpRequest) -> HttpResponse:
    """Where everything is set, in groups, with a sentence each; add-ons that are off, quietly."""
    may = request.permissions  # type: ignore[attr-defined]
    is_owner = request.member.role == "owner"  # type: ignore[attr-defined]
    off = [one for one in offered() if not one.addon.is_open]
    context = {
        "shop": current(),
        "own_settings_url": f"{platform().url}/shops/{current().subdomain}",
        "groups": places.grouped(may, is_owner=is_owner),
        "off": off if "addons.view" in may else [],
    }
    return page(request, "backstage/desk/settings.html", context)
