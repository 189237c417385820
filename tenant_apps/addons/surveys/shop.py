"""The page of the question. No account, no script: the link is the right to answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kernel.gate import kept_open, shop_page
from kernel.pages import page
from kernel.rate import rate
from tenant_apps.addons.surveys.forms import AnswerForm
from tenant_apps.addons.surveys.models import Invitation
from tenant_apps.addons.surveys.services import replies


@kept_open
@shop_page
@never_cache
@rate("60/minute")
@require_http_methods(["GET", "POST"])
def question_page(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, take the answer, say thank you. A link in a mail may choose a number beforehand.

    Opening the page answers nothing: what reads mails for viruses also opens links.
    """
    invitation = get_object_or_404(
        Invitation.objects.select_related("answer", "session__event__venue"), token=token
    )
    given = getattr(invitation, "answer", None)
    if request.method == "POST":
        form = AnswerForm(request.POST)
        if form.is_valid():
            replies.answer(invitation=invitation, **form.cleaned_data)
            return redirect(f"{invitation.get_absolute_url()}?thanks")
    elif given:
        form = AnswerForm(initial={"score": given.score, "comment": given.comment})
    else:
        form = AnswerForm(initial={"score": request.GET.get("score", "")})
    context = {
        "invitation": invitation,
        "event": invitation.session.event,
        "form": form,
        "given": given,
        "thanks": "thanks" in request.GET and given is not None and request.method == "GET",
    }
    return page(request, "surveys/question.html", context, status=422 if form.errors else 200)
