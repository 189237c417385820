"""Many orders or events at once: a task that does each once, seen by those who may."""

import csv
import io
import json

import openpyxl
import pytest

from kernel.jobs import running
from kernel.jobs.models import Item, Job
from tenant_apps.ticketing.events.models import Event
from tenant_apps.ticketing.inventory.models import Stock
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.payments.models import Entry, Refund
from tests import make


@pytest.fixture
def owner(red, client_for):
    return client_for(red, "owner")


def done(answer):
    """The job that a page began, once a worker has been at it."""
    job = Job.objects.get(pk=int(answer["Location"].rpartition("/")[2]))
    running.run(job.pk)
    job.refresh_from_db()
    return job


def refund(client, **said):
    return client.post("/backstage/orders/refunds", {"reason": "Called off", **said})


def test_a_refund_of_many_asks_first_and_says_what_it_touches(owner):
    event = make.event()
    paid = [make.paid_order(event, 2, email=f"a{n}@example.org") for n in range(2)]
    waiting, _ = make.placed_order(event, 1)
    html = refund(owner, chosen=[one.pk for one in (*paid, waiting)]).content.decode()
    assert "Refund 2 orders in full?" in html
    assert "€100.00" in html
    assert "4 tickets stop being valid" in html
    assert "1 of the ticked orders is not paid" in html
    assert Job.objects.count() == 0
    assert Refund.objects.count() == 0


def test_each_order_is_refunded_once_and_to_the_cent_even_if_the_task_comes_again(owner):
    event = make.event(capacity=100)
    orders = [make.paid_order(event, 2, email=f"a{n}@example.org") for n in range(4)]
    chosen = [one.pk for one in orders[:3]]
    job = done(refund(owner, chosen=chosen, is_asked="yes"))
    assert (job.done, job.failed) == (3, 0)
    again = done(refund(owner, chosen=[*chosen, orders[3].pk], is_asked="yes"))
    assert again.total == 1  # what is refunded already is not asked for
    Item.objects.filter(job=job).update(state="waiting")  # as if a worker's work were repeated
    Job.objects.filter(pk=job.pk).update(state="waiting", done=0)
    running.run(job.pk)
    job.refresh_from_db()
    assert (job.done, job.failed) == (0, 3)
    assert Refund.objects.count() == 4
    assert sum(Refund.objects.values_list("amount", flat=True)) == 4 * 5000
    booked = Entry.objects.filter(kind=Entry.Kind.REFUND)
    assert sum(booked.values_list("amount", flat=True)) == -4 * 5000
    assert Stock.objects.get(ticket_type=None).sold == 0


def test_all_that_match_are_those_of_the_filter_and_no_others(owner):
    jazz, opera = make.event(name="Jazz"), make.event(name="Opera")
    wanted = [make.paid_order(jazz, 1, email=f"a{n}@example.org") for n in range(3)]
    make.paid_order(opera, 1)
    job = done(refund(owner, everything="1", list=f"event={jazz.pk}", is_asked="yes"))
    assert job.total == 3
    refunded = Order.objects.filter(status="refunded")
    assert {one.pk for one in refunded} == {one.pk for one in wanted}


def test_tickets_are_sent_again_and_what_has_none_is_told(owner, run_deliveries, mailoutbox):
    paid = make.paid_order()
    waiting, _ = make.placed_order(make.event(), 1)
    run_deliveries()
    before = len(mailoutbox)
    job = done(owner.post("/backstage/orders/mailings", {"chosen": [paid.pk, waiting.pk]}))
    assert (job.done, job.failed) == (1, 1)
    assert job.items.get(state="failed").label == waiting.reference
    run_deliveries()
    assert len(mailoutbox) == before + 1
    html = owner.get(f"/backstage/tasks/{job.pk}").content.decode()
    assert waiting.reference in html
    assert "no valid tickets" in html


def test_a_table_of_orders_is_text_and_never_a_formula(owner):
    make.paid_order(name="=1+1", email="x@example.org")
    job = done(owner.post("/backstage/orders/exports", {"everything": "1"}))
    rows = list(
        csv.reader(
            io.StringIO(
                owner.get(f"/backstage/tasks/{job.pk}/file.csv").content.decode("utf-8-sig")
            )
        )
    )
    assert rows[0][0] == "Order"
    assert rows[1][3] == "'=1+1"
    body = b"".join(owner.get(f"/backstage/tasks/{job.pk}/file.xlsx").streaming_content)
    sheet = openpyxl.load_workbook(io.BytesIO(body)).active
    assert (sheet["D2"].value, sheet["D2"].data_type) == ("=1+1", "s")


