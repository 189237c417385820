"""What is typed in at the mail desk."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from themes.letters.models import LONGEST_ADDRESS

_mailbox = RegexValidator(
    r"^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?\Z", _("Letters, figures, dots and dashes only.")
)


class ReplyForm(forms.Form):
    """Where answers to the shop's mails go."""

    reply_to = forms.EmailField(
        label=_("Answers go to"),
        required=False,
        max_length=LONGEST_ADDRESS,
        help_text=_("Readers who press “reply” write to this address. Empty: to nobody."),
    )


class DomainForm(forms.Form):
    """The address that mails shall come from."""

    mailbox = forms.CharField(
        label=_("Before the @"), max_length=64, initial="tickets", validators=[_mailbox]
    )
    domain = forms.CharField(
        label=_("Your domain"),
        max_length=200,
        help_text=_("As in your web address, without “www”: theatre.example"),
    )

    def clean_mailbox(self) -> str:
        """In small letters."""
        return self.cleaned_data["mailbox"].lower()

    def clean_domain(self) -> str:
        """As it is written in DNS: international letters in their ASCII form."""
        said = self.cleaned_data["domain"].strip().lower().rstrip(".")
        try:
            return said.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise forms.ValidationError(_("This is not written as domains are.")) from error


class StopForm(forms.Form):
    """An address that shall get no mail."""

    address = forms.EmailField(label=_("Address"), max_length=LONGEST_ADDRESS)
    note = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("For your colleagues, not for the reader.")
    )


class LiftForm(forms.Form):
    """Why an address shall get mail again."""

    because = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("For example: the buyer telephoned, the mailbox works again."),
    )
