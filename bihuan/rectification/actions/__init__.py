"""Every write of the room."""

from bihuan.rectification.actions.answering import answer_satisfaction, decide, do_look_back
from bihuan.rectification.actions.closing import (
    close_problem,
    explain_problem,
    keep_problem_open,
    reopen_problem,
    report_done,
    verify_problem,
)
from bihuan.rectification.actions.evidence import add_problem_evidence, remove_problem_evidence
from bihuan.rectification.actions.opening import (
    ProblemSpec,
    describe_problem,
    hand_over_problem,
    open_problem,
    take_up_groups,
    void_problem,
)
from bihuan.rectification.actions.planning import (
    Commitment,
    add_measure,
    commit_problem,
    contact_givers,
)
from bihuan.rectification.actions.publishing import publish_problem, withdraw_problem
from bihuan.rectification.actions.requesting import (
    AnswerSpec,
    RequestSpec,
    answer_request,
    ask_upward,
    withdraw_request,
)

__all__ = [
    "AnswerSpec",
    "Commitment",
    "ProblemSpec",
    "RequestSpec",
    "add_measure",
    "add_problem_evidence",
    "answer_request",
    "answer_satisfaction",
    "ask_upward",
    "close_problem",
    "commit_problem",
    "contact_givers",
    "decide",
    "describe_problem",
    "do_look_back",
    "explain_problem",
    "hand_over_problem",
    "keep_problem_open",
    "open_problem",
    "publish_problem",
    "remove_problem_evidence",
    "reopen_problem",
    "report_done",
    "take_up_groups",
    "verify_problem",
    "void_problem",
    "withdraw_problem",
    "withdraw_request",
]
