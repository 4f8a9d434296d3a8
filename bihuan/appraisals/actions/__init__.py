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
from bihuan.appraisals.actions.voting import cast_ballot, slip_opens

__all__ = [
    "CandidateSpec",
    "GroupSpec",
    "PollSpec",
    "TellerSpec",
    "Typed",
    "cast_ballot",
    "change_poll",
    "confirm_opening",
    "cross_check",
    "destroy_box",
    "draft_result",
    "end_poll",
    "keep_until",
    "key_poll",
    "make_poll",
    "open_poll",
    "publish_result",
    "record_opening",
    "register_slips",
    "seal_box",
    "set_candidates",
    "set_counts",
    "set_groups",
    "set_present",
    "set_questions",
    "set_roll",
    "slip_opens",
    "spoil_slips",
    "tick_roll",
    "type_paper_ballot",
    "void_poll",
]
