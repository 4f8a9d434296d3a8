from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "bihuan.tasks"
    label = "tasks"
