"""What became of an opinion, in plain words: its own state, and what was approved to be told."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.opinions.models import Answer, Contact, GroupState, Opinion, OpinionGroup, OpinionState

ANSWERS = {
    Answer.ADOPTED: "已经采纳，正在办或已办。",
    Answer.LONG_TERM: "已经采纳，需要较长时间办理。",
    Answer.EXPLAINED: "已经研究，作了解释说明。",
    Answer.FORWARDED: "超出本级权限，已经向上级反映。",
    Answer.NOT_ADOPTED: "经过研究，没有采纳。",
}


@dataclass(frozen=True)
class Stage:
    """One step of an opinion's way: what it is called, whether it is reached."""

    word: str
    is_reached: bool


@dataclass(frozen=True)
class Became:
    """What became of an opinion: stages, one sentence, and the wording that a clerk approved."""

    stages: list[Stage]
    sentence: str
    wording: str = ""
    text: str = ""
    others: bool = False


def became_of(opinion: Opinion) -> Became:
    """Return what became of an opinion; only what was approved is told in the office's words."""
    group = _group_of(opinion)
    is_sorted = opinion.state == OpinionState.SORTED
    is_answered = group is not None and group.state == GroupState.ANSWERED
    stages = [
        Stage(_("已收到"), True),
        Stage(_("已归类"), is_sorted),
        Stage(_("已答复"), is_answered),
    ]
    if opinion.state == OpinionState.VOID:
        return Became(stages[:1], _("这条没有列入办理。有疑问请到镇上的办公室当面问。"))
    if group is None or not is_sorted:
        return Became(stages, _("已经收到，还没有人处理，请过几天再来看。"))
    sentence = _("办公室已经看过并归了类，正在研究怎么办。")
    if is_answered:
        sentence = _(ANSWERS.get(Answer(group.answer), "已经答复。"))
    if group.public_on is None:
        return Became(stages, sentence, others=group.raw_count > 1)
    return Became(
        stages,
        sentence,
        wording=group.public_wording,
        text=group.public_outcome,
        others=group.raw_count > 1,
    )


def has_contact(opinion: Opinion) -> bool:
    """Tell whether a contact stands; reads nothing of it."""
    return Contact.objects.filter(opinion_id=opinion.pk, erased_on__isnull=True).exists()


def _group_of(opinion: Opinion) -> OpinionGroup | None:
    if opinion.group_id is None:
        return None
    return (
        OpinionGroup.objects.filter(pk=opinion.group_id)
        .only("state", "answer", "raw_count", "public_wording", "public_outcome", "public_on")
        .order_by("pk")
        .first()
    )
