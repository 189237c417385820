"""What each add-on does, in three sentences. Prices stand in the catalogue alone."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# code of the catalogue: (icon, sentences)
DOES: dict[str, tuple[str, tuple[str | Promise, ...]]] = {
    "checkin": (
        "scan-line",
        (
            _("Phones become scanners: one word, one colour, one name, in well under a second."),
            _("Without a network they go on scanning, and put their lists together afterwards."),
            _("Gates, lanes and people at the door; how full the house is, as it fills."),
        ),
    ),
    "wallet": (
        "wallet",
        (
            _("“Add to wallet” on the order page and in the mail, for Apple and Google."),
            _("A new hour or a new gate changes the pass on the phone by itself."),
            _("A refunded or passed-on ticket goes out in the old wallet."),
        ),
    ),
    "waitlist": (
        "hourglass",
        (
            _("Sold out is not the end: visitors queue, and are asked in turn."),
            _("Who cannot come offers the ticket back, at no more than the price you allow."),
            _("The old ticket is void and a new one is made, so nobody buys a copy."),
        ),
    ),
    "crm": (
        "users",
        (
            _("Who comes often, who has not come for long, who likes what."),
            _("Letters to a part of them, in your look, to those only who agreed."),
            _("You see what a letter sold, and everybody leaves the list by one click."),
        ),
    ),
    "analytics": (
        "chart-line",
        (
            _("Sales by day and hour against those of events like it."),
            _("Where buyers come from, and at which step they leave."),
            _("A forecast that says how sure it is."),
        ),
    ),
    "exchanges": (
        "repeat",
        (
            _("Buyers move to another date by themselves, and pay or get back the difference."),
            _("You set until when, and how much of the money goes back."),
            _("Store credit instead of money, where you offer it and the law allows it."),
        ),
    ),
    "pricing": (
        "trending-up",
        (
            _("Prices that move with demand or date, inside a floor and a ceiling that you draw."),
            _("Every change says why, and is tried on past sales before it is switched on."),
            _("The buyer sees one price, all included, and it holds while it is in the basket."),
        ),
    ),
    "seasons": (
        "calendar-range",
        (
            _("The same seat for many evenings, or any six of twelve."),
            _("Renewals with the old seat kept, instalments, and letters before they are due."),
            _("An evening that a subscriber gives back can be sold again."),
        ),
    ),
    "upsells": (
        "gift",
        (
            _("A programme, a glass, a parking place: beside the ticket, or a day before."),
            _("Counted like tickets, so that what is gone is not sold."),
            _("Handed over by the same code at the door."),
        ),
    ),
    "surveys": (
        "message-square",
        (
            _("One question on the morning after, answered in two taps, without an account."),
            _("Those who were let in are asked, and nobody twice."),
            _("What they said, and the one number that people compare, by event."),
        ),
    ),
    "groups": (
        "users-round",
        (
            _("Thirty places side by side, kept for a school or a firm until a day you name."),
            _("One pays for all, or everybody their own by a link."),
            _("Prices by size of the group, and the list of names for the door."),
        ),
    ),
    "streaming": (
        "radio",
        (
            _("A seat at home on the same ticket, live and for as long afterwards as you say."),
            _("One ticket, one screen at a time."),
            _("The chat, and who watched for how long."),
        ),
    ),
}


def does(code: str) -> tuple[str, tuple[str | Promise, ...]]:
    """Return the icon of an add-on and what it does; an unknown one has no words yet."""
    return DOES.get(code, ("puzzle", ()))
