from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "bihuan.reporting"
    label = "reporting"
