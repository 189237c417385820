"""A page that is not part of one's role says so, and leads back to where one may be."""


def test_who_may_not_is_told_what_is_missing_and_led_back_to_backstage(red, client_for):
    answer = client_for(red, "scanner").get("/backstage/orders")
    html = answer.content.decode()
    assert answer.status_code == 403
    assert "That does not include seeing orders." in html
    assert 'href="/backstage/"' in html


def test_a_stranger_of_the_team_is_told_nothing_about_backstage(red, client_for):
    client = client_for(red, "support")
    client.user.member.removed_at = client.user.member.joined_at
    client.user.member.save()
    answer = client.get("/backstage/orders")
    assert answer.status_code == 403
    assert "/backstage/events" not in answer.content.decode()
