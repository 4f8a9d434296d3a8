from django.apps import AppConfig


class BurdenConfig(AppConfig):
    name = "bihuan.burden"
    label = "burden"
