"""Learning from what was confirmed, and proposing what speaks of the same problem: by a job."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.documents.actions.naming import name_of
from bihuan.files.actions import keep
from bihuan.jobs.actions.asking import start_job
from bihuan.jobs.models import Job, JobState
from bihuan.lib import clock
from bihuan.lib.ids import new_id
from bihuan.opinions.models import (
    Learned,
    MergeProposal,
    Opinion,
    OpinionGroup,
    OpinionState,
)
from bihuan.opinions.policy import LEARN_EVERY
from bihuan.opinions.rules import one_line
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, locked
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.presets.asking import value_at

LEARN = "bihuan.opinions.jobs.learn_classes"
PROPOSE = "bihuan.opinions.jobs.propose_merges"
MEDIA_TYPE = "application/octet-stream"
LONGEST_REASON = 300


@dataclass(frozen=True)
class Pair:
    """Two groups that seem to speak of one problem, how alike they are (0 to 1), and why."""

    first: UUID
    second: UUID
    score: float
    reason: str


@action("classifier.learn")
def keep_learned(
    *, actor: Actor, home: Unit, model: bytes, labels: int, macro_f1: float | None
) -> Learned:
    """Keep what was learned; from now on it makes the suggestions."""
    actor.require(Permission.SORT_OPINIONS, home)
    learned = Learned(
        id=new_id(),
        home=home,
        file=keep(model, MEDIA_TYPE),
        labels=labels,
        macro_f1=macro_f1,
        trained_at=clock.now(),
    )
    learned.save(force_insert=True)
    audit.append(
        actor=actor,
        action="classifier.learn",
        target=("learned", learned.pk),
        unit_path=home.path,
        values={"file": learned.file_id, "labels": labels, "macro_f1": macro_f1},
        note=_("%(n)d条已确认的意见") % {"n": labels},
    )
    return learned


@action("proposal.make")
def make_proposals(*, actor: Actor, home: Unit, pairs: Sequence[Pair]) -> int:
    """Propose pairs of groups; one proposed before, whatever became of it, is not again."""
    actor.require(Permission.SORT_OPINIONS, home)
    ids = {id_ for pair in pairs for id_ in (pair.first, pair.second)}
    groups = {each.pk: each for each in OpinionGroup.objects.filter(home=home, pk__in=ids)}
    before = MergeProposal.objects.filter(home=home).count()
    now = clock.now()
    made = [
        MergeProposal(
            id=new_id(),
            home=home,
            path=home.path,
            first_id=min(pair.first, pair.second),
            second_id=max(pair.first, pair.second),
            score=pair.score,
            reason=one_line(pair.reason)[:LONGEST_REASON],
            proposed_at=now,
        )
        for pair in pairs
        if pair.first in groups and pair.second in groups
    ]
    MergeProposal.objects.bulk_create(made, ignore_conflicts=True, batch_size=500)
    count = MergeProposal.objects.filter(home=home).count() - before
    if count:
        audit.append(
            actor=actor,
            action="proposal.make",
            target=("unit", home.pk),
            unit_path=home.path,
            note=_("%(n)d对") % {"n": count},
        )
    return count


@action("proposal.decline")
def decline_proposal(*, actor: Actor, proposal: MergeProposal) -> MergeProposal:
    """Say that two groups do not speak of one problem; the pair is not proposed again."""
    actor.require(Permission.SORT_OPINIONS, proposal.path)
    proposal = locked(proposal)
    if proposal.accepted is None:
        proposal.accepted, proposal.decided_at = False, clock.now()
        proposal.decided_by_name = name_of(actor)
        proposal.save()
        audit.append(
            actor=actor,
            action="proposal.decline",
            target=("merge_proposal", proposal.pk),
            unit_path=proposal.path,
            note=proposal.reason,
        )
    return proposal


def start_learning(*, actor: Actor, home: Unit) -> Job:
    """Ask for the classes to be learned anew in the background; one under way is enough."""
    return _started(actor, home, LEARN, _("学习意见归类：%(home)s") % {"home": home})


def start_proposing(*, actor: Actor, home: Unit) -> Job:
    """Ask for what speaks of the same problem to be looked for in the background."""
    return _started(actor, home, PROPOSE, _("查找同一问题的意见：%(home)s") % {"home": home})


def learn_if_due(*, actor: Actor, home: Unit) -> Job | None:
    """Start learning where enough was confirmed since the last time; None where not."""
    every = int(value_at(LEARN_EVERY, home.path, clock.today()))
    learned = Learned.objects.filter(home=home).order_by("-trained_at").first()
    confirmed = Opinion.objects.filter(home=home, state=OpinionState.SORTED).count()
    if confirmed - (learned.labels if learned else 0) < every:
        return None
    return start_learning(actor=actor, home=home)


def _started(actor: Actor, home: Unit, work: str, label: str) -> Job:
    actor.require(Permission.SORT_OPINIONS, home)
    arguments = {"home": str(home.pk)}
    under_way = Job.objects.filter(
        work=work, arguments=arguments, state__in=(JobState.WAITING, JobState.RUNNING)
    ).first()
    return under_way or start_job(
        actor=actor, label=label, work=work, arguments=arguments, unit_path=home.path
    )
