"""What can go wrong with polls, each in one sentence."""

from bihuan.lib.errors import Conflict, Invalid, NotFound


class NoSuchPoll(NotFound):
    """No poll of that id or address, or the actor may not know of it."""

    code = "no_such_poll"


class NotNow(Conflict):
    """A poll does not stand so that this may be done to it."""

    code = "not_now"


class PaperIncomplete(Invalid):
    """Groups, candidates or questions do not make a paper that can be voted on."""

    code = "paper_incomplete"


class SlipNotGood(Invalid):
    """No such slip in this poll, or one that was made void."""

    code = "slip_not_good"


class BallotNotGood(Invalid):
    """A ballot has not the length that the paper of its slip asks."""

    code = "ballot_not_good"


class OpeningNotGood(Invalid):
    """An opening is not one of the sealed box."""

    code = "opening_not_good"


class MoreThanHandedOut(Conflict):
    """More ballots came back than slips were handed out: the poll does not count."""

    code = "more_than_handed_out"


class NoSuchTalk(NotFound):
    """No talk of that id, or the actor may not know of it."""

    code = "no_such_reminder_talk"


class NoSuchAssessment(NotFound):
    """No yearly assessment of that id, or the actor may not know of it."""

    code = "no_such_assessment"


class NamesAPlace(Invalid):
    """A reason that concerns a person speaks of their place in some order."""

    code = "names_a_place"


class TooManyBest(Invalid):
    """More people would get the best grade than the share allows."""

    code = "too_many_best"
