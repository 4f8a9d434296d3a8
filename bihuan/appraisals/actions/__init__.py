"""Every write of the room."""

from bihuan.appraisals.actions.chairing import (
    end_poll,
    open_poll,
    seal_box,
    set_present,
    tick_roll,
)
from bihuan.appraisals.actions.circulars import draft_result
from bihuan.appraisals.actions.drafting import (
    PollSpec,
    change_poll,
    make_poll,
    set_questions,
    void_poll,
)
from bihuan.appraisals.actions.electorate import (
    CandidateSpec,
    GroupSpec,
    set_candidates,
    set_counts,
    set_groups,
    set_roll,
)
from bihuan.appraisals.actions.grading import Decided, add_points, decide_grades, state_view
from bihuan.appraisals.actions.keying import TellerSpec, key_poll, register_slips, spoil_slips
from bihuan.appraisals.actions.opening import (
    confirm_opening,
    cross_check,
    destroy_box,
    keep_until,
    publish_result,
    record_opening,
)
from bihuan.appraisals.actions.paper_ballots import Typed, type_paper_ballot
from bihuan.appraisals.actions.talks import (
    ReminderSpec,
    conclude_talk,
    decide_talk,
    hold_talk,
    name_recorder,
    reply_to_talk,
    withdraw_talk,
)
from bihuan.appraisals.actions.voting import cast_ballot, slip_opens
from bihuan.appraisals.actions.yearly import (
    AssessmentSpec,
    change_assessment,
    make_assessment,
    publish_assessment,
    set_persons,
    void_assessment,
)

__all__ = [
    "AssessmentSpec",
    "CandidateSpec",
    "Decided",
    "GroupSpec",
    "PollSpec",
    "ReminderSpec",
    "TellerSpec",
    "Typed",
    "add_points",
    "cast_ballot",
    "change_assessment",
    "change_poll",
    "conclude_talk",
    "confirm_opening",
    "cross_check",
    "decide_grades",
    "decide_talk",
    "destroy_box",
    "draft_result",
    "end_poll",
    "hold_talk",
    "keep_until",
    "key_poll",
    "make_assessment",
    "make_poll",
    "name_recorder",
    "open_poll",
    "publish_assessment",
    "publish_result",
    "record_opening",
    "register_slips",
    "reply_to_talk",
    "seal_box",
    "set_candidates",
    "set_counts",
    "set_groups",
    "set_persons",
    "set_present",
    "set_questions",
    "set_roll",
    "slip_opens",
    "spoil_slips",
    "state_view",
    "tick_roll",
    "type_paper_ballot",
    "void_assessment",
    "void_poll",
    "withdraw_talk",
]
