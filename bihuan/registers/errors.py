"""What can go wrong with a record or a register, each in one sentence."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from bihuan.lib.errors import Conflict, Invalid, NotAllowed, NotFound


class BadValues(Invalid):
    """A record's values break the register's rules. `faults` maps a column's code ("" for the
    whole record) to its sentence.
    """

    code = "bad_values"

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("；".join(faults.values()))
        self.faults = dict(faults)


class BadRule(Invalid):
    """A check's rule cannot be understood."""

    code = "bad_rule"


class NoSuchRegister(NotFound):
    """No register of that code, or the actor may not know of it."""

    code = "no_such_register"


class NoSuchRecord(NotFound):
    """No record of that id, or the actor may not know of it."""

    code = "no_such_record"


class WrongStatus(NotAllowed):
    """The record's status does not allow this change."""

    code = "wrong_status"
    http_status = 409


class ChangedMeanwhile(Conflict):
    """Somebody saved the record first. `current` is the version that stands now, where one is
    shown (None in an import).
    """

    code = "changed_meanwhile"

    def __init__(self, current: Any) -> None:
        super().__init__(_("这条记录刚刚被别人改过，请对照现在的内容后再办理。"))
        self.current = current


class ConceptHeld(Invalid):
    """A concept is held by a column of another register: `column` is who asks, `held` who has."""

    code = "concept_held"

    def __init__(self, message: str, *, column: str, held: Any) -> None:
        super().__init__(message)
        self.column, self.held = column, held


class RegisterChangedMeanwhile(Conflict):
    """Somebody changed the register's description first."""

    code = "register_changed_meanwhile"

    def __init__(self) -> None:
        super().__init__(_("这本台账的设置刚刚被别人改过，没有存入；请对照现在的设置再改一次。"))
