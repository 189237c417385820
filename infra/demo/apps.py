from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Installed only where `DEMO` is set; it stands above the roof and may use every floor."""

    name = "infra.demo"
    label = "demo"
