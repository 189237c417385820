"""What sign-in asks of the floors above."""

from kernel.hooks import Hook


@Hook
def post(*, prefix: str, to: str, context: dict) -> bool:  # type: ignore[empty-body]
    """Send this mail of allauth's: `prefix` names its template. Answer True when you did."""


@Hook
def email_confirmed(*, user) -> None:  # type: ignore[no-untyped-def]
    """What follows when a user of the platform has shown that his e-mail address is his?

    Asked in `public`, at once; answers write rows and return None.
    """
