"""Who is who, where it is counted how often somebody asks."""

import pytest
from django.test import RequestFactory

from kernel.rate import address


def seen(remote="10.0.0.9", forwarded=None):
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote))


def test_without_proxies_nobody_chooses_his_own_address():
    assert seen(forwarded="1.2.3.4") == "10.0.0.9"


def test_behind_a_proxy_each_visitor_is_counted_for_himself(settings):
    settings.TRUSTED_PROXIES = 1
    assert seen(forwarded="1.2.3.4") == "1.2.3.4"
    assert seen(forwarded="6.6.6.6, 1.2.3.4") == "1.2.3.4", "what the visitor wrote counts nothing"


def test_the_outermost_of_two_proxies_is_believed(settings):
    settings.TRUSTED_PROXIES = 2
    assert seen(forwarded="6.6.6.6, 1.2.3.4, 10.0.0.2") == "1.2.3.4"
    assert seen(forwarded="10.0.0.2") == "10.0.0.9", "somebody came past the outer one"


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("2001:db8:1:2::7", "2001:db8:1:2:ffff:1:2:3"),
        ("::ffff:1.2.3.4", "1.2.3.4"),
        ("fe80::1%eth0", "fe80::2"),
    ],
)
def test_a_visitor_cannot_walk_through_his_own_network(one, same):
    assert seen(one) == seen(same)


def test_different_networks_are_different_visitors():
    assert seen("2001:db8:1:2::7") != seen("2001:db8:1:3::7")
    assert seen("::ffff:1.2.3.4") != seen("::ffff:1.2.3.5")


def test_nonsense_is_an_address_like_any_other():
    assert len(seen(":" * 500)) < 100
