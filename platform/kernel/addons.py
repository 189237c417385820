"""Optional apps: their manifest, and who owns a piece of code."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any, ClassVar

from django.apps import AppConfig, apps
from django.conf import settings
from django.core import checks
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule

from kernel.tenancy import current, has_feature

OUR_ROOTS = frozenset({"kernel", "shared_apps", "tenant_apps", "themes", "billing"})


@dataclass(frozen=True)
class MenuItem:
    """A line in the backstage menu: `role` is the permission that shows it."""

    title: str | Promise
    url_name: str
    icon: str = ""
    role: str = ""


class AddOn(AppConfig):
    """The manifest of an optional app. `clock` names tasks to be run every so many seconds.

    `meters` says what is counted: the meter's name in the price list, and the dotted path of the
    fact that counts for it, or a tuple of several: those that count, and those that take back.

    Ninety days after it was switched off, its tables in the shop are emptied, but for the models
    that `keeps` names: what the law or the holder of a ticket needs for longer.
    """

    feature: ClassVar[str] = ""
    title: ClassVar[str | Promise] = ""
    summary: ClassVar[str | Promise] = ""
    meters: ClassVar[Mapping[str, str | tuple[str, ...]]] = {}
    menu: ClassVar[list[MenuItem]] = []
    requires: ClassVar[tuple[str, ...]] = ()
    clock: ClassVar[Mapping[str, float]] = {}
    keeps: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Be the one AppConfig of its module, although this base class is imported there too."""
        super().__init_subclass__(**kwargs)
        cls.default = True

    @property
    def is_open(self) -> bool:
        """May the current tenant use it?"""
        return has_feature(self.feature)

    @property
    def is_kept(self) -> bool:
        """Must what was begun with it still work for the current tenant?"""
        right = current().features.get(self.feature)
        return right is not None and right.is_kept


def installed() -> list[AddOn]:
    """Return the add-ons of this installation, in the order of `ADDONS`."""
    return [config for config in apps.get_app_configs() if isinstance(config, AddOn)]


def open_addons() -> Iterator[AddOn]:
    """Yield the add-ons that are open to the current tenant."""
    return (addon for addon in installed() if addon.is_open)


def owner_of(module_or_callable: ModuleType | Callable[..., Any] | str) -> AppConfig | None:
    """Return the app a piece of code belongs to."""
    if isinstance(module_or_callable, str):
        name = module_or_callable
    elif isinstance(module_or_callable, ModuleType):
        name = module_or_callable.__name__
    else:
        name = module_or_callable.__module__
    return _owner(name)


def feature_of(module_or_callable: ModuleType | Callable[..., Any] | str) -> str | None:
    """Return the feature a piece of code belongs to; None: it belongs to everybody."""
    owner = owner_of(module_or_callable)
    return owner.feature if isinstance(owner, AddOn) else None


def our_apps() -> list[AppConfig]:
    """Return the installed apps that are part of this house, in the order of the settings."""
    return [c for c in apps.get_app_configs() if c.name.partition(".")[0] in OUR_ROOTS]


def rooms(name: str) -> Iterator[tuple[AppConfig, ModuleType]]:
    """Yield (app, module) for each of our apps that has a room of this name, such as `api`."""
    for config in our_apps():
        if config.module is not None and module_has_submodule(config.module, name):
            yield config, import_module(f"{config.name}.{name}")


def discover() -> None:
    """Import what our apps have to say to facts and hooks, their mails and their jobs."""
    for room in ("facts", "hooks", "handlers", "answers", "tasks", "mail_kinds", "jobs"):
        for _found in rooms(room):
            pass


@cache
def _owner(module_name: str) -> AppConfig | None:
    return apps.get_containing_app_config(module_name)


def _needs_of_kept(addon: AddOn) -> set[str]:
    """Names in `keeps` that no model has, and models that the kept ones point at and it lacks."""
    names: dict[Any, str] = {one: one.__name__ for one in addon.get_models(True)}
    kept = [one for one, name in names.items() if name in addon.keeps]
    fields = [field for one in kept for field in one._meta.concrete_fields]
    needed = {names[field.related_model] for field in fields if field.related_model in names}
    return (set(addon.keeps) - set(names.values())) | (needed - set(addon.keeps))


@checks.register("addons")
def check_manifests(**kwargs: Any) -> list[checks.CheckMessage]:
    """All of `ADDONS` are add-ons: a plain AppConfig would silently have no doors and no gate."""
    problems: list[checks.CheckMessage] = []
    by_name = {config.name: config for config in apps.get_app_configs()}
    codes = {addon.feature for addon in installed()}
    for name in settings.ADDONS:
        config = by_name.get(name)
        if not isinstance(config, AddOn) or not config.feature or not config.title:
            problems.append(
                checks.Error(
                    f"{name} stands in ADDONS, but its AppConfig is no complete AddOn.",
                    hint="class MyConfig(AddOn): feature = ..., title = ..., summary = ...",
                    id="kernel.E001",
                )
            )
        elif missing := set(config.requires) - codes:
            problems.append(
                checks.Error(f"{name} requires unknown features: {missing}", id="kernel.E002")
            )
        elif unkept := _needs_of_kept(config):
            problems.append(
                checks.Error(
                    f"{name} keeps what is not there, or what points at emptied tables: {unkept}",
                    hint="`keeps` names models of the app, with those that they point at.",
                    id="kernel.E003",
                )
            )
    return problems
