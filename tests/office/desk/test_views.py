"""Views of lists: kept, shared, opened with, deleted and brought back."""

import pytest

from kernel.lists.models import FirstView, SavedView
from tests import make
from tests.questions import asked

KEEP = "/backstage/lists/orders/views"


@pytest.fixture
def owner(red, client_for):
    return client_for(red, "owner")


@pytest.fixture
def support(red, client_for):
    return client_for(red, "support")


def keep(client, **said):
    client.post(KEEP, {"name": "Unpaid", "query": "status=pending", **said})
    return SavedView.objects.latest("pk")


def page(client, address="/backstage/orders?view=all"):
    return client.get(address).content.decode()


def test_a_view_is_a_tab_for_whoever_kept_it(owner, support):
    view = keep(owner)
    assert "Unpaid" in page(owner)
    assert "Unpaid" not in page(support)
    html = page(owner, f"/backstage/orders?status=pending&view={view.pk}")
    assert 'aria-current="page"' in html[html.index('class="tabs"') :]


def test_a_shared_view_is_everybodys_to_see_and_its_keepers_to_change(owner, support):
    view = keep(owner, is_shared="1")
    assert "Unpaid" in page(support)
    for act in ("deletion", "filters"):
        assert support.post(f"/backstage/views/{view.pk}/{act}").status_code == 403
    shared = keep(support, name="Theirs", is_shared="1")
    assert owner.post(f"/backstage/views/{shared.pk}/deletion").status_code == 302  # leads the team


def test_what_is_anothers_alone_is_not_there(owner, support):
    view = keep(owner)
    for act in ("deletion", "opening", "filters"):
        assert support.post(f"/backstage/views/{view.pk}/{act}").status_code == 404


def test_the_list_opens_with_the_view_one_chose(owner, support):
    view = keep(owner, is_first="1", is_shared="1")
    answer = owner.get("/backstage/orders")
    assert answer["Location"] == f"/backstage/orders?status=pending&view={view.pk}"
    assert support.get("/backstage/orders").status_code == 200
    owner.post(f"/backstage/views/{view.pk}/opening", {})
    assert owner.get("/backstage/orders").status_code == 200


def test_a_deleted_view_comes_back_as_it_was(owner):
    view = keep(owner, is_first="1")
    html = owner.post(f"/backstage/views/{view.pk}/deletion", follow=True).content.decode()
    assert f"/backstage/views/{view.pk}/return" in html
    assert owner.get("/backstage/orders").status_code == 200
    owner.post(f"/backstage/views/{view.pk}/return")
    assert owner.get("/backstage/orders").status_code == 302
    assert FirstView.objects.count() == 1


def test_changed_filters_are_kept_and_can_be_taken_back(owner):
    view = keep(owner)
    html = owner.post(
        f"/backstage/views/{view.pk}/filters", {"query": "status=paid&sort=total"}, follow=True
    ).content.decode()
    view.refresh_from_db()
    assert view.query == "status=paid&sort=total"
    assert f"/backstage/views/{view.pk}/filters?query=status%3Dpending" in html
    owner.post(f"/backstage/views/{view.pk}/filters?query=status%3Dpending")
    view.refresh_from_db()
    assert view.query == "status=pending"


def test_only_what_the_list_understands_is_kept(owner):
    view = keep(owner, query="status=pending&evil=1&page=9&q=ana")
    assert view.query == "q=ana&status=pending"


def test_a_list_one_may_not_see_keeps_no_views(red, client_for):
    scanner = client_for(red, "scanner")
    assert scanner.post(KEEP, {"name": "x", "query": ""}).status_code == 403
    assert scanner.post("/backstage/lists/nothing/views", {"name": "x"}).status_code == 404
    assert SavedView.objects.count() == 0


def test_reds_views_are_none_of_blues_affairs(red, blue, owner, client_for):
    view = keep(owner, is_shared="1")
    other = client_for(blue, "owner")
    assert "Unpaid" not in page(other)
    assert other.post(f"/backstage/views/{view.pk}/deletion").status_code == 404


def test_views_cost_one_question(owner):
    make.paid_order()
    without = asked(owner, "/backstage/orders?view=all")
    for number in range(5):
        keep(owner, name=f"View {number}")
    assert asked(owner, "/backstage/orders?view=all") == without


@pytest.mark.parametrize(
    "sort", ["total", "-total", "buyer", "-tickets", "status", "x", "-", "--id"]
)
def test_orders_are_sorted_by_what_one_asks(owner, sort):
    cheap, dear = make.paid_order(make.event(price=100), 1), make.paid_order(make.event(), 3)
    html = page(owner, f"/backstage/orders?sort={sort}")
    first = {"total": cheap, "-total": dear, "-tickets": dear}.get(sort)
    if first is not None:
        other = dear if first is cheap else cheap
        assert html.index(first.reference) < html.index(other.reference)
