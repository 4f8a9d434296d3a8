"""Merging groups, splitting an opinion off, moving one: every step is a row of its own."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.opinions.actions.sorting import (
    LONGEST_REASON,
    held_groups,
    held_opinion,
    new_groups,
    note_moves,
    recount,
    standing,
)
from bihuan.opinions.errors import ChangedMeanwhile
from bihuan.opinions.models import (
    MergeProposal,
    MoveKind,
    Opinion,
    OpinionGroup,
    OpinionState,
)
from bihuan.opinions.rules import LONGEST_WORDING, one_line
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_text
from bihuan.orgs.permissions import Permission


@action("group.merge")
def merge_groups(
    *,
    actor: Actor,
    into: OpinionGroup,
    others: Sequence[OpinionGroup],
    reason: str = "",
    wording: str = "",
) -> OpinionGroup:
    """Move all opinions of other groups into one; the others become empty and say where they went.

    `wording` becomes the wording of the whole, where given. Of two clerks who take up one group at
    once the second is refused with ChangedMeanwhile, and nothing of theirs is done. Raises Invalid
    for groups of different administrations, or a group with itself.
    """
    reason = checked_text(_("理由"), one_line(reason), LONGEST_REASON, required=False)
    for group in (into, *others):
        actor.require(Permission.SORT_OPINIONS, group.unit)
    if not others or into.pk in {group.pk for group in others}:
        raise Invalid(_("请选两条不同的归并意见。"))
    if any(group.home_id != into.home_id for group in others):
        raise Invalid(_("不同单位的意见不能归并，请分别办理。"))
    held = held_groups([into.pk, *(group.pk for group in others)])
    target = standing(held[into.pk])
    emptied = [_as_seen(standing(held[group.pk]), group) for group in others]
    moved = list(Opinion.objects.filter(group__in=emptied).order_by("pk"))
    by_id = {group.pk: group for group in emptied}
    moves = [(each, by_id[each.group_id], target) for each in moved if each.group_id]
    Opinion.objects.filter(pk__in=[each.pk for each in moved]).update(group=target)
    note_moves(actor, MoveKind.MERGE, moves, reason)
    if wording.strip():
        target.wording = checked_text(_("归并后的表述"), one_line(wording), LONGEST_WORDING)
    recount([target])
    recount(emptied, merged_into=target)
    _settle_proposals(actor, target, emptied)
    audit.append(
        actor=actor,
        action="group.merge",
        target=("opinion_group", target.pk),
        unit_path=target.path,
        values={"others": sorted(str(group.pk) for group in emptied), "opinions": len(moved)},
        note=f"{'、'.join(g.label for g in emptied)} → {target.label} {reason}".strip(),
    )
    _tell(into, target)
    for group in others:
        _tell(group, by_id[group.pk])
    return target


@action("opinion.split")
def split_opinion(*, actor: Actor, opinion: Opinion, reason: str = "") -> Opinion:
    """Take an opinion out of its group into one of its own.

    Raises NotAllowed, Invalid where it stands alone or in none, ChangedMeanwhile.
    """
    reason = checked_text(_("理由"), one_line(reason), LONGEST_REASON, required=False)
    opinion, before = _taken(actor, opinion)
    if before.raw_count <= 1:
        raise Invalid(_("“%(label)s”已经单独成条，不用拆出。") % {"label": opinion.label})
    after = new_groups(before.home, [opinion])[0]
    _carry(actor, MoveKind.SPLIT, opinion, before, after, reason)
    return opinion


@action("opinion.move")
def move_opinion(
    *, actor: Actor, opinion: Opinion, to_group: OpinionGroup, reason: str = ""
) -> Opinion:
    """Move an opinion from its group into another that stands.

    Raises NotAllowed, Invalid for its own group or one of another home, ChangedMeanwhile.
    """
    reason = checked_text(_("理由"), one_line(reason), LONGEST_REASON, required=False)
    actor.require(Permission.SORT_OPINIONS, to_group.unit)
    if to_group.pk == opinion.group_id or to_group.home_id != opinion.home_id:
        raise Invalid(_("请选本单位的另一条归并意见。"))
    opinion, before = _taken(actor, opinion, to_group)
    after = standing(OpinionGroup.objects.select_related("home").get(pk=to_group.pk))
    _carry(actor, MoveKind.MOVE, opinion, before, after, reason)
    return opinion


def _taken(
    actor: Actor, opinion: Opinion, also: OpinionGroup | None = None
) -> tuple[Opinion, OpinionGroup]:
    """Lock the groups of an opinion, then the opinion; return both as they stand."""
    actor.require(Permission.SORT_OPINIONS, opinion.unit)
    if opinion.group_id is None:
        raise Invalid(_("“%(label)s”还没有归类，请先归类。") % {"label": opinion.label})
    held = held_groups([opinion.group_id, also.pk if also else None])
    opinion = held_opinion(opinion)
    if opinion.state != OpinionState.SORTED or opinion.group_id not in held:
        raise Invalid(_("“%(label)s”还没有归类，请先归类。") % {"label": opinion.label})
    return opinion, held[opinion.group_id]


def _carry(
    actor: Actor,
    kind: MoveKind,
    opinion: Opinion,
    before: OpinionGroup,
    after: OpinionGroup,
    reason: str,
) -> None:
    opinion.group = after
    opinion.save(update_fields=["group"])
    note_moves(actor, kind, [(opinion, before, after)], reason)
    recount([after])
    recount([before], merged_into=after)
    audit.append(
        actor=actor,
        action=f"opinion.{kind.value}",
        target=("opinion", opinion.pk),
        unit_path=opinion.path,
        values={"from": str(before.pk), "to": str(after.pk)},
        note=f"{opinion.label}：{before.label} → {after.label} {reason}".strip(),
    )


def _as_seen(held: OpinionGroup, seen: OpinionGroup) -> OpinionGroup:
    """Return a locked group; raises ChangedMeanwhile where it is not as it was seen."""
    if held.raw_count != seen.raw_count:
        raise ChangedMeanwhile(
            _("“%(wording)s”（%(label)s）刚被别人归并过，现有%(n)d条，请刷新后再看。")
            % {"wording": held.wording[:20], "label": held.label, "n": held.raw_count}
        )
    return held


def _settle_proposals(actor: Actor, target: OpinionGroup, emptied: list[OpinionGroup]) -> None:
    """Close what was proposed of groups now empty; the pair itself as accepted."""
    now, name = clock.now(), name_of(actor)
    all_ids = [target.pk, *(group.pk for group in emptied)]
    still = MergeProposal.objects.filter(home=target.home_id, accepted__isnull=True)
    still.filter(first__in=all_ids, second__in=all_ids).update(
        accepted=True, decided_at=now, decided_by_name=name
    )
    gone = [group.pk for group in emptied]
    (still.filter(first__in=gone) | still.filter(second__in=gone)).update(
        accepted=False, decided_at=now, decided_by_name=_("（已并入他条）")
    )


def _tell(given: OpinionGroup, held: OpinionGroup) -> None:
    """Let the caller's own instance say what stands now, so that it may be used again."""
    for name in ("raw_count", "state", "merged_into_id", "first_on", "last_on", "wording"):
        setattr(given, name, getattr(held, name))
