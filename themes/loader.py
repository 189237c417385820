"""Templates by theme: the theme's folder, the theme it extends, then the apps' own.

The cache is keyed by theme, not by tenant: a thousand shops on five themes cost five sets.
"""

from pathlib import Path

from django.template.engine import Engine
from django.template.loaders import app_directories, cached, filesystem

from themes.current import look
from themes.houses import folders


class FolderLoader(filesystem.Loader):
    """Looks into the folders of the theme in force."""

    def get_dirs(self) -> list[str | Path]:
        """The folders of the current theme, its own first."""
        return list(folders(look().theme))


class ThemeLoader(cached.Loader):
    """The only template loader: compiled templates, kept per theme."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(
            engine,
            [f"{__name__}.FolderLoader", f"{app_directories.__name__}.Loader"],
        )

    def cache_key(self, template_name: str, skip: list | None = None) -> str:
        """Django's own key with the theme in front."""
        return f"{look().theme}:{super().cache_key(template_name, skip)}"
