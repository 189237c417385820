"""The picture of a code."""

from tenant_apps.ticketing.tickets import qr


def test_a_code_is_black_on_white_with_a_quiet_zone_and_fills_its_box():
    picture = qr.svg("v1.abc.def")

    assert picture.startswith("<svg xmlns=")
    assert 'fill="#fff"' in picture
    assert 'stroke="#000"' in picture
    assert "width=" not in picture.partition(">")[0]
    first_dark = picture.partition('stroke="#000" d="M')[2].partition("h")[0].split()
    assert first_dark == ["4", "4.5"]


def test_a_data_address_carries_the_same_picture():
    assert qr.data_uri("x").startswith("data:image/svg+xml;base64,")
