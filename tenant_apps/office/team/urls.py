"""The addresses of the team backstage."""

from django.urls import path

from tenant_apps.office.team import backstage

backstage_urlpatterns = [
    path("enter", backstage.enter, name="enter"),
    path("signout", backstage.sign_out, name="sign_out"),
    path("welcome/<str:ident>/<str:token>", backstage.welcome, name="welcome"),
    path("settings/team", backstage.team, name="team"),
    path("settings/team/<int:pk>/role", backstage.change_role, name="team_role"),
    path("settings/team/<int:pk>/invitation", backstage.invite_again, name="team_invite_again"),
    path("settings/team/<int:pk>/remove", backstage.remove, name="team_remove"),
    path("settings/history", backstage.history_page, name="history"),
    path("settings/add-ons", backstage.addons, name="addons"),
]
