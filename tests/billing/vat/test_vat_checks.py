"""A number is checked when it is given, hourly while nobody answers, monthly once it is good."""

from datetime import UTC, datetime, timedelta

import pytest

from billing.models import Account, VatCheck
from billing.services import vat_numbers
from billing.vat.registers import Answer
from kernel.facts.models import Record
from tests.billing import make

NOW = datetime(2026, 11, 10, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
pytestmark = pytest.mark.usefixtures("public")


class Clerk:
    """A register that says what it is told to say, and remembers what it was asked."""

    code = "clerk"
    says = "valid"
    asked = ()

    def ask(self, number):
        type(self).asked = (*self.asked, str(number))
        return Answer(state=self.says, name="Konzerthaus GmbH", consultation="WAPIAAAAY1")


@pytest.fixture
def clerk(settings):
    settings.VAT_REGISTER = f"{__name__}.Clerk"
    Clerk.says, Clerk.asked = "valid", ()
    return Clerk


def german(vat_id="DE 136 695 976", state="pending"):
    return make.account(country="DE", vat_id=vat_id, vat_state=state)


def refusals():
    return Record.objects.filter(name="VatNumberRefused").count()


def test_what_the_register_says_is_written_down_with_its_receipt(clerk):
    account = german()
    made = vat_numbers.check(account=account, now=NOW)
    assert (made.result, made.vat_id, made.register) == ("valid", "DE136695976", "clerk")
    assert (made.name, made.consultation, made.at) == ("Konzerthaus GmbH", "WAPIAAAAY1", NOW)
    assert (account.vat_state, account.vat_id) == ("valid", "DE136695976")


def test_a_number_that_cannot_exist_is_refused_and_nobody_is_asked(clerk):
    account = german("DE123")
    assert vat_numbers.check(account=account, now=NOW).result == "invalid"
    assert (account.vat_state, clerk.asked, refusals()) == ("invalid", (), 1)


def test_a_number_of_another_country_than_the_accounts_is_refused(clerk):
    account = german("ATU13585627")
    vat_numbers.check(account=account, now=NOW)
    assert (account.vat_state, clerk.asked) == ("invalid", ())


def test_a_refusal_is_told_once(clerk):
    clerk.says = "invalid"
    account = german()
    vat_numbers.check(account=account, now=NOW)
    vat_numbers.check(account=account, now=NOW + HOUR)
    assert refusals() == 1


@pytest.mark.parametrize(("country", "vat_id"), [("DE", ""), ("US", "12-3456789")])
def test_where_there_is_nothing_to_ask_nothing_is_written(clerk, country, vat_id):
    account = make.account(country=country, vat_id=vat_id, vat_state="valid")
    assert vat_numbers.check(account=account, now=NOW) is None
    assert (account.vat_state, clerk.asked, VatCheck.objects.count()) == ("none", (), 0)


def test_an_answer_about_a_number_that_was_replaced_meanwhile_changes_nothing(clerk, monkeypatch):
    account = german()

    def slowly(self, number):
        Account.objects.filter(pk=account.pk).update(vat_id="DE811907980")
        return Answer(state="invalid")

    monkeypatch.setattr(Clerk, "ask", slowly)
    vat_numbers.check(account=account, now=NOW)
    assert (account.vat_id, account.vat_state, refusals()) == ("DE811907980", "pending", 0)


def test_without_an_answer_it_is_asked_again_every_hour(clerk):
    clerk.says = "pending"
    account = german()
    assert vat_numbers.recheck_due(now=NOW) == 1
    assert vat_numbers.recheck_due(now=NOW + HOUR / 2) == 0
    clerk.says = "valid"
    assert vat_numbers.recheck_due(now=NOW + HOUR) == 1
    account.refresh_from_db()
    assert account.vat_state == "valid"


def test_a_good_number_is_asked_about_once_a_month_and_may_be_lost(clerk):
    account = german()
    vat_numbers.check(account=account, now=NOW)
    assert vat_numbers.recheck_due(now=NOW + timedelta(days=29)) == 0
    clerk.says = "invalid"
    assert vat_numbers.recheck_due(now=NOW + timedelta(days=30)) == 1
    account.refresh_from_db()
    assert (account.vat_state, refusals()) == ("invalid", 1)
    assert vat_numbers.recheck_due(now=NOW + timedelta(days=60)) == 0


def test_the_demos_register_believes_right_check_digits():
    account = german()
    assert vat_numbers.check(account=account, now=NOW).register == "offline"
    assert account.vat_state == "valid"
