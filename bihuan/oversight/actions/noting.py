"""Notes of the inspection group on a town's campaign, and the town's answers."""

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.campaigns.models import Campaign
from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.lib.errors import Conflict
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_text, locked
from bihuan.orgs.permissions import Permission
from bihuan.oversight.models import GroupNote

LONGEST_NOTE = 500


@action("group_note.add")
def add_note(*, actor: Actor, campaign: Campaign, text: str) -> GroupNote:
    """Say something of a town's campaign; the town answers it."""
    actor.require(Permission.AGREE_STAGES, campaign.path)
    note = GroupNote(
        home_id=campaign.home_id,
        path=campaign.path,
        campaign=campaign,
        text=checked_text(_("意见"), text, LONGEST_NOTE),
        at=clock.now(),
        by=actor.id,
        by_name=name_of(actor),
    )
    note.save(force_insert=True)
    _log(actor, "group_note.add", note, {"text": note.text})
    return note


@action("group_note.answer")
def answer_note(*, actor: Actor, note: GroupNote, answer: str) -> GroupNote:
    """Answer a note, once; raises Conflict where it was answered."""
    actor.require(Permission.RUN_CAMPAIGNS, note.path)
    note = locked(note)
    if note.answered_at is not None:
        raise Conflict(_("这条指导意见已经回复过了，请刷新页面。"))
    note.answer = checked_text(_("回复"), answer, LONGEST_NOTE)
    note.answered_at, note.answered_by_name = clock.now(), name_of(actor)
    note.save(update_fields=["answer", "answered_at", "answered_by_name"])
    _log(actor, "group_note.answer", note, {"answer": note.answer})
    return note


def _log(actor: Actor, name: str, note: GroupNote, values: dict[str, str]) -> None:
    audit.append(
        actor=actor,
        action=name,
        target=("groupnote", note.pk),
        unit_path=note.path,
        values=values,
        note=str(note.campaign),
    )
