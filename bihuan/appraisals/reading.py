"""What a poll's page reads beside its counts: what happened, who holds the key, what is asked."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from bihuan.appraisals.kinds import GRADE, KINDS, NAMES
from bihuan.appraisals.models import Poll, PollStep, PollStepKind
from bihuan.ui.history import Event

ICONS: Mapping[str, str] = {
    PollStepKind.MAKE: "plus",
    PollStepKind.CHANGE: "pencil",
    PollStepKind.KEY: "key",
    PollStepKind.PRINT: "printer",
    PollStepKind.SPOIL: "x",
    PollStepKind.OPEN: "flag",
    PollStepKind.END: "check",
    PollStepKind.SEAL: "lock",
    PollStepKind.COUNT: "chart-bar",
    PollStepKind.CONFIRM: "circle-check",
    PollStepKind.CROSS_CHECK: "eye",
    PollStepKind.PUBLISH: "rubber-stamp",
    PollStepKind.DESTROY: "x",
    PollStepKind.VOID: "ban",
}


def events_of(steps: list[PollStep]) -> list[Event]:
    """Return what happened to a poll, newest first; cross-checks speak of persons and stay away."""
    return [
        Event(
            what=step.get_kind_display(),
            who=step.by_name,
            at=step.at,
            note=step.note if step.kind != PollStepKind.CROSS_CHECK else step.facts.get("part", ""),
            icon=ICONS[step.kind],
            tone=_tone(step),
        )
        for step in steps
    ]


def _tone(step: PollStep) -> str:
    if step.kind == PollStepKind.VOID:
        return "bad"
    if step.kind == PollStepKind.CONFIRM and not step.facts.get("agrees"):
        return "bad"
    return "good" if step.kind == PollStepKind.PUBLISH else "plain"


def asked_of(poll: Poll) -> list[tuple[str, str]]:
    """Return what is asked, each with how it is answered."""
    form = KINDS[poll.kind].form
    return [(each["label"], _how(form, each)) for each in poll.questions]


def _how(form: str, question: Mapping[str, Any]) -> str:
    if form == NAMES:
        said = _("最多推荐%(most)d人") % {"most": question["most"]}
        return said + (_("，可以另写姓名") if question["write_ins"] else "")
    if form != GRADE:
        said = _("应选%(seats)d人") % {"seats": question["seats"]}
        more = question["write_ins"]
        return said + (_("，可以另选%(n)d人") % {"n": more} if more else "")
    said = scale_words(question["scale"])
    if question["weight"] != "1":
        said += _("；权重%(weight)s") % {"weight": question["weight"]}
    if question.get("cap"):
        grade = question["scale"][0]["label"]
        said += _("；一张票最多%(cap)d个“%(grade)s”") % {"cap": question["cap"], "grade": grade}
    return said


def scale_words(scale: list[dict[str, str]]) -> str:
    """Return a scale as one line: 优秀 100、称职 80."""
    return "、".join(f"{grade['label']} {grade['points']}" for grade in scale)
