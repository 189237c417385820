"""Where others tell us things."""

from django.urls import path

from shared_apps.inbox import api

urlpatterns = [path("hooks/stripe", api.stripe_hook, name="stripe")]
