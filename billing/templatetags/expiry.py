"""When a payment method ends, in words."""

from datetime import date

from django import template

from kernel.moments import day

register = template.Library()


@register.filter
def as_month(text: str) -> str:
    """Write "2034-12" as "December 2034"; what is no month is left as it is."""
    try:
        return day(date.fromisoformat(f"{text}-01"), "month")
    except ValueError:
        return text
