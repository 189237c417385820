"""Users of one host are strangers on another."""

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django_tenants.utils import schema_context

from kernel.tenancy import in_tenant
from shared_apps.accounts.models import User

PASSWORD = "a long password"


def sign_in(client, email="ada@red.example"):
    return client.post("/signin", {"login": email, "password": PASSWORD})


def test_a_user_signs_in_where_he_is_known(red, blue, client_for):
    User.objects.create_user("ada@red.example", PASSWORD)
    here, there = client_for(red), client_for(blue)

    assert sign_in(here).status_code == 302
    assert sign_in(there).status_code == 200

    assert Session.objects.count() == 1
    with in_tenant("blue"):
        assert not Session.objects.exists()
    assert "domain" not in str(here.cookies["sessionid"]).lower()


def test_a_user_of_the_platform_signs_in_there(public, platform_client):
    User.objects.create_user("ada@red.example", PASSWORD)

    assert sign_in(platform_client()).status_code == 302


def test_a_visitor_never_touches_sessions_or_users(red, client_for):
    client = client_for(red)

    with CaptureQueriesContext(connection) as asked:
        client.get("/signin")

    assert [q["sql"] for q in asked if "session" in q["sql"] or "accounts" in q["sql"]] == []
    assert "sessionid" not in client.cookies


def test_an_address_is_known_whatever_its_case(red):
    User.objects.create_user("Ada@red.example", PASSWORD)

    assert User.objects.get_by_natural_key("ADA@RED.EXAMPLE").email == "Ada@red.example"
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("ada@RED.example")


def test_nobody_signs_up_by_the_library_s_own_form(red, client_for):
    assert client_for(red).get("/signup").status_code == 404


def test_a_forgotten_password_is_mended_by_mail(red, client_for, run_deliveries, mailoutbox):
    User.objects.create_user("ada@red.example", PASSWORD)

    client_for(red).post("/signin/forgotten", {"email": "ada@red.example"})
    client_for(red).post("/signin/forgotten", {"email": "nobody@red.example"})
    run_deliveries()

    assert "http://red.localhost" in mailoutbox[0].body
    assert [mail.to for mail in mailoutbox] == [["ada@red.example"]]
    with schema_context("public"):
        assert not User.objects.exists()


@pytest.mark.parametrize("host", ["red.localhost:6666", "www.red.localhost:80"])
def test_who_asks_for_a_new_password_cannot_choose_where_the_link_leads(
    red, client_for, run_deliveries, mailoutbox, host
):
    User.objects.create_user("ada@red.example", PASSWORD)
    client = client_for(red)

    client.post(
        "/signin/forgotten",
        {"email": "ada@red.example"},
        headers={"host": host, "x-forwarded-host": "evil.example"},
    )

    run_deliveries()

    (letter,) = mailoutbox
    link, *_foot = (word for word in letter.body.split() if word.startswith("http"))
    assert "evil" not in letter.body
    assert link.startswith("http://red.localhost:8000/signin/forgotten/")
    assert client.get(link.removeprefix("http://red.localhost:8000")).status_code == 302


@pytest.mark.parametrize(
    "away",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "https:evil.example",
     "javascript:alert(1)", "http://blue.localhost/", "http://red.localhost.evil.example/"],
)  # fmt: skip
def test_signing_in_or_choosing_a_language_leads_nowhere_else(red, client_for, away):
    User.objects.create_user("ada@red.example", PASSWORD)
    client = client_for(red)

    signed_in = client.post(
        "/signin", {"login": "ada@red.example", "password": PASSWORD, "next": away}
    )
    spoken = client.post("/language", {"language": "es", "next": away})

    assert signed_in["Location"] == "/backstage/"
    assert spoken["Location"] == "/"


def test_a_session_of_one_shop_is_nothing_in_another(red, blue, client_for):
    stolen = client_for(red, "owner").cookies["sessionid"].value
    thief = client_for(blue)
    thief.cookies["sessionid"] = stolen

    assert thief.get("/backstage/").status_code == 302
    assert thief.get("/api/v1/orders").status_code == 401
