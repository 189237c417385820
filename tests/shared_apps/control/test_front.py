"""The front page, and the way to a shop of one's own."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from kernel.tenancy import in_tenant
from shared_apps.accounts.models import User
from shared_apps.tenants.models import Tenant
from tenant_apps.office.team.models import Member

FORM = {
    "organization": "Green Opera",
    "subdomain": "green",
    "email": "olive@green.example",
    "password": "correct horse battery",
    "currency": "GBP",
    "timezone": "Europe/London",
    "language": "en",
}


def check(visitor, name, **headers):
    return visitor.get("/api/subdomain-check", {"subdomain": name}, headers=headers)


def test_the_front_page_says_what_it_costs_and_what_is_still_to_come(visitor):
    page = visitor.get("/")
    assert page.status_code == 200
    assert "2.5 %" in page.text
    assert page.text.count("board-line") >= 12
    assert page.text.count("is-coming") == 11  # all but surveys
    assert "red.localhost" not in page.text


def test_a_demo_shows_its_shops_with_the_port_they_are_at(visitor, settings):
    settings.DEMO = True
    settings.DEMO_SHOPS = ("red",)
    settings.SITE_PORT = 8123
    page = visitor.get("/").text
    assert "http://red.localhost:8123/" in page
    assert "http://blue.localhost:8123/" not in page  # a stranger's, who only tried the demo


def test_signing_up_opens_a_shop_and_leads_into_its_backstage(visitor, client_for):
    response = visitor.post("/signup", FORM)

    assert response.status_code == 303
    where = urlsplit(response["Location"])
    assert (where.netloc, where.path) == ("green.localhost:8000", "/backstage/enter")
    tenant = Tenant.objects.get(subdomain="green")
    assert (tenant.name, tenant.currency, tenant.timezone) == (
        "Green Opera", "GBP", "Europe/London"
    )  # fmt: skip
    user = User.objects.get(email="olive@green.example")
    assert user.check_password("correct horse battery")
    assert visitor.get("/shops").status_code == 200  # signed in by now

    entered = client_for(tenant).get(response["Location"])
    assert (entered.status_code, entered["Location"]) == (302, "/backstage/opening/look")
    with in_tenant(tenant.schema_name):
        assert Member.objects.get().user.email == "olive@green.example"
        assert Member.objects.get().role == "owner"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("organization", " ", "This field is required."),
        ("subdomain", "red", "This name is taken."),
        ("subdomain", "admin", "This name is taken."),
        ("subdomain", "my.shop", "Leave out dots"),
        ("subdomain", "xn--jazz-0ra", "Two hyphens"),
        ("subdomain", "größe", "plain letters"),
        ("email", "nobody", "valid email"),
        ("password", "short", "at least 10"),
        ("password", "olive@green.example", "too similar"),
        ("currency", "XXX", "valid choice"),
        ("timezone", "Mars/Olympus", "valid choice"),
        ("language", "tlh", "valid choice"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_nothing_is_lost(visitor, field, value, said):
    response = visitor.post("/signup", {**FORM, field: value})

    assert response.status_code == 422
    errors = response.text.split('class="field-error"')[1:]
    assert len(errors) == 1
    assert said in errors[0]
    assert "Green Opera" in response.text or field == "organization"
    assert 'value="correct horse battery"' in response.text or field == "password"
    assert not Tenant.objects.filter(name="Green Opera").exists()
    assert not User.objects.filter(email=FORM["email"]).exists()


def test_who_is_known_is_sent_to_sign_in(visitor, owner):
    response = visitor.post("/signup", {**FORM, "email": "OLIVE@red.example"})
    assert response.status_code == 422
    assert "Sign in, and open the shop from there." in response.text
    assert not Tenant.objects.filter(subdomain="green").exists()


def test_who_is_signed_in_opens_another_shop_without_saying_who_he_is(owner, platform_client):
    client = platform_client(owner)
    assert 'name="password"' not in client.get("/signup").text
    shop = {name: FORM[name] for name in FORM if name not in ("email", "password")}
    assert client.post("/signup", shop).status_code == 303
    assert set(owner.ownerships.values_list("tenant__subdomain", flat=True)) == {"red", "green"}


def test_the_name_asked_for_on_the_front_page_is_in_the_form(visitor):
    assert 'value="green"' in visitor.get("/signup?subdomain=green").text


def test_signing_up_too_often_is_refused_and_keeps_what_was_typed(visitor):
    for _ in range(60):
        visitor.post("/signup", {"organization": "Green Opera"})
    response = visitor.post("/signup", FORM)
    assert response.status_code == 429
    assert "Green Opera" in response.text
    assert not Tenant.objects.filter(subdomain="green").exists()


def test_a_form_of_another_site_opens_no_shop(public, platform_client):
    client = platform_client(enforce_csrf_checks=True)
    assert client.post("/signup", FORM).status_code == 403
    assert not Tenant.objects.filter(subdomain="green").exists()


def test_a_free_name_is_told_so(visitor):
    said = json.loads(check(visitor, " Green ").text)
    assert said == {
        "subdomain": "green", "available": True, "host": "green.localhost",
        "code": "", "sentence": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("red", "subdomain_taken"),
        ("www", "subdomain_taken"),
        ("a", "subdomain_invalid"),
        ("a.b.c", "subdomain_invalid"),
        ("xn--80ak6aa92e", "subdomain_invalid"),
        ("", "subdomain_invalid"),
        ("-abc", "subdomain_invalid"),
        ("a" * 5000, "subdomain_invalid"),
    ],
)
def test_a_name_that_cannot_be_is_told_why(visitor, name, code):
    said = json.loads(check(visitor, name).text)
    assert (said["available"], said["code"]) == (False, code)
    assert said["sentence"]


def test_htmx_gets_a_line_instead(visitor):
    line = check(visitor, "green", **{"HX-Request": "true"})
    assert "green.localhost is free" in line.text
    assert "<html" not in line.text
    assert "taken" in check(visitor, "red", **{"HX-Request": "true"}).text


def test_the_form_may_lead_into_a_shop_and_nowhere_else(visitor):
    policy = visitor.get("/signup")["Content-Security-Policy"]
    assert "form-action 'self' http://*.localhost:8000" in policy
    assert "script-src 'self'" in policy


def test_my_shops_are_mine_alone(owner, platform_client):
    page = platform_client(owner).get("/shops")
    assert "Red Theatre" in page.text
    assert "Blue Festival" not in page.text
    assert platform_client().get("/shops").status_code == 302


def test_my_shops_come_in_pages(owner, platform_client):
    assert platform_client(owner).get("/shops?page=99").status_code == 200


def test_entering_my_shop_takes_a_post_and_a_fresh_token_each_time(owner, platform_client):
    client = platform_client(owner)
    assert client.get("/shops/red/enter").status_code == 405
    first, second = (client.post("/shops/red/enter") for _ in range(2))
    assert first.status_code == 303
    assert first["Cache-Control"] == "no-store"
    assert first["Location"].startswith("http://red.localhost:8000/backstage/enter?token=")
    tokens = [parse_qs(urlsplit(one["Location"]).query)["token"] for one in (first, second)]
    assert tokens[0] != tokens[1]


def test_nobody_enters_a_shop_that_is_not_his(owner, platform_client):
    assert platform_client(owner).post("/shops/blue/enter").status_code == 404
    assert platform_client(owner).post("/shops/nowhere/enter").status_code == 404
    stranger = platform_client().post("/shops/red/enter")
    assert (stranger.status_code, urlsplit(stranger["Location"]).path) == (302, "/signin")


def test_the_platforms_pages_are_not_on_a_shops_host(client_for, red):
    for path in ("/signup", "/shops", "/control/", "/control/tenants/red"):
        assert client_for(red).get(path).status_code == 404
