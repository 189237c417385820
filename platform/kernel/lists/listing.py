"""What a list is asked for by its address: search, filters, sort, and the views people keep."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.expressions import OrderBy
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from kernel.lists.models import FirstView, SavedView
from kernel.roles import PERMISSIONS

LONGEST = 200


@dataclass(frozen=True)
class ListKind:
    """A list of backstage: `name` is stored with its views, `may` is the permission to see it.

    `keys` are the words of its address that filter. `sorts` name the columns by which it can be
    sorted and how, ascending; `first_sort` is how it opens, such as "-placed".
    """

    name: str
    may: str
    url_name: str
    keys: tuple[str, ...]
    sorts: Mapping[str, Sequence[str | OrderBy]]
    first_sort: str
    named: ClassVar[dict[str, "ListKind"]] = {}

    def __post_init__(self) -> None:
        if self.may not in PERMISSIONS:
            raise ValueError(f"unknown permission: {self.may}")
        ListKind.named[self.name] = self

    @property
    def url(self) -> str:
        """Where it is."""
        return reverse(self.url_name)


@dataclass
class Listing:
    """A list as one request asks for it. Nonsense in the address asks for nothing."""

    kind: ListKind
    asked: QueryDict
    user_id: int = 0
    is_plain: bool = True  # a page of its own, whose address may send elsewhere
    values: dict[str, str] = field(init=False)
    sort: str = field(init=False)

    def __post_init__(self) -> None:
        # What a form brings along of an address has not come by the doorstep, which stops NULs.
        said = {key: self.asked.get(key, "").replace("\x00", "") for key in self.kind.keys}
        self.values = {key: value.strip()[:LONGEST] for key, value in said.items()}
        sort = self.asked.get("sort", "")
        self.sort = sort if sort.removeprefix("-") in self.kind.sorts else self.kind.first_sort

    def __getitem__(self, key: str) -> str:
        return self.values[key]

    def sorted(self, found: QuerySet) -> QuerySet:
        """The rows in the order that is asked for."""
        order = self.kind.sorts[self.sort.removeprefix("-")]
        return found.order_by(*(map(_turned, order) if self.sort.startswith("-") else order))

    @cached_property
    def query(self) -> str:
        """What it filters and sorts by, as an address; the same filters always read the same."""
        said = {key: value for key, value in self.values.items() if value}
        if self.sort != self.kind.first_sort:
            said["sort"] = self.sort
        return urlencode(said)

    @property
    def is_filtered(self) -> bool:
        """Whether something is left out."""
        return any(self.values.values())

    @cached_property
    def views(self) -> list[SavedView]:
        """The views this reader has, each with `is_first`. One query."""
        first = FirstView.objects.filter(view=OuterRef("pk"), user_id=self.user_id)
        seen = SavedView.objects.seen_by(self.user_id).filter(list_name=self.kind.name)
        return list(seen.annotate(is_first=Exists(first)).order_by("pk")[:30])

    @cached_property
    def view(self) -> SavedView | None:
        """The view that is open."""
        asked = self.asked.get("view", "")
        return next((one for one in self.views if str(one.pk) == asked), None)

    @property
    def is_unsaved(self) -> bool:
        """Whether these filters are worth a name: something is asked, and no view says it yet."""
        return bool(self.query) and all(one.query != self.query for one in self.views)

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """The views as tabs, the whole list first."""
        everything = {
            "label": _("All"),
            "url": f"{self.kind.url}?view=all",
            "is_here": self.view is None and not self.query,
        }
        return [everything] + [
            {"label": one.name, "url": address_of(one), "is_here": one == self.view}
            for one in self.views
        ]

    def address(self, **changes: str) -> str:
        """The same list with some of its words changed, from its first page."""
        said = {**self.values, "sort": self.sort, **changes}
        if said["sort"] == self.kind.first_sort:
            del said["sort"]
        if self.view is not None:
            said["view"] = str(self.view.pk)
        query = urlencode({key: value for key, value in said.items() if value})
        return f"{self.kind.url}?{query or 'view=all'}"

    def chips(
        self, key: str, choices: Iterable[tuple[str, Any]], everything: Any = ""
    ) -> list[dict[str, Any]]:
        """A filter as chips: every choice, and all of them; one in force is taken off by itself."""
        now = self.values[key]
        whole = {"label": everything or _("All"), "url": self.address(**{key: ""}),
                 "is_here": not now}  # fmt: skip
        return [whole] + [
            {"label": label, "url": self.address(**{key: code}), "is_here": now == code}
            for code, label in choices
        ]

    @cached_property
    def elsewhere(self) -> str:
        """Where a bare address leads: to the view with which this reader opens the list."""
        if self.asked or not self.is_plain:
            return ""
        first = next((one for one in self.views if one.is_first), None)  # type: ignore[attr-defined]
        return address_of(first) if first else ""


def asked_by(request: HttpRequest, kind: ListKind) -> Listing:
    """The list that a page is asked for."""
    is_plain = request.method == "GET" and "HX-Request" not in request.headers
    return Listing(kind, request.GET, int(request.user.pk or 0), is_plain)


def asked_in_form(request: HttpRequest, kind: ListKind) -> Listing:
    """The list from which something was ticked: its address travels in the field `list`."""
    return Listing(kind, QueryDict(request.POST.get("list", "")[:2000]), int(request.user.pk or 0))


def picked(request: HttpRequest, matching: QuerySet) -> QuerySet:
    """The rows that were ticked; with `everything`, all that match. Unordered rows are fine."""
    if request.POST.get("everything"):
        return matching
    numbers = {int(one) for one in request.POST.getlist("chosen") if _is_number(one)}
    return matching.model._default_manager.filter(pk__in=numbers)


def address_of(view: SavedView) -> str:
    """Where a view is seen."""
    query = f"{view.query}&view={view.pk}" if view.query else f"view={view.pk}"
    return f"{ListKind.named[view.list_name].url}?{query}"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def _turned(order: str | OrderBy) -> str | OrderBy:
    if isinstance(order, str):
        return order.removeprefix("-") if order.startswith("-") else f"-{order}"
    turned = order.copy()
    turned.descending = not order.descending
    return turned
