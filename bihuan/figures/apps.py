from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "bihuan.figures"
    label = "figures"
