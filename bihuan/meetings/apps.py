from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "bihuan.meetings"
    label = "meetings"
