"""What is said about a view."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ViewForm(forms.Form):
    """A name for what a list shows, and who else sees it."""

    name = forms.CharField(label=_("Name"), max_length=60)
    query = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)
    is_shared = forms.BooleanField(label=_("Everybody in the team sees it"), required=False)
    is_first = forms.BooleanField(label=_("Open the list with it"), required=False)

    def clean_name(self) -> str:
        """One line without control characters."""
        name = " ".join(self.cleaned_data["name"].split())
        if not name or not name.isprintable():
            raise forms.ValidationError(_("A view needs a name of at most sixty letters."))
        return name
