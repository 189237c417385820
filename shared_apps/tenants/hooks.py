"""What the platform asks of a shop, in its schema."""

from collections.abc import Mapping
from dataclasses import dataclass

from kernel.hooks import Hook


@dataclass(frozen=True, kw_only=True)
class TicketTerms:
    """What a plan takes for a paid ticket: a share, and `fees`, minor units by currency."""

    code: str
    version: str
    name: str
    basis_points: int = 0
    fees: Mapping[str, int]


@Hook
def furnish_shop(*, user, role: str) -> None:  # type: ignore[no-untyped-def]
    """What should stand in a new shop before its first visitor? Asked in its schema.

    `user` is the owner's `accounts.User` there; answers write rows and return None.
    """


@Hook
def still_owed() -> list[str]:  # type: ignore[empty-body]
    """What would a closed shop still owe to others? Answer sentences, [] if nothing."""


@Hook
def owns_still(*, email: str) -> bool:  # type: ignore[empty-body]
    """Is the person with this address an owner of the shop, says its team?"""


@Hook
def ticket_terms(*, code: str, version: str) -> TicketTerms:  # type: ignore[empty-body]
    """What does a plan of the price list take for each paid ticket?

    `code` "" is the plan of a new shop, `version` "" today's list. Raise KeyError for what there
    never was.
    """


@Hook
def shares(*, tenant) -> Mapping[str, int]:  # type: ignore[empty-body, no-untyped-def]
    """What do we take of the money that features bring this tenant? Basis points by code.

    Asked in `public` when what we know of a shop is read anew, and kept with it until then:
    whoever changes the answer calls `directory.changed()`.
    """
