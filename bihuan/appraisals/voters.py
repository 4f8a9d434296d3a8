"""Where voters open a poll."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from bihuan.appraisals.models import Poll


def voters_url(request: HttpRequest, poll: Poll) -> str:
    """Return the address that stands on slips: as the setting says, or as it is asked for now."""
    path = reverse("voting:ballot", kwargs={"slug": poll.slug})
    given: str = settings.BIHUAN_PUBLIC_URL
    return f"{given}{path}" if given else request.build_absolute_uri(path)
