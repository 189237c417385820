"""The addresses of mails: unsubscribing, and the mail desk backstage."""

from django.urls import path

from themes.letters import shop
from themes.letters.pages import log, previews, sender, stopped

app_name = "letters"
urlpatterns = [path("unsubscribe/<slug:stamp>", shop.unsubscribe, name="unsubscribe")]

backstage_urlpatterns = [
    path("mails/", previews.kinds_page, name="mails"),
    path("mails/kinds/<slug:code>", previews.kind_page, name="mail_kind"),
    path("mails/kinds/<slug:code>/body", previews.kind_body, name="mail_kind_body"),
    path("mails/kinds/<slug:code>/test", previews.kind_test, name="mail_kind_test"),
    path("mails/log", log.log_page, name="mail_log"),
    path("mails/log/<int:pk>", log.mail_page, name="mail"),
    path("mails/log/<int:pk>/body", log.mail_body, name="mail_body"),
    path("mails/log/<int:pk>/again", log.mail_again, name="mail_again"),
    path("mails/stopped", stopped.stops_page, name="mail_stops"),
    path("mails/stopped/<int:pk>/lift", stopped.lift, name="mail_lift"),
    path("mails/sender", sender.sender_page, name="mail_sender"),
    path("mails/sender/answers", sender.reply_to, name="mail_reply_to"),
    path("mails/sender/domain", sender.domain, name="mail_domain"),
    path("mails/sender/check", sender.check, name="mail_check"),
    path("mails/sender/give-up", sender.give_up, name="mail_give_up"),
]
