from django.apps import AppConfig


class OpinionsConfig(AppConfig):
    name = "bihuan.opinions"
    label = "opinions"
