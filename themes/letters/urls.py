"""The addresses of mails: unsubscribing, and the mail desk backstage."""

from django.urls import path

from themes.letters import shop

app_name = "letters"
urlpatterns = [path("unsubscribe/<slug:stamp>", shop.unsubscribe, name="unsubscribe")]
backstage_urlpatterns: list = []
