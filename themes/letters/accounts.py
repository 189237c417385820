"""The mails of sign-in: they come from allauth, which knows what to say, in our letters."""

from collections.abc import Mapping
from typing import Any

from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from kernel.codes import uuid7
from kernel.tenancy import current
from themes.letters.kinds import Example, kind
from themes.letters.message import one_line
from themes.letters.services import sending

RESET = "account_password_reset"
CONFIRM = "account_confirm"
OTHER = "account_other"
KINDS = {
    "account/email/password_reset_key": RESET,
    "account/email/email_confirmation": CONFIRM,
    "account/email/email_confirmation_signup": CONFIRM,
}


def send(*, prefix: str, to: str, context: Mapping[str, Any]) -> None:
    """Send what allauth wants to have sent; `prefix` names its template.

    In the reader's own language where he is known, else in that of the page.
    """
    code = KINDS.get(prefix, OTHER)
    user = context.get("user")
    with override(getattr(user, "language", "") or get_language()):
        said = {**context, "email": to, "current_site": current()}
        sending.send(
            kind=code,
            to=to,
            subject=_subject(code, prefix, said),
            context={"url": _url(context), "lines": _lines(code, prefix, said)},
            key=uuid7(),
        )


def _subject(code: str, prefix: str, said: Mapping[str, Any]) -> str:
    if code == RESET:
        return _("A new password for %(shop)s") % {"shop": current().name}
    if code == CONFIRM:
        return _("Is this your address, %(shop)s asks") % {"shop": current().name}
    return one_line(render_to_string(f"{prefix}_subject.txt", dict(said)))


def _url(context: Mapping[str, Any]) -> str:
    return str(context.get("password_reset_url") or context.get("activate_url") or "")


def _lines(code: str, prefix: str, said: Mapping[str, Any]) -> list[str]:
    """What allauth itself would write, for the kinds that have no words of ours."""
    if code != OTHER:
        return []
    try:
        text = render_to_string(f"{prefix}_message.txt", dict(said))
    except TemplateDoesNotExist:
        return []
    return [one.strip() for one in text.split("\n\n") if one.strip()]


def _reset_example() -> Example:
    url = f"{current().url}/signin/forgotten/1a-example"
    return Example(_subject(RESET, "", {}), {"url": url})


def _confirm_example() -> Example:
    url = f"{current().url}/signin/verify/example"
    return Example(_subject(CONFIRM, "", {}), {"url": url})


def _other_example() -> Example:
    said = _("Your password was changed. If it was not you, choose a new one at once.")
    return Example(_("Your password was changed"), {"lines": [said], "url": ""})


kind(
    RESET,
    title=gettext_lazy("New password"),
    when=gettext_lazy("To somebody who forgot a password and asks for a new one."),
    template="letters/mail/account_password_reset",
    example=_reset_example,
    is_owed=True,
    is_secret=True,
)
kind(
    CONFIRM,
    title=gettext_lazy("Confirm an address"),
    when=gettext_lazy("To somebody whose e-mail address has yet to be confirmed."),
    template="letters/mail/account_confirm",
    example=_confirm_example,
    is_owed=True,
    is_secret=True,
)
kind(
    OTHER,
    title=gettext_lazy("News of an account"),
    when=gettext_lazy("To somebody whose way to sign in was changed."),
    template="letters/mail/account_other",
    example=_other_example,
    is_owed=True,
    is_secret=True,
)
