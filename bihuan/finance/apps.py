from django.apps import AppConfig


class FinanceConfig(AppConfig):
    name = "bihuan.finance"
    label = "finance"
