"""The languages of the interface, by their own names and by those of the reader."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language_info

from kernel.locales import tag_of


@dataclass(frozen=True)
class Tongue:
    """A language: its code "pt", and its tag for `lang=""`, "pt-PT"."""

    code: str

    @property
    def tag(self) -> str:
        """The tag that scripts and screen readers follow."""
        return tag_of(self.code)

    @property
    def name(self) -> str:
        """As the reader calls it: "French"."""
        return str(get_language_info(self.code)["name_translated"])

    @property
    def own_name(self) -> str:
        """As those who speak it call it: "Français"."""
        name = str(get_language_info(self.code)["name_local"])
        return name[:1].upper() + name[1:]


def tongue(code: str) -> Tongue:
    """The language of this code."""
    return Tongue(code)


def tongues(codes: Iterable[str]) -> list[Tongue]:
    """The languages of these codes."""
    return [Tongue(code) for code in codes]
