"""Where others tell us things."""

from django.urls import path

from shared_apps.inbox import api, mail_api

urlpatterns = [
    path("hooks/stripe", api.stripe_hook, name="stripe"),
    path("hooks/mail", mail_api.signed_hook, name="mail"),
    path("hooks/mail/mailgun", mail_api.mailgun_hook, name="mail_mailgun"),
]
