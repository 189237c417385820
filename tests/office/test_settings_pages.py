"""Settings and add-ons."""


def test_settings_lead_to_what_the_role_may(red, client_for):
    owner = client_for(red, "owner").get("/backstage/settings").content.decode()
    manager = client_for(red, "manager").get("/backstage/settings").content.decode()
    assert "/backstage/settings/team" in owner
    assert "/backstage/settings/team" not in manager
    assert "/backstage/settings/brand" in manager
    assert client_for(red, "support").get("/backstage/settings").status_code == 403


def test_add_ons_say_whether_they_are_on_and_what_they_cost(red, client_for, turn_on):
    client = client_for(red, "manager")
    off = client.get("/backstage/settings/add-ons").content.decode()
    assert 'data-state="off"' in off
    turn_on(red, "surveys")
    on = client.get("/backstage/settings/add-ons").content.decode()
    assert 'data-state="on"' in on
    assert "/backstage/surveys/" in on
