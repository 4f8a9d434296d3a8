"""Answering a group, and letting residents read of it in words that a clerk approved."""

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.opinions.actions.sorting import held_groups, standing
from bihuan.opinions.models import Answer, GroupState, OpinionGroup
from bihuan.opinions.rules import LONGEST_WORDING, one_line
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_choice, checked_text
from bihuan.orgs.permissions import Permission

LONGEST_ANSWER, LONGEST_FORWARDED = 500, 80
LONGEST_PUBLIC, LONGEST_OUTCOME, LONGEST_WHY = 300, 500, 200
NEEDS_A_REASON = frozenset({Answer.EXPLAINED, Answer.FORWARDED, Answer.NOT_ADOPTED})


@action("group.word")
def word_group(*, actor: Actor, group: OpinionGroup, wording: str) -> OpinionGroup:
    """Write the wording that a group's opinions share; their own words stay as they are."""
    group = _held(actor, group)
    group.wording = checked_text(_("归并后的表述"), one_line(wording), LONGEST_WORDING)
    group.save(update_fields=["wording"])
    _audit(actor, "group.word", group, group.wording)
    return group


@action("group.answer")
def answer_group(
    *, actor: Actor, group: OpinionGroup, answer: str, reason: str = "", forwarded_to: str = ""
) -> OpinionGroup:
    """Answer a group: adopted, explained, forwarded or not adopted; said anew, the newest counts.

    What is not simply adopted needs a reason, what is forwarded an addressee. Raises NotAllowed,
    Invalid, ChangedMeanwhile.
    """
    group = _held(actor, group)
    answer = checked_choice(_("答复"), answer, Answer)
    reason = checked_text(
        _("答复说明"), one_line(reason), LONGEST_ANSWER, required=answer in NEEDS_A_REASON
    )
    to = checked_text(
        _("反映给谁"),
        one_line(forwarded_to),
        LONGEST_FORWARDED,
        required=answer == Answer.FORWARDED,
    )
    group.answer, group.answer_reason = answer, reason
    group.forwarded_to = to if answer == Answer.FORWARDED else ""
    group.answered_on, group.answered_by_name = clock.today(), name_of(actor)
    group.state = GroupState.ANSWERED
    group.save()
    said = f"{group.get_answer_display()} {to} {reason}".strip()
    _audit(actor, "group.answer", group, said)
    return group


@action("group.publish")
def publish_group(
    *, actor: Actor, group: OpinionGroup, wording: str, outcome: str = ""
) -> OpinionGroup:
    """Let residents read of a group: this wording of it and this outcome, and nothing else."""
    group = _held(actor, group)
    group.public_wording = checked_text(_("公开的表述"), one_line(wording), LONGEST_PUBLIC)
    group.public_outcome = checked_text(
        _("公开的结果"), one_line(outcome), LONGEST_OUTCOME, required=False
    )
    group.public_on, group.public_by_name = clock.today(), name_of(actor)
    group.save()
    _audit(actor, "group.publish", group, f"{group.public_wording} {group.public_outcome}".strip())
    return group


@action("group.withdraw")
def withdraw_group(*, actor: Actor, group: OpinionGroup, reason: str) -> OpinionGroup:
    """Take a group off the residents' page, with a reason; its wording is kept."""
    group = _held(actor, group)
    why = checked_text(_("撤回理由"), one_line(reason), LONGEST_WHY)
    if group.public_on is None:
        raise Invalid(_("“%(label)s”没有公开，不用撤回。") % {"label": group.label})
    group.public_on = None
    group.save(update_fields=["public_on"])
    _audit(actor, "group.withdraw", group, why)
    return group


def _held(actor: Actor, group: OpinionGroup) -> OpinionGroup:
    actor.require(Permission.SORT_OPINIONS, group.unit)
    return standing(held_groups([group.pk])[group.pk])


def _audit(actor: Actor, name: str, group: OpinionGroup, note: str) -> None:
    audit.append(
        actor=actor,
        action=name,
        target=("opinion_group", group.pk),
        unit_path=group.path,
        values={
            "wording": group.wording,
            "answer": group.answer,
            "reason": group.answer_reason,
            "forwarded_to": group.forwarded_to,
            "public": [group.public_wording, group.public_outcome, str(group.public_on)],
        },
        note=f"{group.label} {note}",
    )
