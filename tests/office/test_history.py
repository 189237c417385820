"""The history tells what happened in words, who did it, and where it is found."""

from kernel.actor import Actor, act_as
from kernel.facts import history
from kernel.facts.bus import Fact
from kernel.facts.models import Record
from tests import make
from tests.questions import asked


def test_every_fact_of_ours_has_a_sentence():
    ours = [
        one
        for one in Fact.kinds.values()
        if one.__module__.startswith(
            ("tenant_apps.ticketing", "tenant_apps.office.team", "shared_apps.tenants")
        )
    ]
    assert ours
    assert [one.__name__ for one in ours if not one.sentence] == []


def test_a_line_says_who_did_it(red, client_for):
    owner = client_for(red, "owner")
    with act_as(Actor("user", str(owner.user.pk))):
        make.event(name="Summer Night")
    lines = history.lines(Record.objects.filter(name="EventPublished"), with_subjects=True)
    assert [(one.sentence, one.who, one.subject.words) for one in lines] == [
        ("Event published", "Owner of red", "Summer Night")
    ]


def test_the_page_links_to_what_it_is_about(red, client_for):
    order = make.paid_order()
    html = client_for(red, "owner").get("/backstage/settings/history").content.decode()
    assert f"/backstage/orders/{order.reference}" in html
    assert "Paid, and tickets issued" in html


def test_a_fact_that_is_gone_is_still_told(red):
    record = Record(name="SomethingForgotten", body={}, actor="system", at=None)
    assert history.lines([record])[0].sentence == "Something forgotten"


def test_records_are_found_by_what_they_are_about(red):
    one, other = make.paid_order(), make.paid_order()
    found = history.about({"order_id": one.pk}).values_list("body", flat=True)
    assert {body["order_id"] for body in found} == {one.pk}
    assert other.pk != one.pk


def test_the_page_asks_as_many_questions_about_much_as_about_little(red, client_for):
    client = client_for(red, "owner")
    make.paid_order()
    about_little = asked(client, "/backstage/settings/history")
    for _ in range(6):
        make.paid_order()
    assert asked(client, "/backstage/settings/history") == about_little
