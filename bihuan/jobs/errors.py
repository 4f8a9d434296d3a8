"""What can go wrong with a job, each in one sentence."""

from bihuan.lib.errors import Conflict, NotAllowed, NotFound


class NoSuchJob(NotFound):
    """No job of that id, or another account's."""

    code = "no_such_job"


class ResultGone(NotFound):
    """The job left no file, or its time has passed."""

    code = "result_gone"


class RightsLost(NotAllowed):
    """The owner may no longer see what the result holds."""

    code = "rights_lost"


class AlreadyEnded(Conflict):
    """The job has ended; there is nothing left to cancel."""

    code = "already_ended"
