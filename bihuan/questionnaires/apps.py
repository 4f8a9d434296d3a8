from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    name = "bihuan.questionnaires"
    label = "questionnaires"
