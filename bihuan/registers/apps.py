from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "bihuan.registers"
    label = "registers"
