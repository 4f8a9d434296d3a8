"""What the room does day by day without being asked."""

import datetime as dt

from bihuan.jobs.periodic import Periodic

PERIODIC = [
    Periodic(
        "opinions.contacts",
        dt.timedelta(days=1),
        "bihuan.opinions.contact_retention.erase_what_is_over",
    )
]
