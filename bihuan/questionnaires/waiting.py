"""What waits here: papers to type in, a last day past, words not yet among the opinions."""

from functools import partial

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.counting import Scan, Told
from bihuan.lib.dates import write_date
from bihuan.orgs.access import Actor
from bihuan.questionnaires.access import KEEPS, RECORDS, questionnaires_visible_to
from bihuan.questionnaires.models import Batch, Questionnaire, State
from bihuan.ui.waiting import Waiting


def waiting(actor: Actor) -> list[Told]:
    """Return what waits for who keeps questionnaires, and what is handed round to a unit."""
    if actor.may(KEEPS):
        rows = questionnaires_visible_to(actor).filter(
            actor.within(KEEPS, "home__path"), state__in=[State.OPEN, State.CLOSED]
        )
        return [Told([Scan(rows).count()], partial(_kept, rows))]
    if not actor.may(RECORDS):
        return []
    rows = questionnaires_visible_to(actor).filter(state=State.OPEN)
    return [Told([Scan(rows).count()], partial(_handed_round, rows))]


def _handed_round(rows: QuerySet[Questionnaire], count: int) -> list[Waiting]:
    """Return a line for each; one statement, none where there is none."""
    return [
        Waiting(
            label=_("问卷正在进行：%(title)s") % {"title": each.title},
            count=1,
            url=_url(each),
            hint=_("可转发链接；收回的纸质答卷在这里录入，没有就不用管"),
            verb=_("去看看"),
        )
        for each in (rows if count else ())
    ]


def _kept(rows: QuerySet[Questionnaire], count: int) -> list[Waiting]:
    """Return what waits of those that are kept; one statement, none where there is none."""
    if not count:
        return []
    today = clock.today()
    unread = Q(answers__batch=Batch.COUNTED, answers__is_passed_on=False) & ~Q(answers__text="")
    found = []
    for each in rows.annotate(words=Count("answers", filter=unread)):
        if each.is_overdue(today):
            found.append(_overdue(each))
        if each.words:
            found.append(
                Waiting(
                    label=_("问卷里的文字答复：%(title)s") % {"title": each.title},
                    count=each.words,
                    url=reverse("questionnaires:results", args=[each.pk]) + "#texts",
                    hint=_("还没有转入意见；转入后和其他意见一起归类、办理"),
                    verb=_("去转入"),
                )
            )
    return found


def _overdue(each: Questionnaire) -> Waiting:
    assert each.closes_on is not None
    return Waiting(
        label=_("问卷到期：%(title)s") % {"title": each.title},
        count=1,
        url=_url(each),
        hint=_("截止日是%(day)s，纸质答卷录完后请结束它") % {"day": write_date(each.closes_on)},
        is_late=True,
        verb=_("去结束"),
    )


def _url(each: Questionnaire) -> str:
    return reverse("questionnaires:questionnaire", args=[each.pk])
