from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "bihuan.oversight"
    label = "oversight"
