from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "bihuan.ui"
    label = "ui"

    def ready(self) -> None:
        """Register the system checks."""
        from bihuan.ui import checks

        checks.register()
