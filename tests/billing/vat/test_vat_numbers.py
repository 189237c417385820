"""How people write VAT numbers, and what cannot be one."""

import pytest

from billing.vat import numbers


@pytest.mark.parametrize(
    ("text", "country", "whole"),
    [
        ("DE 136.695.976", "DE", "DE136695976"),
        ("136695976", "DE", "DE136695976"),
        ("fr 40 303 265 045", "FR", "FR40303265045"),
        ("EL094259216", "GR", "EL094259216"),
        ("GR 094259216", "GR", "EL094259216"),
        ("094259216", "EL", "EL094259216"),
        ("ATU13585627", "AT", "ATU13585627"),
        ("ESB58378431", "ES", "ESB58378431"),
        ("PT 501 964 843", "PT", "PT501964843"),
        ("FR53000004605", "MC", "FR53000004605"),
    ],
)
def test_a_number_is_read_as_people_write_it(text, country, whole):
    assert str(numbers.read(text, country)) == whole


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("DE136695977", "DE"),  # a wrong check digit
        ("ATU13585627", "DE"),  # of another state
        ("FR", "FR"),
        ("XI432525179", "GB"),
        ("CHE-100.155.212", "CH"),
        ("<script>", "FR"),
    ],
)
def test_what_cannot_be_a_number_of_this_country_is_refused(text, country):
    with pytest.raises(ValueError):
        numbers.read(text, country)
