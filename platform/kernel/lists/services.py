"""Keep, change, share and give up views of lists."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal
from kernel.lists.models import FirstView, PutAway, SavedView

MOST_VIEWS = 30
REGRET = timedelta(days=1)


class TooManyViews(Refusal):
    """Enough tabs for anybody."""

    code = "too_many_views"
    sentence = _("There are {most} views of this list already. Delete one that nobody uses.")


@transaction.atomic
def keep(
    *, user_id: int, list_name: str, name: str, query: str, is_shared: bool, is_first: bool
) -> SavedView:
    """Keep what a list is asked for under a name. Raises `TooManyViews`."""
    seen = SavedView.objects.seen_by(user_id).filter(list_name=list_name)
    if seen.count() >= MOST_VIEWS:
        raise TooManyViews(most=MOST_VIEWS)
    view = SavedView.objects.create(
        list_name=list_name, name=name, query=query, owner_id=user_id, is_shared=is_shared
    )
    if is_first:
        open_with(user_id=user_id, view=view, is_first=True)
    return view


@transaction.atomic
def change(*, view: SavedView, name: str, query: str, is_shared: bool) -> SavedView:
    """Give a view another name, other filters, or other readers."""
    view.name, view.query, view.is_shared = name, query, is_shared
    view.save(update_fields=["name", "query", "is_shared"])
    if not is_shared:
        FirstView.objects.filter(view=view).exclude(user_id=view.owner_id).delete()
    return view


@transaction.atomic
def open_with(*, user_id: int, view: SavedView, is_first: bool) -> None:
    """Let the list open with this view for this user, or no longer."""
    FirstView.objects.filter(list_name=view.list_name, user_id=user_id).delete()
    if is_first:
        FirstView.objects.create(list_name=view.list_name, user_id=user_id, view=view)


@transaction.atomic
def delete(*, view: SavedView) -> None:
    """Put a view away; for a day it can be brought back as it was."""
    SavedView.objects.filter(deleted_at__lt=timezone.now() - REGRET).delete()
    view.deleted_at = timezone.now()
    view.save(update_fields=["deleted_at"])


@transaction.atomic
def bring_back(*, view: SavedView) -> None:
    """Undo a deletion."""
    view.deleted_at = None
    view.save(update_fields=["deleted_at"])


@transaction.atomic
def put_away(*, user_id: int, what: str) -> None:
    """Show something to somebody no longer."""
    PutAway.objects.get_or_create(user_id=user_id, what=what)


@transaction.atomic
def take_out(*, user_id: int, what: str) -> None:
    """Show it again."""
    PutAway.objects.filter(user_id=user_id, what=what).delete()
