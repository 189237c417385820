"""A form field for rich text.

    description = RichTextField(label=_("The story"), max_length=20_000, required=False)

Without JavaScript it is a textarea: empty lines make paragraphs, and what was rich is shown with
its marks, so nothing is lost. `static/themes/richtext.js` makes an editor of it.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from themes.richtext.cleaning import clean_text, to_html

MAX_LENGTH = 20_000


# act, word, Lucide icon, key that goes with Ctrl
TOOLS = (
    ("bold", _("Bold"), "bold", "B"),
    ("italic", _("Italic"), "italic", "I"),
    ("link", _("Link"), "link", "K"),
    ("h2", _("Heading"), "heading-2", ""),
    ("h3", _("Smaller heading"), "heading-3", ""),
    ("insertUnorderedList", _("List"), "list", ""),
    ("insertOrderedList", _("Numbered list"), "list-ordered", ""),
    ("blockquote", _("Quotation"), "text-quote", ""),
)


class RichTextInput(forms.Textarea):
    """A textarea with an editor around it."""

    template = "richtext/editor.html"

    def __init__(self, attrs: Any = None) -> None:
        super().__init__({"rows": 8, **(attrs or {})})

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        """Draw the textarea inside the element that turns it into an editor."""
        written = super().render(name, value, attrs, renderer)
        names = ("act", "word", "icon", "key")
        tools = [dict(zip(names, tool, strict=True)) for tool in TOOLS]
        return render_to_string(self.template, {"textarea": written, "tools": tools})


class RichTextField(forms.CharField):
    """Rich text, sieved; plain text, where no editor was at hand; "" if nothing was said.

    `max_length` counts the characters as they are kept, those of the formatting too.
    """

    widget = RichTextInput

    def __init__(self, *, max_length: int = MAX_LENGTH, **kwargs: Any) -> None:
        super().__init__(max_length=None, **kwargs)
        self.longest = max_length

    def clean(self, value: Any) -> str:
        """Sieve what was written. Raises ValidationError when it is too long or required."""
        written = self.to_python(value) or ""
        # A sieve takes its time, so nobody gets to throw a library at it.
        if len(written) > 10 * self.longest:
            raise ValidationError(self._too_long(len(written)), code="max_length")
        ProhibitNullCharactersValidator()(written)
        kept = clean_text(written)
        if len(kept) > self.longest:
            raise ValidationError(self._too_long(len(kept)), code="max_length")
        super().validate(kept)
        return kept

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether something else is said; what merely looks different in the source is the same."""
        before, after = clean_text(str(initial or "")), clean_text(str(data or ""))
        return before != after and to_html(before) != to_html(after)

    def _too_long(self, length: int) -> str:
        said = _(
            "The text is too long: with its formatting it has %(length)s characters, "
            "and there is room for %(longest)s. Please shorten it."
        )
        return str(said) % {"length": length, "longest": self.longest}
