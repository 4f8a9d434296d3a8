"""System checks of how the site is served; those of its key and of DEBUG are the settings' own."""

from typing import Any

from django.conf import settings
from django.core import checks

from bihuan.settings.checks import production_has_a_secret_key, production_hides_its_errors


def register() -> None:
    """Hand the checks to Django; repeatable."""
    for check in (
        production_has_a_secret_key,
        production_hides_its_errors,
        production_speaks_https,
        production_names_its_hosts,
    ):
        checks.register(check)


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
