from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "bihuan.duty"
    label = "duty"
