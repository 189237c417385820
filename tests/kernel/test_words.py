"""Money, codes, seals, hooks: the small things everybody uses."""

import uuid
from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kernel import codes, crypto, roles
from kernel.actor import SYSTEM, Actor, act_as, acting
from kernel.hooks import Hook
from kernel.money import Money


def plain(text):
    return text.replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("amount", "currency", "language", "written"),
    [
        (123450, "EUR", "en", "€1,234.50"),
        (123450, "EUR", "fr", "1 234,50 €"),
        (123450, "EUR", "es", "1.234,50 €"),
        (1500, "JPY", "en", "JP¥1,500"),
        (-5, "GBP", "en", "-£0.05"),
    ],
)
def test_money_is_written_for_the_reader(amount, currency, language, written):
    assert plain(Money(amount, currency).format(language)) == written


def test_money_is_written_in_templates():
    template = Template("{% load marquee %}{{ 4800|money:'EUR' }}|{{ nothing|money:'EUR' }}")

    with translation.override("fr"):
        assert plain(template.render(Context({"nothing": None}))) == "48,00 €|"


@given(st.integers(1 - 2**63, 2**63 - 1), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_money_survives_being_written_as_a_number(amount, currency):
    assert Money.parse(str(Money(amount, currency).decimal), currency) == Money(amount, currency)


@pytest.mark.parametrize("text", ["", "1.001", "abc", "NaN", "Infinity", "1,50", "1e999999999"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(ValueError, match="amount"):
        Money.parse(text, "EUR")


@given(st.integers(0, 10**9), st.integers(0, 10_000))
def test_a_share_is_never_more_than_half_a_cent_off(amount, basis_points):
    share = Money(amount, "EUR").share(basis_points)

    assert abs(share.amount * 10_000 - amount * basis_points) <= 5_000


def test_currencies_and_floats_do_not_mix():
    with pytest.raises(ValueError, match="mix"):
        Money(1, "EUR") + Money(1, "USD")
    with pytest.raises(TypeError):
        Money(1.5, "EUR")
    assert Money(2, "EUR") * 3 - Money(1, "EUR") == Money(5, "EUR")


def test_identifiers_sort_by_time():
    made = [codes.uuid7() for _ in range(2000)]

    assert len(set(made)) == 2000
    assert [u.int >> 80 for u in made] == sorted(u.int >> 80 for u in made)
    assert {u.version for u in made} == {7}
    assert {u.variant for u in made} == {uuid.RFC_4122}


def test_a_reference_can_be_spelled_on_the_telephone():
    assert set(codes.order_reference(2000)) == set(codes.UNAMBIGUOUS)


def test_a_seal_is_opened_by_us_only():
    sealed = crypto.seal("a secret")

    assert "secret" not in sealed
    assert crypto.unseal(sealed) == "a secret"
    with pytest.raises(ValueError, match="seal"):
        crypto.unseal(sealed[:-4] + "AAA=")


def test_a_signature_fits_one_message_and_one_key():
    seed = crypto.new_seed()
    key, signature = crypto.public_key(seed), crypto.sign(seed, b"row 4")

    assert crypto.is_signed(key, b"row 4", signature)
    assert not crypto.is_signed(key, b"row 5", signature)
    assert not crypto.is_signed(crypto.public_key(crypto.new_seed()), b"row 4", signature)
    assert not crypto.is_signed(b"short", b"row 4", signature)


def test_the_actor_is_forgotten_after_the_block():
    with act_as(Actor("user", "3")):
        assert str(acting()) == "user:3"

    assert acting() == SYSTEM
    with pytest.raises(ValueError, match="actor"):
        Actor("ghost")


def test_a_hook_passes_its_value_along_and_forgets_no_answer():
    def question(value, *, extra):
        """How much?"""

    question.__name__ = "a_question_of_this_test"
    hook = Hook(question)
    hook.answer(lambda value, *, extra: value + extra)
    hook.answer(lambda value, *, extra: value * 2)

    assert hook.pipe(1, extra=2) == 6
    del Hook.named["a_question_of_this_test"]


def test_an_answer_of_a_closed_feature_is_not_asked(red, turn_on):
    def question():
        """Who?"""

    question.__name__ = "another_question_of_this_test"
    hook = Hook(question)

    def answer():
        return "surveys"

    answer.__module__ = "tenant_apps.addons.surveys.answers"
    hook.answer(answer)

    assert hook.ask() == []
    turn_on(red, "surveys")
    assert hook.ask() == ["surveys"]
    del Hook.named["another_question_of_this_test"]


def test_only_owners_hire():
    assert [role for role in roles.ROLES if "team.edit" in roles.permissions(role)] == ["owner"]
    assert "orders.refund" not in roles.permissions("support")
    assert roles.permissions("scanner") == {"tickets.scan", "events.view"}
    assert roles.permissions("janitor") == frozenset()


def test_a_moment_is_moved_to_its_zone():
    template = Template("{% load marquee %}{{ at|in_zone:'Asia/Tokyo'|date:'H:i' }}")

    assert template.render(Context({"at": datetime(2026, 1, 1, 12, tzinfo=UTC)})) == "21:00"
