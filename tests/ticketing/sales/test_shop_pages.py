"""What buyers read on the programme and on the page of their order."""

import time_machine

from tests import make


def programme(client_for, red):
    return client_for(red).get("/").content.decode()


def test_an_event_is_called_free_only_when_nothing_costs(red, client_for):
    event = make.event(price=0)
    assert ">Free<" in programme(client_for, red)

    make.ticket_type(event, name="Stalls", price=1250)

    assert ">Free<" not in programme(client_for, red)
    assert "from €0.00" in programme(client_for, red)


def test_what_costs_nothing_is_free_in_every_sum(red, client_for):
    free, dear = make.event(price=0), make.event(name="Gala", price=1250)

    pages = [client_for(red).get(f"/e/{one.slug}").text for one in (free, dear)]
    order = make.paid_order(free)

    assert ["Prices include all fees" in page for page in pages] == [False, True]
    assert "€0.00" not in client_for(red).get(order.get_absolute_url()).text


def test_when_it_was_ordered_is_told_by_the_clock_of_the_shop(red, client_for):
    with time_machine.travel("2030-07-01T22:30:00Z", tick=False):
        order = make.paid_order()
        page = client_for(red).get(order.get_absolute_url()).content.decode()

    assert "2 July 2030, 00:30 (Europe/Paris)" in page
