"""What was sent can be found again, and read by who may."""

from tests import make
from tests.themes.letters.conftest import write
from themes.letters.models import Mail


def test_mails_are_found_by_address_order_state_and_kind(red, client_for, run_deliveries):
    write(key="1", to="ana@example.org", reference="K7P2XQ")
    write(key="2", to="eva@example.org", kind="test_told")
    run_deliveries()
    write(key="3", to="zoe@example.org")
    support = client_for(red, role="support")

    def found(query):
        shown = support.get(f"/backstage/mails/log?{query}").content.decode()
        return {name for name in ("ana", "eva", "zoe") if f"{name}@example.org" in shown}

    assert found("") == {"ana", "eva", "zoe"}
    assert found("q=eva") == {"eva"}
    assert found("q=k7p2xq") == {"ana"}
    assert found("state=queued") == {"zoe"}
    assert found("kind=test_told") == {"eva"}
    assert found("q=nobody") == set()


def test_the_list_costs_the_same_however_long_it_is(red, client_for, django_assert_max_num_queries):
    support = client_for(red, role="support")
    for number in range(30):
        write(key=str(number))
    support.get("/backstage/mails/log")

    with django_assert_max_num_queries(8):
        support.get("/backstage/mails/log")


def test_a_mail_shows_its_envelope_its_story_and_its_letter(red, client_for, run_deliveries):
    make.paid_order()
    run_deliveries()
    mail = Mail.objects.get()
    support = client_for(red, role="support")

    shown = support.get(f"/backstage/mails/log/{mail.pk}").content.decode()
    body = support.get(f"/backstage/mails/log/{mail.pk}/body").content.decode()

    assert f"/backstage/orders/{mail.reference}" in shown
    assert "Handed to the mail server" in shown
    assert f"tickets-{mail.reference}.pdf" in shown
    assert "Your tickets are here" in body


def test_a_link_that_lets_its_reader_in_is_read_by_nobody_else(red, client_for):
    mail = write(kind="test_secret")
    owner = client_for(red, role="owner")

    assert "Something to read." not in owner.get(f"/backstage/mails/log/{mail.pk}").content.decode()
    assert owner.get(f"/backstage/mails/log/{mail.pk}/body").status_code == 404


def test_a_shop_finds_no_mail_of_another(red, in_blue, client_for):
    with in_blue():
        mail = write()

    owner = client_for(red, role="owner")

    assert owner.get(f"/backstage/mails/log/{mail.pk}").status_code == 404
    assert "ana@example.org" not in owner.get("/backstage/mails/log").content.decode()


def test_an_order_shows_its_mails(red, client_for, run_deliveries):
    order = make.paid_order()
    run_deliveries()

    shown = client_for(red, role="owner").get(f"/backstage/orders/{order.reference}")

    assert f"/backstage/mails/log/{Mail.objects.get().pk}" in shown.content.decode()


def test_a_forgotten_password_is_a_letter_in_the_shops_look(
    red, client_for, run_deliveries, mailoutbox
):
    owner = client_for(red, role="owner").user
    owner.set_password("a-password-of-some-length")
    owner.language = "es"
    owner.save()

    client_for(red).post("/signin/forgotten", {"email": owner.email})
    run_deliveries()

    (mail,) = mailoutbox
    assert mail.message()["From"] == "Red Theatre <no-reply@marquee.localhost>"
    assert '<html lang="es"' in mail.alternatives[0].content
    assert "http://red.localhost:8000/signin/forgotten/" in mail.body
    kept = Mail.objects.get()
    assert (kept.kind, kept.text) == ("account_password_reset", "")
