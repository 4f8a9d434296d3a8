"""Every write of the room."""

from bihuan.duty.actions.disputes import (
    Handing,
    accept_dispute,
    close_dispute,
    reopen_dispute,
    try_dispute,
    visit_dispute,
    void_dispute,
)
from bihuan.duty.actions.evidence import add_papers, remove_paper
from bihuan.duty.actions.identities import erase_identity, purge_identities, read_identity
from bihuan.duty.actions.petitions import (
    accept_petition,
    approve_summary,
    assign_petition,
    close_petition,
    decide_review,
    extend_petition,
    note_petition,
    reopen_petition,
    reply_petition,
    seek_review,
    void_petition,
)
from bihuan.duty.actions.putting_right import WhatIsWrong, put_right
from bihuan.duty.actions.recording import (
    DisputeSpec,
    PetitionSpec,
    record_dispute,
    record_petition,
)
from bihuan.duty.actions.sweeps import report_zero
from bihuan.duty.actions.types import add_type, adopt_types, close_type, map_type

__all__ = [
    "DisputeSpec",
    "Handing",
    "PetitionSpec",
    "WhatIsWrong",
    "accept_dispute",
    "accept_petition",
    "add_papers",
    "add_type",
    "adopt_types",
    "approve_summary",
    "assign_petition",
    "close_dispute",
    "close_petition",
    "close_type",
    "decide_review",
    "erase_identity",
    "extend_petition",
    "map_type",
    "note_petition",
    "purge_identities",
    "put_right",
    "read_identity",
    "record_dispute",
    "record_petition",
    "remove_paper",
    "reopen_dispute",
    "reopen_petition",
    "reply_petition",
    "report_zero",
    "seek_review",
    "try_dispute",
    "visit_dispute",
    "void_dispute",
    "void_petition",
]
