"""The components: what they say to eyes, to screen readers and to machines."""

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.fallback import FallbackStorage
from django.template import Context, Template
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from themes.charts import FOOT, HEAD, WIDTH, drawing
from themes.toasts import say, undo_of

VALUES = st.lists(st.integers(0, 10**9), min_size=1, max_size=60)


def drawn(source: str, **context) -> str:
    return " ".join(Template("{% load ui %}" + source).render(Context(context)).split())


def rows(values):
    return [{"label": f"day {at}", "value": value} for at, value in enumerate(values)]


@given(VALUES)
def test_every_mark_stands_within_the_drawing_and_as_high_as_it_is_worth(values):
    chart = drawing(rows(values))
    space = chart.floor - HEAD
    for value, mark in zip(values, chart.marks, strict=True):
        assert 0 <= mark.x <= mark.x + mark.wide <= WIDTH + 1
        assert HEAD <= mark.y <= chart.floor == chart.height - FOOT
        assert mark.high == pytest.approx(space * value / (max(values) or 1), abs=0.1)
    assert sum(mark.is_named for mark in chart.marks) <= 7


def test_a_chart_of_nothing_is_an_empty_field():
    chart = drawing([])
    assert chart.marks == []
    assert (chart.line, chart.area, chart.usual) == ("", "", "")


def test_what_is_usual_is_drawn_on_the_same_scale():
    chart = drawing([{"label": "Fri", "value": 5, "usual": 10}, {"label": "Sat", "value": 10}])
    assert chart.marks[0].usual_y == chart.marks[1].y == HEAD
    assert chart.usual == f"{chart.marks[0].middle},{float(HEAD)}"


def test_a_chart_has_its_sentence_and_its_figures_as_a_table():
    html = drawn("{% chart 'Sold' rows 'More than ever.' %}", rows=rows([3, 9]))
    assert 'role="img" aria-label="Sold. More than ever."' in html
    assert '<th scope="row">day 1</th><td class="num">9</td>' in html


def test_a_chart_is_drawn_with_points_whatever_the_language(settings):
    settings.LANGUAGE_CODE = "fr"
    html = drawn("{% chart 'Sold' rows %}", rows=rows([1, 3, 7]))
    assert "," not in html.split('class="bar"', 1)[1].split("</svg>")[0]


@pytest.mark.parametrize(
    ("amount", "currency", "value"),
    [(4800, "EUR", "48.00 EUR"), (1250, "JPY", "1250 JPY"), (4800500, "KWD", "4800.500 KWD")],
)
def test_money_is_read_by_machines_too(amount, currency, value):
    html = drawn("{% money amount currency %}", amount=amount, currency=currency)
    assert f'value="{value}"' in html
    assert drawn("{% money amount currency %}", amount=None, currency="EUR") == ""


def test_a_head_of_a_table_sorts_up_then_down_and_forgets_the_page():
    def head(query):
        request = RequestFactory().get(f"/{query}")
        return drawn("{% column 'Total' sort='total' num=True %}", request=request)

    assert 'href="?q=x&amp;sort=total"' in head("?q=x&page=3")
    assert "aria-sort" not in head("?sort=name")
    assert 'aria-sort="ascending"' in head("?sort=total")
    assert 'href="?sort=-total"' in head("?sort=total")
    assert 'aria-sort="descending"' in head("?sort=-total")


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("{% button 'Pay' %}", '<button class="button" >Pay</button>'),
        ("{% button 'Look' url='/x' kind='second' %}", '<a href="/x" class="button button-second"'),
        ("{% button 'Not yet' disabled=True %}", "disabled"),
        ("{% button 'Wait' is_busy=True %}", 'aria-busy="true" aria-disabled="true"'),
        ("{% button 'Pay' busy='Asking…' %}", 'data-busy="Asking…"'),
    ],
)
def test_a_button_says_what_it_is(source, wanted):
    assert wanted in drawn(source)


class Form(forms.Form):
    price = forms.CharField(help_text="All fees included.")
    colour = forms.CharField(required=False, widget=forms.TextInput(attrs={"type": "color"}))


def test_a_field_ties_help_and_error_to_its_control():
    html = drawn("{% field form.price look='money' before='EUR' %}", form=Form({"price": ""}))
    assert 'aria-describedby="id_price-hint id_price-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'inputmode="decimal"' in html
    assert '<span class="affix-text">EUR</span>' in html
    assert "(optional)" not in html
    assert "(optional)" in drawn("{% field form.colour %}", form=Form())


def test_what_was_done_can_be_undone_from_the_next_page():
    request = RequestFactory().get("/")
    request.session = {}
    request._messages = FallbackStorage(request)
    say(request, "Three orders were archived.", undo_url="/backstage/undo/7")
    [told] = get_messages(request)
    html = drawn("{% include 'ui/messages.html' %}", messages=[told])
    assert 'action="/backstage/undo/7"' in html
    assert "Three orders were archived." in html


@pytest.mark.parametrize(
    "tags", ["undo://evil.example", "undo:https://evil.example", "undo:/\\evil", "danger", ""]
)
def test_a_message_cannot_send_the_undo_elsewhere(tags):
    assert undo_of(Message(25, "Done.", extra_tags=tags)) == ""


def test_what_went_wrong_stays_in_the_page_as_an_alert():
    html = drawn("{% include 'ui/messages.html' %}", messages=[Message(40, "No.")])
    assert 'role="alert"' in html
    assert "toast" not in html
