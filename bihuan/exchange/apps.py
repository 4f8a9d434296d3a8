from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "bihuan.exchange"
    label = "exchange"
