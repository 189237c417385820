"""The form field for rich text, and the filters that show it."""

import pytest
from django.core.exceptions import ValidationError
from django.template import engines

from themes.richtext.fields import RichTextField


def shown(source, **context):
    return engines["django"].from_string("{% load richtext %}" + source).render(context)


def test_what_is_typed_without_scripts_stays_plain_text():
    assert RichTextField().clean(" Hello.\r\n\r\nA <b>tag</b>\x08") == "Hello.\n\nA <b>tag</b>"


def test_what_an_editor_sends_is_sieved():
    assert RichTextField().clean("<p onclick='x'>Hi</p><p><br></p>") == "<p>Hi</p>"


def test_empty_paragraphs_are_nothing_at_all():
    assert RichTextField(required=False).clean("<p><br></p>") == ""
    with pytest.raises(ValidationError):
        RichTextField().clean("<p> </p>")


@pytest.mark.parametrize("written", ["x" * 60, "<p>" + "&" * 12 + "</p>", "<i></i>" * 100])
def test_too_much_is_refused_by_what_would_be_kept(written):
    with pytest.raises(ValidationError) as refusal:
        RichTextField(max_length=50).clean(written)
    assert "50" in refusal.value.messages[0]


def test_another_source_that_says_the_same_is_no_change():
    field = RichTextField()
    assert not field.has_changed("Hello.\n\nYou.", "<p>Hello.</p>\n<p>You.</p>")
    assert field.has_changed("Hello.", "<p><em>Hello.</em></p>")


def test_the_control_is_a_textarea_with_what_was_written():
    html = str(RichTextField().widget.render("story", "<p>a & b</p>", {"id": "id_story"}))
    assert 'name="story"' in html
    assert "&lt;p&gt;a &amp; b&lt;/p&gt;" in html
    assert 'role="toolbar"' in html


def test_the_filters_show_it_safely():
    bad = "<p>x<img src=y onerror=z></p>"
    assert shown("{{ text|rich }}", text=bad) == "<p>x</p>"
    assert shown("{{ text|rich }}", text="a < b") == "<p>a &lt; b</p>"
    assert shown("{{ text|rich }}", text=None) == ""
    assert shown("{{ text|rich_as_text:10 }}", text="<p>One two three four</p>") == "One two t…"
