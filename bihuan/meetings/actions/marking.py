"""Marking a step of a meeting's sequence: the day, and two numbers; never what was said."""

import datetime as dt

from django.utils.translation import gettext as _

from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.meetings.actions.stepping import audited, held_by
from bihuan.meetings.models import Meeting, SequenceStep
from bihuan.meetings.sequences import Counted, Step, step_of
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action


@action("meeting.mark")
def mark_step(
    *,
    actor: Actor,
    meeting: Meeting,
    code: str,
    done_on: dt.date | None,
    count: int | None = None,
    out_of: int | None = None,
) -> SequenceStep:
    """Mark a step as done on a day, or (None) as not done after all.

    Raises NotAllowed, NotNow; Invalid for an unknown step, a day to come, or more than there are.
    """
    meeting = held_by(actor, meeting)
    known = step_of(meeting.kind, code)
    row = meeting.sequence.select_for_update().filter(code=code).first()
    if known is None or row is None:
        raise Invalid(_("这类会议没有这一步。"))
    if done_on is not None:
        count, out_of = _checked(known, meeting, done_on, count, out_of)
    else:
        count = out_of = None
    row.done_on, row.count, row.out_of = done_on, count, out_of
    row.marked_by_name, row.marked_at = name_of(actor), clock.now()
    row.save()
    values = {"code": code, "done_on": str(done_on or ""), "count": count, "out_of": out_of}
    audited(actor, "meeting.mark", meeting, values, known.label)
    return row


def _checked(
    step: Step, meeting: Meeting, done_on: dt.date, count: int | None, out_of: int | None
) -> tuple[int | None, int | None]:
    if done_on > clock.today():
        raise Invalid(_("“%(step)s”的办理日期不能晚于今天，办了再登记。") % {"step": step.label})
    if step.is_that_day and not meeting.is_held:
        raise Invalid(
            _("会议还没有登记到会，先登记到会，再登记“%(step)s”。") % {"step": step.label}
        )
    if step.counted is not Counted.ENTERED:
        return None, None
    if count is None or out_of is None:
        raise Invalid(_("请填写“%(step)s”的人数和应有人数。") % {"step": step.label})
    if count < 0 or count > out_of:
        raise Invalid(
            _("“%(step)s”%(count)d人，多于应有的%(out_of)d人，请改正。")
            % {"step": step.label, "count": count, "out_of": out_of}
        )
    return count, out_of
