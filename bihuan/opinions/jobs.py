"""Background work of the room: learning the classes, and looking for what is one problem."""

from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.jobs.running import Outcome, Run
from bihuan.opinions import uploads
from bihuan.opinions.access import SORT, categories_in_use
from bihuan.opinions.actions.learning import Pair, keep_learned, make_proposals
from bihuan.opinions.alike import first_day, message_of
from bihuan.opinions.models import Category, ColumnMapping, GroupState, Opinion, OpinionState
from bihuan.opinions.suggesting import MOST_READ
from bihuan.opinions.tables import read_table
from bihuan.opinions.taking import take
from bihuan.orgs.models import Unit

FEWEST = 2
"""Classes that must have a confirmed opinion each before anything can be told apart."""
MOST_PAIRS = 500


def learn_classes(run: Run, *, home: str) -> Outcome:
    """Learn a home's classes from what was confirmed and from the words of its tree."""
    from bihuan.opinions.classifying import Classifier

    unit = Unit.objects.get(pk=UUID(home))
    run.actor.require(SORT, unit)
    rows = list(
        Opinion.objects.filter(
            home=unit, state=OpinionState.SORTED, category__in=categories_in_use(unit)
        )
        .order_by("pk")
        .values_list("text", "category__code", "group_id")
    )
    url = reverse("opinions:categories")
    if len({code for _text, code, _group in rows}) < FEWEST:
        said = _("已确认的意见还不足两类，学不出归类；请先在待归类页确认各类的几条意见。")
        return Outcome(said, url=url, tone="warn")
    run.progress(0, 0, _("正在学习%(n)d条已确认的意见") % {"n": len(rows)})
    model = Classifier.train(
        [text[:MOST_READ] for text, _code, _group in rows],
        [code for _text, code, _group in rows],
        [group for _text, _code, group in rows],  # of one problem in one fold, when measured
        seeds={each.code: _words_of(each) for each in categories_in_use(unit)},
    )
    macro_f1 = model.measured.macro_f1 if model.measured else None
    with transaction.atomic():
        keep_learned(
            actor=run.actor,
            home=unit,
            model=model.to_bytes(),
            labels=len(rows),
            macro_f1=macro_f1,
        )
        said = _("已学习%(n)d条已确认的意见。") % {"n": len(rows)}
        if macro_f1 is not None:
            said += _("交叉检验的宏平均F1为%(f1).2f。") % {"f1": macro_f1}
        return run.finish_with(Outcome(said, url=url))


def propose_merges(run: Run, *, home: str) -> Outcome:
    """Look through a home's sorted opinions for groups that speak of one problem."""
    from bihuan.opinions.merging import propose

    unit = Unit.objects.get(pk=UUID(home))
    run.actor.require(SORT, unit)
    rows = list(
        Opinion.objects.filter(home=unit, state=OpinionState.SORTED, raised_on__gte=first_day(unit))
        .exclude(group__state=GroupState.EMPTY)
        .order_by("pk")
        .only("pk", "text", "place", "raised_on", "group_id")
    )
    run.progress(0, 0, _("正在比对%(n)d条意见") % {"n": len(rows)})
    group_of = {each.pk: each.group_id for each in rows}
    pairs = []
    for found in propose([message_of(each) for each in rows]):
        groups = sorted({group_of[id_] for id_ in found.members})  # type: ignore[index, type-var]
        share = max((reason.share for reason in found.reasons), default=0.0)
        why = "；".join(str(reason) for reason in found.reasons)
        pairs += [Pair(groups[0], other, share, why) for other in groups[1:]]  # type: ignore[arg-type]
    pairs = sorted(pairs, key=lambda pair: -pair.score)[:MOST_PAIRS]
    url = reverse("opinions:proposals")
    with transaction.atomic():
        count = make_proposals(actor=run.actor, home=unit, pairs=pairs)
        said = (
            _("比对了%(all)d条意见，新提出%(n)d对归并建议。")
            if count
            else _("比对了%(all)d条意见，没有新的归并建议。")
        )
        return run.finish_with(Outcome(said % {"all": len(rows), "n": count}, url=url))


def _words_of(category: Category) -> list[str]:
    return [category.label, *category.keywords]


def take_table(run: Run, *, home: str, token: str) -> Outcome:
    """Record the good rows of a table that was uploaded, mapped and looked through."""
    unit = Unit.objects.get(pk=UUID(home))
    run.progress(0, 0, _("正在读取文件"))
    kept = uploads.find(token, actor=run.actor)
    table = read_table(kept.path, kept.name)
    mapping = ColumnMapping.objects.get(home=unit, heads_digest=table.digest)
    with transaction.atomic():
        taken = take(actor=run.actor, home=unit, table=table, mapping=mapping, name=kept.name)
        tone = "warn" if taken.faults else "good"
        return run.finish_with(Outcome(taken.said, url=reverse("opinions:list"), tone=tone))
