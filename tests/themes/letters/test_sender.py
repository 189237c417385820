"""From whom mails come: the shop's own domain while DNS says so, else the platform's address."""

import pytest

from kernel.facts.models import Record
from tests.fakes.mail import NameServer
from tests.themes.letters.conftest import write
from themes.letters import records
from themes.letters.errors import DomainRefused
from themes.letters.models import Sender
from themes.letters.services import senders

SPF = "theatre.example"
DMARC = "_dmarc.theatre.example"
INCLUDED = "include:spf.marquee.localhost"


@pytest.fixture
def chosen(red):
    """Return the sender of a shop that has chosen its domain."""
    return senders.choose_domain(domain="Theatre.example.", mailbox="tickets")


@pytest.fixture
def dns(chosen):
    """Return name servers with all three records as we ask for them."""
    return NameServer(**{one.name: [one.value] for one in records.wanted(chosen)})


def found(dns, kind):
    return next(one for one in records.look(senders.row_of_shop(), dns) if one.kind == kind)


def from_now(mail):
    return senders.sender_for(mail).shown


@pytest.mark.parametrize(
    ("said", "state", "fault"),
    [
        ([], "missing", ""),
        (["google-site-verification=x"], "missing", ""),
        ([f"v=spf1 mx {INCLUDED} -all"], "found", ""),
        ([f"V=SPF1 +{INCLUDED.upper()} -all"], "found", ""),
        (["v=spf1 mx -all"], "wrong", "not_included"),
        ([f"v=spf1 -{INCLUDED} -all"], "wrong", "refused"),
        ([f"v=spf1 -all {INCLUDED}"], "wrong", "after_all"),
        ([f"v=spf1 {INCLUDED} -all", "v=spf1 mx -all"], "wrong", "several"),
        ([f"v=spf1 {'a mx ' * 5}{INCLUDED} -all"], "wrong", "lookups"),
        (["v=spf10 x"], "missing", ""),
    ],
)
def test_spf_as_it_may_be_found(dns, said, state, fault):
    dns.said[SPF] = said

    seen = found(dns, "spf")

    assert (seen.state, seen.fault) == (state, fault)
    assert seen.seen == (" | ".join(said) if state != "missing" else "")


@pytest.mark.parametrize(
    ("said", "state", "fault"),
    [
        ([], "missing", ""),
        (["v=DMARC1; p=reject; rua=mailto:x@theatre.example"], "found", ""),
        (["v=DMARC1;p=quarantine"], "found", ""),
        (["v=DMARC1; p=perhaps"], "wrong", "no_policy"),
        (["p=none; v=DMARC1"], "wrong", "not_first"),
        (["v=DMARC1; p=none", "v=DMARC1; p=reject"], "wrong", "several"),
    ],
)
def test_dmarc_as_it_may_be_found(dns, said, state, fault):
    dns.said[DMARC] = said

    seen = found(dns, "dmarc")

    assert (seen.state, seen.fault) == (state, fault)


def test_dmarc_of_the_domain_above_speaks_for_the_one_below(red):
    row = senders.choose_domain(domain="tickets.theatre.example", mailbox="hello")
    dns = NameServer(**{"_dmarc.theatre.example": ["v=DMARC1; p=reject"]})

    assert found(dns, "dmarc").state == "found"
    assert row.address == "hello@tickets.theatre.example"


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ([], "missing"),
        (["v=DKIM1; k=rsa; p=AAAA"], "wrong"),
        (["v=DKIM1; k=rsa; p="], "wrong"),
    ],
)
def test_a_key_that_is_not_ours_is_wrong(dns, chosen, said, state):
    dns.said[f"{chosen.selector}._domainkey.theatre.example"] = said

    assert found(dns, "dkim").state == state


def test_a_key_that_a_provider_broke_into_pieces_is_still_ours(dns, chosen):
    name = f"{chosen.selector}._domainkey.theatre.example"
    value = dns.said[name][0]
    dns.said[name] = [f"{value[:200]} {value[200:]}"]

    assert found(dns, "dkim").state == "found"


