"""What mails answer when others ask."""

from django.urls import reverse

from kernel.facts.history import Subject, subjects
from shared_apps.accounts.hooks import post
from themes.letters import accounts
from themes.letters.models import Mail


@post.answer
def post_account_mail(*, prefix, to, context):
    """The mails of sign-in are letters like all others."""
    accounts.send(prefix=prefix, to=to, context=context)
    return True


@subjects.answer
def mails_by_subject(*, ids):
    """Mails are told by their subject line."""
    wanted = ids.get("mail_id", ())
    found = Mail.objects.filter(pk__in=wanted).values_list("pk", "subject") if wanted else ()
    return {
        ("mail_id", pk): Subject(subject, reverse("backstage:mail", args=[pk]))
        for pk, subject in found
    }
