"""Who buys. A customer is an e-mail address; an account, if there is one, is attached to it."""

import re

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CustomerQuerySet(models.QuerySet["Customer"]):
    """Sets of customers."""

    def search(self, text: str) -> "CustomerQuerySet":
        """Those whose e-mail begins so, or whose name has these words, begun or whole."""
        text = text.strip()
        if not text:
            return self
        found = Q(email__startswith=text.lower())
        words = re.findall(r"\w+", text)[:8]
        if words and "@" not in text:
            name = " & ".join(f"{word}:*" for word in words)
            found |= Q(words=SearchQuery(name, search_type="raw", config="simple"))
        return self.alias(words=SearchVector("name", config="simple")).filter(found)


class Customer(models.Model):
    """A buyer of this shop, known by a normalised e-mail address."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=5, default="en")
    created_at = models.DateTimeField(default=timezone.now)
    marketing_consent_at = models.DateTimeField(null=True, blank=True)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        # For the search of backstage; how an address begins is served by its unique index.
        indexes = [GinIndex(SearchVector("name", config="simple"), name="customer_name_words")]

    def __str__(self) -> str:
        return self.email