def test_only_a_verified_domain_is_used(dns, chosen):
    mail = write()
    del dns.said[DMARC]
    assert senders.check(ask=dns).state == "pending"
    assert from_now(mail) == "Red Theatre <no-reply@marquee.localhost>"

    dns.said[DMARC] = ["v=DMARC1; p=none"]
    senders.check(ask=dns)

    assert from_now(mail) == "Red Theatre <tickets@theatre.example>"
    assert Record.objects.filter(name="SenderVerified").count() == 1


def test_records_gone_twice_fall_back_and_the_owner_is_told(
    dns, client_for, red, run_deliveries, mailoutbox
):
    client_for(red, role="owner")
    client_for(red, role="support")
    senders.check(ask=dns)
    dns.said.clear()

    assert senders.check(ask=dns).state == "verified"
    assert senders.check(ask=dns).state == "lost"
    run_deliveries()

    (told,) = mailoutbox
    assert told.to == ["owner@red.example"]
    assert "theatre.example" in told.subject
    assert told.message()["From"] == "Red Theatre <no-reply@marquee.localhost>"


def test_records_that_come_back_are_used_again(dns, red):
    for said in (dict(dns.said), {}, {}, dict(dns.said)):
        dns.said = said
        row = senders.check(ask=dns)

    assert (row.state, row.misses) == ("verified", 0)


def test_silent_name_servers_change_nothing(dns, chosen):
    senders.check(ask=dns)
    dns.silent = {SPF, DMARC, f"{chosen.selector}._domainkey.theatre.example"}

    for _time in range(3):
        row = senders.check(ask=dns)

    assert (row.state, row.misses) == ("verified", 0)
    assert {one["state"] for one in row.found} == {"unknown"}


@pytest.mark.parametrize(
    "domain",
    ["marquee.localhost", "mail.marquee.localhost", "localhost", "theatre", "a b.example",
     "-x.example", "theatre.example/x", "x.localhost"],
)  # fmt: skip
def test_a_domain_that_is_nobodys_own_is_refused(red, domain):
    with pytest.raises(DomainRefused):
        senders.choose_domain(domain=domain, mailbox="tickets")

    assert not Sender.objects.exists()


def test_another_domain_has_another_key_and_begins_anew(dns, chosen):
    senders.check(ask=dns)

    other = senders.choose_domain(domain="other.example", mailbox="tickets")

    assert other.state == "pending"
    assert other.public_key != chosen.public_key
    assert other.selector != chosen.selector


def test_the_private_key_is_sealed(chosen):
    assert "PRIVATE KEY" not in chosen.sealed_key


def test_answers_go_where_the_shop_wants_them(red, run_deliveries, mailoutbox):
    senders.answer_to(address="box-office@theatre.example")
    write()

    run_deliveries()

    assert mailoutbox[0].reply_to == ["box-office@theatre.example"]


def test_the_wizard_shows_what_to_enter_and_what_was_seen(red, client_for, settings):
    settings.MAIL_RESOLVER = "tests.themes.letters.test_sender.HalfReady"
    owner = client_for(red, role="owner")

    owner.post("/backstage/mails/sender/domain", {"mailbox": "tickets", "domain": "bühne.example"})
    owner.post("/backstage/mails/sender/check")
    shown = owner.get("/backstage/mails/sender").content.decode()

    row = senders.row_of_shop()
    assert row.domain == "xn--bhne-0ra.example"
    assert all(one.name in shown for one in records.wanted(row))
    assert row.public_key in shown
    assert "v=spf1 mx -all" in shown
    assert client_for(red, role="support").get("/backstage/mails/sender").status_code == 403


class HalfReady(NameServer):
    """A domain whose SPF record does not name us."""

    def txt(self, name):
        return ["v=spf1 mx -all"] if name == "xn--bhne-0ra.example" else []
