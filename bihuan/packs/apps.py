from django.apps import AppConfig


class PacksConfig(AppConfig):
    name = "bihuan.packs"
    label = "packs"
