"""What can go wrong with meetings and talks, each in one sentence."""

from bihuan.lib.errors import Conflict, Invalid, NotFound


class NoSuchMeeting(NotFound):
    """No meeting of that id, or the actor may not know of it."""

    code = "no_such_meeting"


class NoSuchTalk(NotFound):
    """No heart talk of that id, or the actor may not know of it."""

    code = "no_such_talk"


class NotNow(Conflict):
    """A meeting does not stand so that this may be done to it."""

    code = "not_now"


class NotQuorate(Conflict):
    """Too few came, so nothing can be resolved."""

    code = "not_quorate"


class WordsStayInTheRoom(Invalid):
    """What was said at this kind of meeting is kept nowhere."""

    code = "words_stay_in_the_room"
