"""Changing a brand: a draft, its publication, the way back; logos; legal texts."""

from themes.services.logos import clean_logo
from themes.services.publishing import save_brand

__all__ = ["clean_logo", "save_brand"]
