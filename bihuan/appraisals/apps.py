"""The Django app of the room."""

from django.apps import AppConfig


class AppraisalsConfig(AppConfig):
    name = "bihuan.appraisals"
    label = "appraisals"
