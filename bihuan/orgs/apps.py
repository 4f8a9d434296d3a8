from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "bihuan.orgs"
    label = "orgs"

    def ready(self) -> None:
        """Have log-ins written into the audit log."""
        from bihuan.orgs import logins

        logins.connect()
