"""Who somebody is to a task, and whose work it is: what `rules.bar_to_verify` is asked with."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bihuan.files.models import Attachment
from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Account, PostTerm, RoleGrant
from bihuan.tasks.models import Part, Step, Task
from bihuan.tasks.rules import WRITES_WORK, Bar, Doing, Standing

EVIDENCE_OF = "task"
"""The kind under which evidence of a task is kept, as in the audit log."""
WHY = {
    Bar.RESPONSIBLE: _(
        "您是这项任务的责任人或牵头领导，不能验收或销号自己负责的事，请由别人办理。"
    ),
    Bar.WROTE: _("这项任务的进展或佐证有您填写的，不能再由您验收或销号，请由没有经手的人办理。"),
    Bar.OF_UNIT: _("您属于承办单位，不能验收本单位的任务，请由上级或别的单位验收。"),
}


def standing_of(actor: Actor) -> Standing:
    """Return who an actor is: their person and the units they are of today; one statement."""
    if actor.id is None:
        return Standing(None)
    today = clock.today()
    works = Account.objects.filter(pk=actor.id).values_list("person_id", "person__unit__path")
    grants = RoleGrant.objects.on(today).filter(account=actor.id)
    posts = PostTerm.objects.on(today).filter(person__accounts=actor.id)
    rows = list(
        works.order_by().union(
            grants.values_list("account__person_id", "unit__path"),
            posts.values_list("person_id", "post__unit__path"),
        )
    )
    person = next((person for person, _path in rows if person), None)
    return Standing(actor.id, person, frozenset(path for _person, path in rows if path))


def doing_of(task: Task) -> Doing:
    """Return whose work a task is, by its parts, its steps and its evidence; four statements."""
    parts = list(Part.objects.filter(task=task))
    steps = list(Step.objects.filter(task=task).order_by())
    added = Attachment.objects.filter(about_kind=EVIDENCE_OF, about_id=task.pk)
    return doing(task, parts, steps, list(added.values_list("added_by", flat=True)))


def doing(
    task: Task, parts: Iterable[Part], steps: Iterable[Step], added_by: Iterable[UUID | None]
) -> Doing:
    """Return whose work a task is, of what has been read already; one statement.

    Whoever was named once answers for it still, and evidence that was removed had its author: no
    order of steps lets a doer become a verifier.
    """
    parts, steps = list(parts), list(steps)
    people = {part.person_id for part in parts if part.person_id}
    wrote = {step.by for step in steps if step.kind in WRITES_WORK} | set(added_by)
    authors = Account.objects.filter(pk__in=[id_ for id_ in wrote if id_], person__isnull=False)
    return Doing(
        paths=frozenset(
            {task.path, *(part.path for part in parts if part.unit_id and part.ended_at is None)}
        ),
        people=frozenset(people | ({task.leader_id} if task.leader_id else set())),
        wrote=frozenset(wrote),
        wrote_people=frozenset(
            id_ for id_ in authors.values_list("person_id", flat=True) if id_ is not None
        ),
    )
