"""The form field of a picture: nothing chosen is lost, nothing on show is changed too early."""

import re

import pytest
from django import forms
from django.template import engines

from tenant_apps.ticketing.events.models import Event
from tests import make
from tests.themes.pictures.drawing import image, upload
from themes.pictures import sweeping
from themes.pictures.fields import PictureField
from themes.pictures.models import Picture
from themes.pictures.services import keep_picture
from themes.pictures.tokens import picture_of, token_of


class Form(forms.Form):
    name = forms.CharField()
    picture = PictureField(required=False)


def token_in(html):
    return re.search(r'name="picture-token" value="([^"]*)"', str(html))[1]


def test_a_chosen_picture_survives_a_fault_elsewhere(red):
    form = Form({"name": ""}, {"picture": upload()})
    assert not form.is_valid()
    again = Form({"name": "x", "picture-token": token_in(form["picture"])})
    assert again.is_valid()
    assert again.cleaned_data["picture"].width == 800


def test_a_refused_file_leaves_the_picture_before(red):
    before = keep_picture(upload=upload())
    data = {"name": "x", "picture-token": token_of(before)}
    form = Form(data, {"picture": upload(image((50, 50)))})
    assert "400" in form.errors["picture"][0]
    assert token_in(form["picture"]) and picture_of(token_in(form["picture"])) == before


def test_sliders_and_words_make_a_row_of_their_own(red):
    before = keep_picture(upload=upload())
    data = {"picture-focal_x": "20", "picture-focal_y": "80", "picture-crop_width": "50"}
    form = Form(
        {"name": "x", "picture-token": token_of(before), "picture-alt": " A gull. ", **data}
    )
    assert form.is_valid()
    after = form.cleaned_data["picture"]
    assert (after.focal, after.crop, after.alt) == ((20, 80), (0.0, 0.0, 0.5, 1.0), "A gull.")
    assert Picture.objects.get(pk=before.pk).focal == (50, 50)


@pytest.mark.parametrize("said", ["-5", "1000", "x", "", "nan", "1e9"])
def test_nonsense_on_a_slider_is_brought_into_range(red, said):
    before = keep_picture(upload=upload())
    form = Form({"name": "x", "picture-token": token_of(before), "picture-focal_x": said})
    assert form.is_valid()
    assert 0 <= form.cleaned_data["picture"].focal_x <= 100


def test_it_is_removed_only_when_that_is_said(red):
    before = keep_picture(upload=upload())
    kept = Form({"name": "x"}, initial={"picture": before.pk})
    assert kept.is_valid()
    assert kept.cleaned_data["picture"] == before
    gone = Form({"name": "x", "picture-remove": "on"}, initial={"picture": before.pk})
    assert gone.is_valid()
    assert gone.cleaned_data["picture"] is None


def test_the_seal_of_another_shop_is_worth_nothing(red, in_blue):
    token = token_of(keep_picture(upload=upload()))
    assert picture_of(token)
    with in_blue():
        keep_picture(upload=upload())
        assert picture_of(token) is None
    assert picture_of(token + "x") is None


def test_an_editor_sends_the_file_ahead(red, client_for):
    client = client_for(red, "manager")
    answer = client.post("/backstage/pictures", {"file": upload()})
    assert picture_of(answer.json()["token"]).width == 800
    assert client.get(answer.json()["url"]).status_code == 200
    refused = client.post("/backstage/pictures", {"file": upload(kind="GIF")})
    assert refused.status_code == 422
    assert "GIF" in refused.json()["error"]
    assert client.post("/backstage/pictures").status_code == 422


@pytest.mark.parametrize(("role", "status"), [(None, 302), ("scanner", 403), ("finance", 403)])
def test_who_may_not_change_events_sends_nothing(red, client_for, role, status):
    answer = client_for(red, role).post("/backstage/pictures", {"file": upload()})
    assert answer.status_code == status
    assert Picture.objects.count() == 0


def drawn(source, **context):
    return engines["django"].from_string("{% load pictures %}" + source).render(context)


def test_a_page_shows_all_sizes_with_room_for_them_and_words(red):
    picture = keep_picture(upload=upload(image((2000, 1500))), alt="A <gull>", focal=(20, 50))
    html = drawn('{% picture one shape="wide" sizes="50vw" first=True %}', one=picture)
    assert "<source" not in html
    sweeping.make_sizes(picture_id=picture.pk)
    picture.refresh_from_db()
    html = drawn('{% picture one shape="wide" sizes="50vw" first=True %}', one=picture)
    assert html.count("<source ") == 2
    assert html.index("image/avif") < html.index("image/webp") < html.index("<img")
    assert "wide-1920.avif 1920w" in html
    assert 'width="960" height="540"' in html
    assert 'alt="A &lt;gull&gt;"' in html
    assert "loading" not in html
    assert "style=" not in html
    assert "focus-x-20" in html
    assert 'loading="lazy"' in drawn("{% picture one %}", one=picture)
    assert 'alt=""' in drawn("{% picture one decorative=True %}", one=picture)
    assert drawn("{% picture one %}", one=None) == ""


def test_a_list_with_pictures_asks_no_more_questions(
    red, client_for, django_assert_max_num_queries
):
    def ask():
        client = client_for(red)
        with django_assert_max_num_queries(50) as asked:
            client.get("/")
        return len(asked.captured_queries)

    for number in range(4):
        make.event(name=f"Night {number}")
    ask()
    before = ask()
    for event in Event.objects.all():
        Event.objects.filter(pk=event.pk).update(picture=keep_picture(upload=upload()))
    assert ask() == before


def test_an_event_tells_other_sites_its_picture(red, client_for):
    event = make.event()
    picture = keep_picture(upload=upload(), alt="A gull.")
    Event.objects.filter(pk=event.pk).update(picture=picture)
    html = client_for(red).get(event.get_absolute_url()).content.decode()
    address = f"http://red.localhost{picture.share_url}"
    assert f'<meta property="og:image" content="{address}">' in html
    assert f'"image": ["{address}"]' in html
    told = client_for(red).get(f"/api/v1/events/{event.pk}").json()
    assert told["image_url"] == f"http://red.localhost{picture.url(picture.first_name)}"
    assert told["picture"]["alt"] == "A gull."
