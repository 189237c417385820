"""Sign-in, sign-out and password reset, the same on every host. Names are allauth's."""

from allauth.account import views
from django.urls import path, re_path

from kernel.gate import Door


def _open(view):  # type: ignore[no-untyped-def]
    view.door = Door("shop", "anyone")
    return view


urlpatterns = [
    path("signin", _open(views.login), name="account_login"),
    path("signout", _open(views.logout), name="account_logout"),
    path("signin/forgotten", _open(views.password_reset), name="account_reset_password"),
    path(
        "signin/forgotten/sent",
        _open(views.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^signin/forgotten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)$",
        _open(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "signin/forgotten/done",
        _open(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("signin/password", _open(views.password_change), name="account_change_password"),
    # Who came by handshake has no password yet: the first one is chosen by a link in a mail, so
    # that nobody who sits down at an open desk gets one.
    path("signin/password/first", _open(views.password_reset), name="account_set_password"),
    path(
        "signin/verify",
        _open(views.email_verification_sent),
        name="account_email_verification_sent",
    ),
    re_path(
        r"^signin/verify/(?P<key>[-:\w]+)$",
        _open(views.confirm_email),
        name="account_confirm_email",
    ),
    path("signin/inactive", _open(views.account_inactive), name="account_inactive"),
    path("signin/again", _open(views.reauthenticate), name="account_reauthenticate"),
]
