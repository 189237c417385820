"""Finds the rooms of an app: its `urls.py`, its `api.py`."""

from importlib import import_module
from types import ModuleType
from typing import Any

from django.apps import apps
from django.urls import URLResolver, include, path
from django.utils.module_loading import module_has_submodule

from kernel.addons import installed

Patterns = list[Any]


def urls_of(app: str) -> Patterns:
    """Return an app's pages, in the namespace of its label, at the paths they name themselves."""
    urls = room(app, "urls")
    patterns = getattr(urls, "urlpatterns", None)
    if not patterns:
        return []
    return [path("", include((patterns, getattr(urls, "app_name", app.rpartition(".")[2]))))]


def backstage_urls(app: str) -> Patterns:
    """Return an app's pages for the organizer, to stand in the namespace `backstage`."""
    return list(getattr(room(app, "urls"), "backstage_urlpatterns", []))


def addon_urls(which: str) -> list[URLResolver]:
    """Return what each add-on has at this door, in a folder and a namespace of its own."""
    return [
        path(f"{addon.label}/", include((patterns, addon.label)))
        for addon in installed()
        if (patterns := getattr(room(addon.name, "urls"), which, None))
    ]


def room(app: str, name: str) -> ModuleType | None:
    """Return a room of an app, such as its `api`; None if the app has none."""
    config = next((config for config in apps.get_app_configs() if config.name == app), None)
    if config is None or config.module is None or not module_has_submodule(config.module, name):
        return None
    return import_module(f"{app}.{name}")
