"""What the holder of an account is told on every page: what was done to it, until they say so."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.orgs.models import Account, AccountNotice
from bihuan.ui.banners import Banner

MOST = 3


def banners(user: Account) -> list[Banner]:
    """Return the notices about one's own account; nothing is asked where none waits."""
    if not user.has_notice:
        return []
    own = AccountNotice.objects.filter(told=user, about=user, acknowledged_at=None)
    return [
        Banner(
            text=_("%(what)s（%(at)s）。不是您同意的，请立即告诉本单位领导或审计员。")
            % {"what": each.text, "at": f"{timezone.localtime(each.at):%Y-%m-%d %H:%M}"},
            read_url=reverse("orgs:notice_reading", args=[each.pk]),
            more_url=reverse("orgs:notices"),
        )
        for each in own[:MOST]
    ]
