"""What the room does again and again without being asked."""

import datetime as dt

from bihuan.jobs.periodic import Periodic
from bihuan.questionnaires.actions.batches import count_waiting
from bihuan.questionnaires.models import Questionnaire, State


def count_what_came() -> int:
    """Count the batches of open questionnaires that are full; return of how many there was one.

    Each is a transaction of its own; harmless when done twice.
    """
    running = Questionnaire.objects.filter(state=State.OPEN).select_related("home")
    return sum(count_waiting(each) for each in running)


PERIODIC = [Periodic("questionnaires.count", dt.timedelta(minutes=1), count_what_came)]
