"""The two files of a poll: the sealed box for the tellers, and what is published."""

import base64
from typing import Any

from bihuan.appraisals.actions.opening import counts_of
from bihuan.appraisals.models import OpenedList, Poll, PollStepKind, SealedList, Teller
from bihuan.appraisals.papers import paper_of
from bihuan.appraisals.standalone.recount import written

RECEIPT_SIZE = 10


def box_file(poll: Poll) -> dict[str, Any]:
    """Return the sealed box as open_box.py reads it."""
    lists = SealedList.objects.filter(poll=poll).order_by("item", "group")
    return {
        "paper": poll.paper,
        "public_key": poll.public_key,
        "box_digest": poll.box_digest,
        "needed": poll.needed,
        "commitments": list(Teller.objects.filter(poll=poll).values_list("commitment", flat=True)),
        "lists": [
            {
                "item": each.item,
                "group": each.group,
                "content": base64.b64encode(bytes(each.content)).decode(),
            }
            for each in lists
        ],
    }


def opening_of(poll: Poll) -> dict[str, Any]:
    """Return the opening that was recorded."""
    return {
        "version": 1,
        "poll": poll.pk.hex,
        "paper_digest": paper_of(poll).digest.hex(),
        "box_digest": poll.box_digest,
        "items": [
            {"item": each.item, "cells": each.cells}
            for each in OpenedList.objects.filter(poll=poll).order_by("item")
        ],
    }


def published_file(poll: Poll) -> dict[str, Any]:
    """Return all that recount.py needs to count the poll again."""
    counts = counts_of(paper_of(poll).said, poll.box.counts)
    return {
        "paper": poll.paper,
        "box_digest": poll.box_digest,
        "counts": [[item, group, n] for (item, group), n in sorted(counts.items())],
        "receipts": receipts_of(poll),
        "receipts_digest": _facts_of_seal(poll)["receipts_digest"],
        "opening": opening_of(poll),
        "result": poll.box.result,
    }


def _facts_of_seal(poll: Poll) -> dict[str, Any]:
    """Return what was written down at sealing: the facts alone, for who may not read the notes."""
    facts: dict[str, Any] = (
        poll.steps.filter(kind=PollStepKind.SEAL).values_list("facts", flat=True).get()
    )
    return facts


def receipts_of(poll: Poll) -> list[str]:
    """Return the receipts of all ballots in the box, as people read them, in order."""
    octets = bytes(poll.box.receipts)
    parts = (octets[at : at + RECEIPT_SIZE] for at in range(0, len(octets), RECEIPT_SIZE))
    return [written(each) for each in parts]
