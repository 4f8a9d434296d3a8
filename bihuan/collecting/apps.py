from django.apps import AppConfig


class CollectingConfig(AppConfig):
    name = "bihuan.collecting"
    label = "collecting"
