"""What the room asks of units, for the burden ledger: the records that requirements still lack."""

import datetime as dt

from django.db.models import Q
from django.urls import reverse

from bihuan.burden.seam import Asked
from bihuan.campaigns.models import Campaign, RequirementScope
from bihuan.campaigns.requirements.access import requirements_of
from bihuan.campaigns.requirements.adds import asks_of
from bihuan.campaigns.requirements.progress import matrix
from bihuan.campaigns.requirements.rules import Standing
from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit


def asked(home: Unit, first: dt.date, last: dt.date) -> list[Asked]:
    """Return what requirements of a home's campaigns ask of each unit by days of a period.

    A requirement asks on its due day; one without, on the campaign's last. A unit whose records
    come to what is required is asked for no field, and counts with those that are held.
    """
    found = []
    running = Q(home=home, begins_on__lte=last, ends_on__gte=first)
    for campaign in Campaign.objects.filter(running).select_related("home"):
        found += _asked(campaign, first, last)
    return found


def _asked(campaign: Campaign, first: dt.date, last: dt.date) -> list[Asked]:
    rows = requirements_of(campaign).filter(scope=RequirementScope.UNIT, is_historical=False)
    today, url = clock.today(), reverse("requirements:list", args=[campaign.pk])
    found = []
    for one in rows.filter(ended_on__isnull=True):
        day = one.due_on or campaign.ends_on
        if not first <= day <= last:
            continue
        progress = matrix(campaign, [one], today, actor=Actor.installation())
        asks = asks_of(progress.columns[0].definition, campaign)
        for line in progress.lines:
            (cell,) = line.cells
            if cell is None or cell.measured.standing is Standing.CLOSED:
                continue
            adds = asks.of(line)
            found.append(
                Asked(
                    unit_id=adds.unit.pk,
                    on=day,
                    what=one.label,
                    fields=adds.fields,
                    files=0,
                    meetings=0,
                    minutes=adds.minutes,
                    by=campaign.title,
                    basis=one.basis,
                    url=url,
                    already_held=adds.already_held,
                )
            )
    return found
