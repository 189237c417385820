"""What accounts ask of the rest of the house."""

from kernel.hooks import Hook


@Hook
def email_confirmed(*, user) -> None:  # type: ignore[no-untyped-def]
    """What follows when a user of the platform has shown that his e-mail address is his?

    Asked in `public`, at once; answers write rows and return None.
    """
