"""The settings of a local Marquee, with one more page: the floor to measure against."""

from config.settings.local import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
