from django.apps import AppConfig


class PresetsConfig(AppConfig):
    name = "bihuan.presets"
    label = "presets"

    def ready(self) -> None:
        """Answer the rooms below that ask for a number of policy."""
        from bihuan.lib import policy
        from bihuan.presets import asking

        policy.answered_by(asking.value_at)
