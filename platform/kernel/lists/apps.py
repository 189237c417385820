"""Lists that people sort, filter, search, and keep."""

from django.apps import AppConfig


class ListsConfig(AppConfig):
    """Lists that people sort, filter, search, and keep."""

    name = "kernel.lists"
