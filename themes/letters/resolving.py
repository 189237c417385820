"""Asking DNS. One interface, so that tests and other name servers can take its place."""

from functools import cache
from typing import Protocol, cast

import dns.exception
import dns.resolver
from django.conf import settings
from django.utils.module_loading import import_string

SECONDS = 3.0  # for one question, all name servers together


class NoAnswer(Exception):
    """The name servers were silent or broken: nothing is known, and nothing is concluded."""


class Resolver(Protocol):
    """Who knows DNS."""

    def txt(self, name: str) -> list[str]:
        """The TXT records of a name, each as one text; none where there is no such name.

        Raises NoAnswer.
        """


class DnsResolver:
    """The name servers of this machine, by dnspython."""

    def txt(self, name: str) -> list[str]:
        """The TXT records of a name; strings of one record belong together without a space."""
        try:
            answer = dns.resolver.resolve(name, "TXT", lifetime=SECONDS)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except (dns.exception.DNSException, OSError) as error:
            raise NoAnswer(name) from error
        return [b"".join(row.strings).decode("utf-8", "replace") for row in answer]


@cache
def _made(path: str) -> Resolver:
    return cast(Resolver, import_string(path)())


def resolver() -> Resolver:
    """The resolver that the settings name."""
    return _made(settings.MAIL_RESOLVER)
