from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "bihuan.public"
    label = "public"

    def ready(self) -> None:
        """Say how often residents may send answers, too."""
        from bihuan.public.limits import count_answering
        from bihuan.questionnaires.limiting import limited_by

        limited_by(count_answering)
