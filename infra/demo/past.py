"""Plays a shop's past: sales, refunds, people at the door, what they said afterwards."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from heapq import heappop, heappush
from random import Random

from infra.demo.crowd import Crowd, Sale
from infra.demo.diary import Diary, reopened
from kernel.actor import Actor, act_as
from kernel.outbox.delivery import deliver
from kernel.outbox.models import Delivery
from tenant_apps.office.team.models import Member
from tenant_apps.ticketing.events.models import Event, Session, TicketType
from tenant_apps.ticketing.inventory.errors import SoldOut
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.payments.gateways import sandbox
from tenant_apps.ticketing.sales.services import cart, checkout, expiry, refunds, settlement
from tenant_apps.ticketing.tickets.models import Ticket
from tenant_apps.ticketing.tickets.services import admission

DAYS = 42
SHOW_UP = 0.88
LETTERS_KEPT = 3  # of the newest orders, so that the mailbox is not empty
LETTER = ":mail_"  # handlers that write letters are called so
BUYER = Actor("buyer")
BOX_OFFICE = Actor("system", "demo", "Demo")


class Past:
    """The past of one shop, played happening by happening in the order of time."""

    def __init__(self, *, seed: str, now: datetime, orders: int, fame: dict[int, float]) -> None:
        self.dice = Random(f"{seed} door")
        self.now = now
        self.diary = Diary()
        self.planned = 0
        self.orders: list[Order] = []
        sessions = list(Session.objects.select_related("event").order_by("starts_at", "pk"))
        types: dict[int, list[TicketType]] = defaultdict(list)
        for one in TicketType.objects.all():
            types[one.event_id].append(one)
        crowd = Crowd(seed, sessions, types, fame)
        self.happenings: list[tuple[datetime, int, Callable[[], None]]] = []
        for sale in crowd.sales(now=now, days=DAYS, orders=orders):
            self.plan(sale.at, partial(self.sell, sale))
        for one in sessions:
            if one.starts_at < now - timedelta(hours=1):
                self.plan(one.starts_at, partial(self.open_doors, one))

    def plan(self, at: datetime, happen: Callable[[], None]) -> None:
        """Something is to happen at a moment; of two at once, the one planned first."""
        self.planned += 1
        heappush(self.happenings, (at, self.planned, happen))

    def play(self) -> Iterator[tuple[int, int]]:
        """Let it all happen; yields (happenings done, in all)."""
        with self.diary.at(self.now - timedelta(days=DAYS + 20)):
            self.date_programme()
        done = 0
        while self.happenings:
            _at, _number, happen = heappop(self.happenings)
            happen()
            done += 1
            yield done, done + len(self.happenings)
        self.drop_old_letters()
        self.diary.write()

    def date_programme(self) -> None:
        """The programme was announced before anybody bought."""
        announced = self.now - timedelta(days=DAYS + 20)
        for event in Event.objects.all():
            self.diary.note(event, "created_at", announced)
            self.diary.note(event, "published_at", announced)

    def sell(self, sale: Sale) -> None:
        """One buyer at the checkout. Who comes too late for the last places buys nothing."""
        with self.diary.at(sale.at), act_as(BUYER), reopened(sale.session):
            try:
                cart_id = cart.put(
                    cart_id=None,
                    session_id=sale.session.pk,
                    quantities=sale.quantities,
                    access_code=sale.access_code,
                )
            except SoldOut:
                return
            order, payment = checkout.place(cart_id=cart_id, buyer=sale.buyer)
            if payment is not None and sale.fate == "expired":
                self.let_expire(order)
            elif payment is not None:
                if sale.fate == "declined":
                    self.present(payment, sandbox.DECLINED)
                order = self.present(payment, sandbox.SUCCEEDS)
        self.diary.note_order(order, sale.at)
        if order.status == Order.Status.PAID:
            self.orders.append(order)
        if order.status == Order.Status.PAID and sale.fate == "refunded":
            self.maybe_refund(order, sale)

    def present(self, payment, number: str) -> Order:
        """Present a card of the sandbox."""
        reading = sandbox.present_card(payment=payment, number=number)
        return settlement.settle(payment=payment, reading=reading)

    def let_expire(self, order: Order) -> None:
        """The buyer closed the window; a quarter of an hour later the places were free again."""
        Order.objects.filter(pk=order.pk).update(expires_at=order.placed_at)
        expiry.expire_due()
        self.work_off()
        order.refresh_from_db()

    def maybe_refund(self, order: Order, sale: Sale) -> None:
        """Some days later, before the evening itself, the buyer cannot come."""
        at = sale.at + timedelta(days=self.dice.uniform(0.2, 6))
        if at > min(self.now, sale.session.starts_at) - timedelta(hours=3):
            return
        self.plan(at, partial(self.refund, order, at))

    def refund(self, order: Order, at: datetime) -> None:
        """The box office gives the money back."""
        with self.diary.at(at), act_as(BOX_OFFICE):
            refund = refunds.refund(order=order, reason="The buyer cannot come.")
            self.work_off()
        self.diary.note_refund(order, refund, at)

    def open_doors(self, session: Session) -> None:
        """Most of those who have tickets come, in the last three quarters of an hour."""
        scanner = Member.objects.select_related("user").filter(role="scanner").first()
        actor = Actor("user", str(scanner.user_id), str(scanner.user)) if scanner else BOX_OFFICE
        gates = ("Main door", "Main door", "Balcony stairs", "Stage door")
        tickets = Ticket.objects.valid().filter(session=session)
        codes = [one for one in tickets.values_list("code", flat=True)
                 if self.dice.random() < SHOW_UP]  # fmt: skip
        moments = sorted(
            session.starts_at - timedelta(minutes=self.dice.triangular(-4, 45, 14)) for _ in codes
        )
        with act_as(actor):
            for code, moment in zip(codes, moments, strict=True):
                verdict = admission.admit(code=code, gate=self.dice.choice(gates))
                self.diary.note(verdict.first, "at", moment)
        self.diary.note_each(moments)

    def work_off(self) -> None:
        """Do what workers would do, except writing letters."""
        for pk in Delivery.objects.exclude(handler__contains=LETTER).values_list("pk", flat=True):
            deliver(pk)

    def drop_old_letters(self) -> None:
        """The letters of past weeks were sent long ago; those of the newest orders go out now."""
        self.work_off()
        newest = [one.pk for one in self.orders[-LETTERS_KEPT:]]
        letters = Delivery.objects.filter(handler__contains=LETTER)
        letters.exclude(name="OrderPaid", body__order_id__in=newest).delete()
