"""What the sign-up asks of others."""

from kernel.hooks import Hook


@Hook
def furnish_shop(*, user, role: str) -> None:  # type: ignore[no-untyped-def]
    """What should stand in a new shop before its first visitor? Asked in its schema.

    `user` is the owner's `accounts.User` there; answers write rows and return None.
    """
