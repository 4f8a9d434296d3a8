"""System checks of the settings: what production must not be started with."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured


def register() -> None:
    """Hand the checks to Django; repeatable."""
    checks.register(production_has_a_secret_key)
    checks.register(production_hides_its_errors)


def production_has_a_secret_key(**_kwargs: Any) -> list[checks.CheckMessage]:
    """E001: every installation has its own secret key (a test run has a fixed one)."""
    try:
        if settings.SECRET_KEY:
            return []
    except ImproperlyConfigured:  # Django's own answer to an empty key
        pass
    return [
        checks.Error(
            "没有密钥：请运行 bihuan init，或设置 BIHUAN_SECRET_KEY",
            id="bihuan.E001",
        )
    ]


def production_hides_its_errors(**_kwargs: Any) -> list[checks.CheckMessage]:
    """E002: DEBUG shows settings and records to whoever meets an error."""
    if settings.BIHUAN_MODE != "production" or not settings.DEBUG:
        return []
    return [checks.Error("正式环境开着调试：请去掉 BIHUAN_DEBUG", id="bihuan.E002")]
