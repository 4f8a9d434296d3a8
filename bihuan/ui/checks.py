"""System checks of the settings: what production must not, or had better not, be served with."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured


def register() -> None:
    """Hand the checks to Django; repeatable."""
    for check in (
        production_has_a_secret_key,
        production_hides_its_errors,
        production_keeps_the_real_day,
        production_speaks_https,
        production_names_its_hosts,
    ):
        checks.register(check)


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


def production_keeps_the_real_day(**_kwargs: Any) -> list[checks.CheckMessage]:
    """E003: an office clock set to another day would date real work wrongly."""
    if settings.BIHUAN_MODE != "production" or settings.BIHUAN_TODAY is None:
        return []
    return [checks.Error("正式环境设了办公日期：请去掉 BIHUAN_TODAY", id="bihuan.E003")]


def production_speaks_https(**_kwargs: Any) -> list[checks.CheckMessage]:
    """W001: over plain HTTP, whoever sits on the network reads passwords and sessions."""
    if settings.BIHUAN_MODE != "production" or settings.SESSION_COOKIE_SECURE:
        return []
    return [
        checks.Warning(
            "正式环境没有使用 HTTPS，密码和会话在网络上可被看到。",
            hint="只有封闭的办公网络才可这样；否则去掉 BIHUAN_PLAIN_HTTP，由前面的网关提供 HTTPS。",
            id="bihuan.W001",
        )
    ]


def production_names_its_hosts(**_kwargs: Any) -> list[checks.CheckMessage]:
    """W002: a site that answers to every name lets a forged name into its addresses."""
    if settings.BIHUAN_MODE != "production" or "*" not in settings.ALLOWED_HOSTS:
        return []
    return [
        checks.Warning(
            "BIHUAN_HOSTS 写了 *，任何名字都能访问本站。",
            hint="请写明本站的域名或地址，用逗号分开。",
            id="bihuan.W002",
        )
    ]
