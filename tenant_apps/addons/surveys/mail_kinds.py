"""The mail that asks how it was, as the page of all mails shows it."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy

from kernel.tenancy import current
from tenant_apps.addons.surveys.services import invitations
from tenant_apps.ticketing.tickets import examples
from themes import letters
from themes.letters.models import Purpose


def _example() -> letters.Example:
    order, event = examples.order(), examples.session().event
    links = [f"{current().url}/surveys/example-{number}" for number in (1, 2)]
    return letters.Example(
        invitations.question_subject(event.words.name),
        invitations.question_context(name=order.name, event=event, links=links),
    )


def _again(about: Mapping[str, int], key: str) -> None:
    invitations.mail_question(order_id=about["order_id"], session_id=about["session_id"], key=key)


letters.kind(
    "survey_question",
    title=gettext_lazy("How was it?"),
    when=gettext_lazy("To buyers whose tickets were used, some hours after it is over."),
    template="surveys/mail/question",
    example=_example,
    again=_again,
    purpose=Purpose.FEEDBACK,
)
