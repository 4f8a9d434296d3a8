"""A process that writes record after record, and says of each when it was acknowledged.

`python -m tests.durability.writer DATABASE(JSON)`: prints the id of each record on a line of its
own once the action has returned; `full` and the sentence where the disk is; then it ends.
"""

import json
import os
import sys

import django
from django.db import OperationalError, connections


def main() -> None:
    """Write until killed, or until the disk is full."""
    django.setup()
    connections["default"].settings_dict.update(json.loads(sys.argv[1]))
    from bihuan.cli.telling import outcome_of
    from bihuan.orgs.access import Actor
    from bihuan.orgs.models import Unit
    from bihuan.registers.actions import enter_record
    from bihuan.registers.models import Register

    actor, register = Actor.installation(), Register.objects.get()
    village = Unit.objects.filter(kind="village").select_related("home")[0]
    values = {"name": "路", "km": "1.00", "finished_on": "2010-01-20", "remark": "石" * 900}
    while True:
        try:
            version = enter_record(actor=actor, register=register, unit=village, values=values)
        except OperationalError as error:
            say(f"full {outcome_of(error)[1]}")
            return
        say(str(version.record_id))


def say(line: str) -> None:
    """Write a line at once: what is in a buffer dies with the process."""
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    main()
