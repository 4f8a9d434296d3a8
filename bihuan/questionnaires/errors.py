"""What can go wrong with a questionnaire, each in one sentence."""

from bihuan.lib.errors import Conflict, Invalid, NotFound


class NoSuchQuestionnaire(NotFound):
    """No questionnaire of that id, or the actor may not know of it."""

    code = "no_such_questionnaire"


class NotADraft(Conflict):
    """Questions stand once a questionnaire is open."""

    code = "questionnaire_not_a_draft"


class WrongState(Conflict):
    """The questionnaire does not stand where this may be done."""

    code = "questionnaire_wrong_state"


class NotAnswerable(Conflict):
    """No answers are taken now."""

    code = "questionnaire_not_answerable"


class CodeNotGood(Invalid):
    """The one-use code is wrong, or somebody has used it."""

    code = "questionnaire_code_not_good"
