"""What mails ask of those who know people."""

from kernel.hooks import Hook


@Hook
def has_consented(*, address: str, purpose: str) -> bool:  # type: ignore[empty-body]
    """Has the person at this address said yes to mails of this purpose ("marketing")?

    One True is enough; without any, such a mail is held back.
    """


@Hook
def keepers() -> list[tuple[str, str]]:  # type: ignore[empty-body]
    """Who is told of trouble with the shop's mails? Answer (address, language) pairs."""
