"""allauth without log-in, for the process that faces residents."""

from allauth.account.apps import AccountConfig


class QuietAccountConfig(AccountConfig):
    """Keep allauth's tables known to Django, and nothing else: it insists on its middleware."""

    def ready(self) -> None:
        """Set nothing up."""
