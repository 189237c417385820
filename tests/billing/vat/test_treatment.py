"""One treatment for a whole invoice, by where the customer is and what is known of his number."""

from datetime import UTC, date, datetime, timedelta

import pytest

from billing import vat
from billing.models import VatCheck
from billing.vat import rates
from tests.billing import make

DAY = date(2026, 11, 1)
GERMAN = "DE136695976"
pytestmark = pytest.mark.usefixtures("public")


def treated(**fields):
    return vat.treatment(account=make.account(**fields), on=DAY)


def told(account, state, *, days_ago, vat_id=GERMAN):
    at = datetime(2026, 11, 1, 6, tzinfo=UTC) - timedelta(days=days_ago)
    VatCheck.objects.create(account=account, vat_id=vat_id, result=state, register="test", at=at)


def test_at_home_the_domestic_rate_holds_whatever_the_number():
    for state in ("none", "pending", "valid", "invalid"):
        how = treated(country="FR", vat_id="FR40303265045", vat_state=state)
        assert (how.category, how.rate, how.note) == ("S", 2000, "")


def test_a_business_in_another_member_state_owes_the_tax_itself():
    how = treated(country="DE", vat_id=GERMAN, vat_state="valid", language="en")
    assert (how.category, how.rate) == ("AE", 0)
    assert "Article 196 of Directive 2006/112/EC" in how.note


@pytest.mark.parametrize("state", ["none", "invalid", "pending"])
def test_without_a_good_number_the_rate_of_its_country_is_charged(state):
    how = treated(country="DE", vat_id=GERMAN, vat_state=state, language="en")
    assert (how.category, how.rate) == ("S", 1900)
    assert "Germany" in how.note


def test_outside_the_union_there_is_no_vat():
    for country in ("CH", "US", "GB"):
        assert treated(country=country).category == "O"


def test_northern_ireland_is_outside_for_services():
    assert treated(country="GB", vat_id="XI432525179", vat_state="valid").category == "O"


def test_monaco_counts_as_france_and_greece_is_found_by_both_of_its_codes():
    assert treated(country="MC").category == "S"
    assert treated(country="MC").rate == 2000
    assert treated(country="EL").rate == treated(country="GR").rate == 2400


def test_what_was_valid_lately_stays_so_while_the_register_is_silent():
    account = make.account(country="DE", vat_id="DE 136 695 976", vat_state="pending")
    told(account, "valid", days_ago=29)
    told(account, "pending", days_ago=0)
    assert vat.treatment(account=account, on=DAY).category == "AE"


def test_silence_does_not_help_a_number_that_was_valid_long_ago_or_refused_since():
    long_ago = make.account(country="DE", vat_id=GERMAN, vat_state="pending")
    told(long_ago, "valid", days_ago=31)
    assert vat.treatment(account=long_ago, on=DAY).category == "S"
    told(long_ago, "valid", days_ago=20)
    told(long_ago, "invalid", days_ago=10)
    assert vat.treatment(account=long_ago, on=DAY).category == "S"


def test_a_rate_holds_from_its_day_on():
    assert rates.rate("RO", date(2025, 7, 31)) == 1900
    assert rates.rate("RO", date(2025, 8, 1)) == 2100
    assert rates.rate("FI", DAY) == 2550


def test_the_table_has_all_member_states_and_says_so_when_it_cannot_tell():
    assert len(rates.members()) == 27
    assert all(1500 <= rates.rate(country, DAY) <= 2700 for country in rates.members())
    with pytest.raises(LookupError):
        rates.rate("FR", date(2020, 1, 1))
    with pytest.raises(LookupError):
        rates.rate("CH", DAY)


def test_nothing_is_invoiced_before_we_have_said_who_we_are(settings):
    account = make.account(country="FR")
    settings.PLATFORM_SELLER = settings.PLATFORM_SELLER | {"vat_id": "", "iban": ""}
    with pytest.raises(vat.SellerIncomplete, match="PLATFORM_VAT_ID"):
        vat.treatment(account=account, on=DAY)
    found = {one.msg for one in vat.parties.check_seller()}
    assert found == {
        "No invoice can be written: PLATFORM_VAT_ID is not set.",
        "No invoice can be written: PLATFORM_IBAN is not set.",
    }


def test_we_invoice_from_a_member_state_with_a_number_of_that_state(settings):
    ours = settings.PLATFORM_SELLER
    for country in ("US", "DE"):
        settings.PLATFORM_SELLER = ours | {"country": country}
        with pytest.raises(vat.SellerIncomplete):
            vat.seller()


def test_a_number_that_is_not_valid_does_not_stand_on_invoices():
    account = make.account(country="DE", vat_id=GERMAN, vat_state="invalid")
    assert vat.buyer(account)["vat_id"] == ""
    account = make.account(country="DE", vat_id="de 136.695.976", vat_state="valid")
    assert vat.buyer(account)["vat_id"] == GERMAN
