"""What stands in the way of an order, as a sentence; the same that the order itself would say."""

from billing.errors import NeedsMethod, NotForSale, PayFirst
from billing.owner.desk import Desk
from billing.services import allowed
from billing.services.wishes import Wish
from kernel.errors import Refusal


def before(desk: Desk, wish: Wish) -> dict[str, str]:
    """`hindrance`, "" where there is none, and the page that helps. Raises NotForSale."""
    try:
        allowed.insist(desk.account, wish, desk.today)
    except NotForSale:
        raise
    except PayFirst as refusal:
        return hindered(refusal, desk.url("invoices"))
    except NeedsMethod as refusal:
        return hindered(refusal, desk.url("method"))
    except Refusal as refusal:
        return hindered(refusal)
    return {"hindrance": "", "hindrance_url": ""}


def hindered(refusal: Refusal, url: str = "") -> dict[str, str]:
    """Say that it stands in the way; `url` is where one does something about it."""
    return {"hindrance": str(refusal), "hindrance_url": url}