def test_events_are_published_taken_back_and_copied_together(owner):
    ready, bare = (
        make.event(published=False),
        Event.objects.create(name="Bare", slug="bare", timezone="UTC", currency="EUR"),
    )
    both = {"chosen": [ready.pk, bare.pk]}
    job = done(owner.post("/backstage/events/publications", both))
    assert (job.done, job.failed) == (1, 1)
    done(owner.post("/backstage/events/withdrawals", both))
    ready.refresh_from_db()
    assert ready.status == "draft"
    done(owner.post("/backstage/events/copies", {"chosen": [ready.pk]}))
    twin = Event.objects.latest("pk")
    assert (twin.name, twin.status, twin.sessions.count()) == (f"{ready.name} (copy)", "draft", 0)
    assert twin.ticket_types.get().price == ready.ticket_types.get().price


def test_nothing_ticked_is_said_and_begins_nothing(owner):
    make.paid_order()
    owner.post("/backstage/orders/exports", {"chosen": ["x", "-1", "9" * 40]})
    assert Job.objects.count() == 0


@pytest.mark.parametrize(
    ("role", "address"),
    [("finance", "orders/mailings"), ("support", "orders/refunds"), ("scanner", "orders/exports"),
     ("finance", "customers/exports"), ("scanner", "events/publications")],
)  # fmt: skip
def test_who_may_not_do_it_to_one_may_not_to_many(red, client_for, role, address):
    order = make.paid_order()
    answer = client_for(red, role).post(
        f"/backstage/{address}", {"chosen": [order.pk], "reason": "x", "is_asked": "y"}
    )
    assert answer.status_code == 403
    assert Job.objects.count() == 0


def test_a_task_is_seen_by_those_who_may_see_what_it_touches(red, blue, owner, client_for):
    make.paid_order()
    job = done(owner.post("/backstage/orders/exports", {"everything": "1"}))
    for client in (client_for(red, "scanner"), client_for(blue, "owner")):
        for address in ("", "/file.csv", "/file.xlsx"):
            assert client.get(f"/backstage/tasks/{job.pk}{address}").status_code == 404
        assert client.post(f"/backstage/tasks/{job.pk}/stop").status_code == 404
        assert job.title not in client.get("/backstage/tasks").content.decode()
    assert job.title in client_for(red, "finance").get("/backstage/tasks").content.decode()


def test_a_file_is_looked_at_before_it_changes_anything(owner):
    rows = (
        "event,starts_at,capacity,ticket,price",
        "Hamlet,2030-05-03 19:30,100,Stalls,12.50",
        ",2030-05-04 19:30,1,x,1",
    )
    file = io.BytesIO("\n".join(rows).encode())
    file.name = "spring.csv"
    answer = owner.post("/backstage/events/import", {"file": file})
    html = owner.get(answer["Location"]).content.decode()
    assert "Hamlet" in html
    assert "Bring one event in" in html
    assert Event.objects.count() == 0
    job = done(owner.post(answer["Location"]))
    assert (job.done, job.failed) == (1, 1)
    assert Event.objects.get().status == "draft"
    assert (
        "/tasks/" in owner.get(answer["Location"])["Location"]
    )  # what has begun is not asked again


A_DATE = "2030-05-03T19:30"
BOMBS = {
    "each offer for each session": json.dumps(
        {"name": "Bomb", "subEvent": [{"startDate": A_DATE}] * 300, "offers": [{}] * 300}
    ),
    "many lines": "event,starts_at\n" + f"x,{A_DATE}\n" * 20_001,
    "a NUL": f"event,starts_at\nx\0,{A_DATE}\n",
    "half a letter": json.dumps({"name": "\ud800", "startDate": A_DATE}),
    "a number without end": f'{{"name": "x", "startDate": {"9" * 5000}}}',
}


@pytest.mark.parametrize("file", BOMBS.values(), ids=BOMBS)
def test_a_file_made_to_harm_is_refused_in_a_sentence(owner, file):
    sent = io.BytesIO(file.encode())
    sent.name = "bomb"
    answer = owner.post("/backstage/events/import", {"file": sent})
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Job.objects.exists()


def test_a_list_that_a_form_brings_along_asks_for_no_nonsense(owner):
    make.paid_order()
    sent = {"everything": "1", "list": "q=%00&status=paid"}
    assert done(owner.post("/backstage/orders/exports", sent)).done == 1
