"""What can have happened in the inbox."""

from dataclasses import dataclass

from kernel.facts.bus import Fact


@dataclass(frozen=True, kw_only=True)
class StripeSaid(Fact):
    """Stripe spoke of one of this shop's objects. It tells where to look, not what is true.

    A listener reads the object at Stripe and believes that, so late, repeated and disordered news
    are harmless. `kind` is Stripe's event type ("payment_intent.succeeded"), `object_id` the object
    it is about, `account` the connected account it lives on ("" for the platform's own).
    `intent_id` names the PaymentIntent that a charge, refund or dispute belongs to, and
    `payment_key` our own `Payment.key`, where Stripe's object carries it ("" otherwise).
    """

    kind: str
    object_id: str
    account: str = ""
    intent_id: str = ""
    payment_key: str = ""


@dataclass(frozen=True, kw_only=True)
class MailReported(Fact):
    """A mail server told what became of one of this shop's mails.

    `what` is delivered, bounced or complained; a bounce that `is_permanent` is one that no second
    try mends. `code` is the server's status ("5.1.1"), never its words, which name people.
    """

    mail_id: int
    what: str
    is_permanent: bool = False
    code: str = ""
