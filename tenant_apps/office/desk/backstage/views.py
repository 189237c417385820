"""Views of lists: keep, change, open with, delete, bring back."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kernel.gate import backstage_page
from kernel.lists import services
from kernel.lists.listing import Listing, ListKind, address_of
from kernel.lists.models import SavedView
from kernel.pages import page
from tenant_apps.office.desk.forms import ViewForm
from themes.toasts import say


@backstage_page(may="")
@require_POST
def keep(request: HttpRequest, list_name: str) -> HttpResponse:
    """Keep the filters of a list under a name."""
    kind = _kind(request, list_name)
    form = ViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("A view needs a name of at most sixty letters."))
        return redirect(f"{kind.url}?{_query(kind, request.POST.get('query', ''))}")
    said = form.cleaned_data
    view = services.keep(
        user_id=_me(request),
        list_name=kind.name,
        name=said["name"],
        query=_query(kind, said["query"]),
        is_shared=said["is_shared"],
        is_first=said["is_first"],
    )
    messages.success(request, _("“%(name)s” is kept above the list.") % {"name": view.name})
    return redirect(address_of(view))


@backstage_page(may="")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the name, the filters or the readers of a view."""
    view = _mine(request, _seen(request, pk))
    kind = ListKind.named[view.list_name]
    first = {"name": view.name, "query": request.GET.get("query", view.query)}
    form = ViewForm(request.POST or None, initial={**first, "is_shared": view.is_shared})
    del form.fields["is_first"]
    if form.is_valid():
        said = form.cleaned_data
        query = _query(kind, said["query"])
        services.change(view=view, name=said["name"], query=query, is_shared=said["is_shared"])
        messages.success(request, _("The view is saved."))
        return redirect(address_of(view))
    context = {
        "title": _("Change the view “%(name)s”") % {"name": view.name},
        "form": form,
        "action": _("Save the view"),
        "back_url": address_of(view),
    }
    return page(request, "backstage/form.html", context)


@backstage_page(may="")
@require_POST
def update(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a view show what the list shows now."""
    view = _mine(request, _seen(request, pk))
    wanted = request.POST.get("query", request.GET.get("query", ""))
    query = _query(ListKind.named[view.list_name], wanted)
    before = view.query
    services.change(view=view, name=view.name, query=query, is_shared=view.is_shared)
    said = _("“%(name)s” shows this from now on.") % {"name": view.name}
    back = f"{reverse('backstage:view_update', args=[pk])}?{urlencode({'query': before})}"
    say(request, said, undo_url=back)
    return redirect(address_of(view))


@backstage_page(may="")
@require_POST
def open_with(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the list with this view, or no longer."""
    view = _seen(request, pk)
    is_first = bool(request.POST.get("is_first"))
    services.open_with(user_id=_me(request), view=view, is_first=is_first)
    words = _("The list opens with “%(name)s” for you from now on.")
    if not is_first:
        words = _("The list opens with everything again.")
    messages.success(request, words % {"name": view.name})
    return redirect(address_of(view))


@backstage_page(may="")
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a view up; it can be brought back."""
    view = _mine(request, _seen(request, pk))
    services.delete(view=view)
    said = _("The view “%(name)s” is deleted.") % {"name": view.name}
    say(request, said, undo_url=reverse("backstage:view_return", args=[pk]))
    return redirect(f"{ListKind.named[view.list_name].url}?view=all")


@backstage_page(may="")
@require_POST
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a deletion."""
    view = _mine(request, get_object_or_404(SavedView, pk=pk))
    services.bring_back(view=view)
    messages.success(request, _("“%(name)s” is back.") % {"name": view.name})
    return redirect(address_of(view))


def _me(request: HttpRequest) -> int:
    return int(request.user.pk or 0)


def _kind(request: HttpRequest, name: str) -> ListKind:
    kind = ListKind.named.get(name)
    if kind is None:
        raise Http404
    if kind.may not in request.permissions:  # type: ignore[attr-defined]
        raise PermissionDenied
    return kind


def _seen(request: HttpRequest, pk: int) -> SavedView:
    """A view that this reader has above the list."""
    view = get_object_or_404(SavedView.objects.seen_by(_me(request)), pk=pk)
    _kind(request, view.list_name)
    return view


def _mine(request: HttpRequest, view: SavedView) -> SavedView:
    """One that is his; one of the team's for whoever looks after the team too."""
    leads = view.is_shared and "team.edit" in request.permissions  # type: ignore[attr-defined]
    if view.owner_id != request.user.pk and not leads:
        raise PermissionDenied
    return view


def _query(kind: ListKind, text: str) -> str:
    """What of an address this list understands."""
    return Listing(kind, QueryDict(text[:1000])).query
