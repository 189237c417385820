"""What surveys have to say to the core's questions."""

from kernel.hooks import Panel
from tenant_apps.addons.surveys import nps
from tenant_apps.addons.surveys.models import Answer
from tenant_apps.addons.surveys.services import invitations
from tenant_apps.office.team.hooks import dashboard_cards
from tenant_apps.ticketing.orders.models import Order
from tenant_apps.ticketing.sales.hooks import order_panels


@order_panels.answer
def question_link(*, order: Order) -> Panel | None:
    """On the buyer's order page, once somebody came in: the way to the question."""
    open_invitations = invitations.links_of_order(order=order)
    if not open_invitations:
        return None
    return Panel("surveys/order_panel.html", {"survey_invitations": open_invitations})


@dashboard_cards.answer
def score_card() -> Panel | None:
    """On the home page of backstage: the score, once there is one."""
    result = nps.result(Answer.objects.all())
    return Panel("surveys/card.html", {"survey_result": result}) if result.n else None
