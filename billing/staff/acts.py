"""What our staff does for good: a page that says what it touches, asks for why, and does it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kernel.actor import Actor
from kernel.errors import Refusal
from kernel.pages import page
from shared_apps.control import services

FIELDS = {"reason_missing": "reason", "note_missing": "note", "nothing_to_adjust": "amount",
          "words_missing": "text"}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Act:
    """What an act is called, what it touches, its button, and where one came from (`back`)."""

    title: str
    action: str
    done: str
    back: str
    back_url: str
    text: str = ""
    touches: Sequence[str] = field(default=())
    danger: bool = False


def answer(
    request: HttpRequest, act: Act, form: forms.Form, do: Callable[[], str | None]
) -> HttpResponse:
    """Show the act; once its form is valid, do it and go back. What is refused is said in the form.

    `do` may return where to go, and other words on what was done than those of the act.
    """
    if request.method == "POST" and form.is_valid():
        try:
            said = do()
        except Refusal as refusal:
            name = FIELDS.get(refusal.code)
            form.add_error(name if name in form.fields else None, str(refusal))
        else:
            messages.success(request, said or act.done)
            return redirect(act.back_url)
    context = {"act": act, "form": form}
    status = 422 if form.errors else 200
    return page(request, "billing/staff/act.html", context, status=status)


def staff(request: HttpRequest) -> Actor:
    """Who acts."""
    return services.staff(request.user)  # type: ignore[arg-type]


def sure(request: HttpRequest) -> forms.Form:
    """The form of an act that is only asked for once more."""
    return forms.Form(request.POST if request.method == "POST" else None)
