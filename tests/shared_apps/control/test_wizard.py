"""A shop in two minutes: each step, the way back, and nothing lost; without a script."""

import io
import re

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from kernel.tenancy import in_tenant
from shared_apps.accounts.models import User
from shared_apps.tenants.directory import directory
from shared_apps.tenants.models import Tenant
from tenant_apps.ticketing.events.models import Event
from themes.current import look

HOUSE = {
    "organization": "Green Opera", "subdomain": "green", "currency": "GBP",
    "timezone": "Europe/London", "language": "en",
}  # fmt: skip
YOU = {"email": "olive@green.example", "password": "correct horse battery"}


@pytest.fixture
def new_shop(visitor, client_for):
    """A shop that has just been opened, and its owner standing in it."""
    way_in = visitor.post("/signup", HOUSE | YOU)["Location"]
    tenant = Tenant.objects.get(subdomain="green")
    owner = client_for(tenant)
    assert owner.get(way_in)["Location"] == "/backstage/opening/look"
    return owner


def hidden(page):
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text))


def logo():
    picture = Image.new("RGB", (240, 80), "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((10, 10, 120, 70), fill="#0b6e4f")
    pen.rectangle((130, 10, 180, 70), fill="#f4a300")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return SimpleUploadedFile("logo.png", out.getvalue(), "image/png")


def test_the_house_is_asked_first_and_brought_along_to_the_second_step(visitor):
    first = visitor.get("/signup", {"subdomain": "green"})
    assert 'value="green"' in first.text
    assert 'name="password"' not in first.text

    second = visitor.post("/signup", {**HOUSE, "go": "on"})
    assert second.status_code == 200
    assert hidden(second).items() >= HOUSE.items()
    assert 'name="password"' in second.text
    assert not User.objects.filter(email=YOU["email"]).exists()

    opened = visitor.post("/signup", {**hidden(second), **YOU})
    assert opened.status_code == 303
    assert Tenant.objects.get(subdomain="green").name == "Green Opera"


def test_a_house_that_does_not_fit_goes_no_further(visitor):
    page = visitor.post("/signup", {**HOUSE, "subdomain": "red", "go": "on"})
    assert page.status_code == 422
    assert "This name is taken." in page.text
    assert 'name="organization"' in page.text


def test_back_keeps_what_was_typed_on_both_sides(visitor):
    back = visitor.post("/signup", {**HOUSE, "email": "olive@green.example", "go": "back"})
    assert back.status_code == 200
    assert 'value="Green Opera"' in back.text
    assert '<option value="GBP" selected' in back.text
    assert hidden(back)["email"] == "olive@green.example"

    again = visitor.post("/signup", {**HOUSE, **hidden(back), "go": "on"})
    assert 'value="olive@green.example"' in again.text


def test_a_bad_second_step_stays_there_with_the_house_brought_along(visitor):
    page = visitor.post("/signup", {**HOUSE, **YOU, "password": "short"})
    assert page.status_code == 422
    assert "at least 10" in page.text
    assert hidden(page).items() >= HOUSE.items()


def test_the_new_owner_is_asked_to_confirm_and_trusted_afterwards(visitor, run_deliveries):
    visitor.post("/signup", HOUSE | YOU)
    tenant = Tenant.objects.get(subdomain="green")
    assert not directory.by_schema(tenant.schema_name).is_confirmed
    shops = visitor.get("/shops").text
    assert "Confirm your e-mail address" in shops

    refused = visitor.post("/shops/green/payments/connect")
    assert refused.status_code == 409  # no money before that

    run_deliveries()
    body = str(mail.outbox[-1].body)
    path = re.search(r"http://marquee\.localhost:8000(/signin/verify/\S+)", body)[1]
    visitor.post(path)

    assert directory.by_schema(tenant.schema_name).is_confirmed
    assert "Confirm your e-mail address" not in visitor.get("/shops").text


def test_the_letter_can_be_sent_again_but_not_for_ever(visitor, run_deliveries):
    visitor.post("/signup", HOUSE | YOU)
    codes = [visitor.post("/shops/confirmation").status_code for _turn in range(7)]
    assert codes == [302] * 6 + [429]


def test_the_colours_of_a_logo_are_proposed_and_worn(new_shop):
    first = new_shop.get("/backstage/opening/look").text
    assert "Oxblood and brass" in first
    assert "As in your logo" not in first

    new_shop.post("/backstage/opening/look", {"upload": "1", "logo": logo()})
    page = new_shop.get("/backstage/opening/look").text
    assert "As in your logo" in page
    code = re.search(r'name="colours" value="([0-9a-f-]+)"', page)[1]
    sheet = new_shop.get("/backstage/opening/colours.css")
    assert ".mini-neon-4{" in sheet.text

    dressed = new_shop.post(
        "/backstage/opening/look", {"dress": "1", "theme": "neon", "colours": code}
    )
    assert dressed["Location"] == "/backstage/opening/event"
    with in_tenant(Tenant.objects.get(subdomain="green").schema_name):
        now = look()
    assert (now.theme, f"{now.accent[1:]}-{now.second[1:]}") == ("neon", code)
    assert now.logo


def test_what_is_no_picture_and_no_colour_is_refused(new_shop):
    text = SimpleUploadedFile("logo.png", b"no picture", "image/png")
    bad = new_shop.post("/backstage/opening/look", {"upload": "1", "logo": text})
    assert bad.status_code == 422
    evil = {"dress": "1", "theme": "neon", "colours": "url(x)-ffffff"}
    assert new_shop.post("/backstage/opening/look", evil).status_code == 422


def test_three_words_put_the_first_event_on_sale(new_shop, client_for):
    said = {"name": "Hamlet", "starts_at": "2030-05-03T19:30", "price": "18,50"}
    done = new_shop.post("/backstage/opening/event", said)

    assert done["Location"] == "/backstage/opening/done"
    tenant = Tenant.objects.get(subdomain="green")
    assert "Hamlet" in client_for(tenant).get("/").text
    with in_tenant(tenant.schema_name):
        event = Event.objects.get()
        assert (event.currency, event.timezone, event.status) == (
            "GBP", "Europe/London", "published",
        )  # fmt: skip
        kind = event.ticket_types.get()
        assert (kind.price, kind.name) == (1850, "Full price")
        assert kind.words_in("fr")["name"] == "Plein tarif"
        assert event.sessions.get().starts_at.isoformat() == "2030-05-03T18:30:00+00:00"


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("starts_at", "2020-01-01T20:00"), ("price", "dear")]
)
def test_a_word_that_does_not_fit_loses_no_other(new_shop, field, value):
    said = {"name": "Hamlet", "starts_at": "2030-05-03T19:30", "price": "18.50"}
    page = new_shop.post("/backstage/opening/event", said | {field: value})
    assert page.status_code == 422
    for other in set(said) - {field}:
        assert f'value="{said[other]}"' in page.text


def test_an_example_can_be_loaded_and_the_last_page_shows_the_way(new_shop, client_for):
    new_shop.post("/backstage/opening/event", {"example": "1"})

    done = new_shop.get("/backstage/opening/done").text
    assert "http://green.localhost:8000/" in done
    assert "<svg" in done
    assert "Connect Stripe" in done or "Take real money" in done
    tenant = Tenant.objects.get(subdomain="green")
    assert "An evening to try things out" in client_for(tenant).get("/").text


def test_all_can_be_skipped(new_shop):
    assert 'href="/backstage/opening/event"' in new_shop.get("/backstage/opening/look").text
    assert 'href="/backstage/opening/done"' in new_shop.get("/backstage/opening/event").text
