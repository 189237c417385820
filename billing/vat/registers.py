"""Who knows VAT numbers: a register, chosen by `settings.VAT_REGISTER`."""

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from billing.models import Account
from billing.vat.numbers import Number


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a register says: `state` is one of `Account.Vat`, pending where it could not tell.

    `name` is whose number it is, where the state publishes that; `consultation` the register's
    receipt, which proves to a tax office that we asked.
    """

    state: str
    name: str = ""
    consultation: str = ""


class Register(Protocol):
    """What we ask of a register of VAT numbers."""

    code: str

    def ask(self, number: Number) -> Answer:
        """Is this number good today? Never raises for an outside that is away: `pending`."""


class OfflineRegister:
    """Believes every number whose check digits are right: for the demo and for tests."""

    code = "offline"

    def ask(self, number: Number) -> Answer:
        """Good: `numbers.read` has looked at the digits already."""
        return Answer(state=Account.Vat.VALID)


def register() -> Register:
    """The register of this installation."""
    chosen: Register = import_string(settings.VAT_REGISTER)()
    return chosen
