"""The steps that are taken of a problem: one form each, then back to its story."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from bihuan.finance.actions import record_amount
from bihuan.lib import clock
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.opinions.access import standing_groups
from bihuan.opinions.models import OpinionGroup
from bihuan.orgs.access import Actor, actor_of
from bihuan.rectification import actions
from bihuan.rectification.access import problem_for
from bihuan.rectification.forms import (
    GroupsForm,
    HandOverForm,
    MeasureForm,
    MoneyForm,
    NoteForm,
    PlanForm,
    ProblemForm,
    PublicForm,
    RequestForm,
    SatisfactionForm,
    VerifyForm,
)
from bihuan.rectification.forms.opening import said_of
from bihuan.rectification.measures import measures_of
from bihuan.rectification.models import Problem, ProblemOpinions
from bihuan.rectification.offers import BY_NAME, may_take
from bihuan.rectification.reading import groups_seen
from bihuan.rectification.rules import KIND, rash_promises
from bihuan.rectification.story import opinions_of
from bihuan.tasks.actions import About

MOST_GROUPS = 60
Make = Callable[[Actor, Problem, Any], Any]
Act = Callable[[Actor, Problem, Any], object]


@dataclass(frozen=True)
class Page:
    """A step's page: its form, what it does, its button, what is said before and after."""

    form: Make
    act: Act
    button: Any
    done: Any
    text: Any = ""
    tone: str = ""


def _note(label: Any, *, hint: Any = "", required: bool = True) -> Make:
    return lambda _actor, _problem, data: NoteForm(data, label=label, hint=hint, required=required)


def _satisfaction_form(actor: Actor, problem: Problem, data: Any) -> forms.Form:
    groups = [group.pk for group in groups_seen(actor, problem)]
    return SatisfactionForm(data, opinions=opinions_of(actor, groups))


def _groups_form(actor: Actor, problem: Problem, data: Any) -> forms.Form:
    return GroupsForm(data, groups=free_groups(actor, problem.home.path))


def free_groups(actor: Actor, path: str) -> list[OpinionGroup]:
    """Return the groups under a path that no problem has taken up, the largest first."""
    taken = ProblemOpinions.objects.filter(released_on=None).values("group_id")
    rows = standing_groups(actor).filter(path__gte=path, path__lt=path + "~")
    return list(rows.exclude(pk__in=taken).order_by("-raw_count", "-last_on")[:MOST_GROUPS])


def _give_money(actor: Actor, problem: Problem, form: MoneyForm) -> object:
    measure = form.measure
    about = About("task", measure.pk) if measure else About(KIND, problem.pk)
    unit = measure.unit if measure else problem.unit
    spec = form.spec(problem.title)
    return record_amount(actor=actor, home=problem.home, unit=unit, about=about, spec=spec)


def _answer(actor: Actor, _problem: Problem, form: SatisfactionForm) -> object:
    given = form.cleaned_data
    return actions.answer_satisfaction(
        actor=actor,
        opinion=form.of_opinion,
        answer=given["answer"],
        comment=given["comment"],
        is_solved=form.said_solved,
        how=given["how"],
    )


def _by_note(action: Callable[..., object], name: str) -> Act:
    return lambda actor, problem, form: action(
        actor=actor, problem=problem, **{name: form.cleaned_data["note"]}
    )


def _verify(actor: Actor, problem: Problem, form: VerifyForm) -> object:
    given = form.cleaned_data
    return actions.verify_problem(
        actor=actor,
        problem=problem,
        accepted=given["accepted"] == "yes",
        note=given["note"],
        seen_on=given["seen_on"],
    )


PAGES: dict[str, Page] = {
    "description": Page(
        lambda _a, p, data: ProblemForm(data, home=p.home, problem=p, initial=said_of(p)),
        lambda a, p, form: actions.describe_problem(actor=a, problem=p, spec=form.spec()),
        _("保存"),
        _("已改好。"),
    ),
    "plan": Page(
        lambda _a, p, data: PlanForm(data, problem=p),
        lambda a, p, form: actions.commit_problem(actor=a, problem=p, plan=form.plan()),
        _("定下方案"),
        _("方案已定；接着交办措施。"),
    ),
    "measures": Page(
        lambda _a, p, data: MeasureForm(data, problem=p),
        lambda a, p, form: actions.add_measure(
            actor=a, problem=p, spec=form.spec(len(measures_of([p.pk])))
        ),
        _("交办"),
        _("措施已交办给承办单位。"),
    ),
    "requests": Page(
        lambda _a, _p, data: RequestForm(data),
        lambda a, p, form: actions.ask_upward(actor=a, problem=p, spec=form.spec()),
        _("登记请求"),
        _("请求已登记；等待答复的天数不算本级用时。"),
        _("本级解决不了的，向上级或有关部门请求；从请求到答复的天数单独算。"),
    ),
    "contact": Page(
        _note(_("联系情况"), hint=_("写怎样联系、说了什么；不要写反映人的姓名和电话。")),
        _by_note(actions.contact_givers, "note"),
        _("记录"),
        _("已记录。"),
    ),
    "report": Page(
        _note(_("完成情况")),
        _by_note(actions.report_done, "note"),
        _("报完成"),
        _("已报完成，等没有经手的人验收。"),
        _("所有措施验收后才能报完成。报完成的人不能再验收、销号。"),
    ),
    "verification": Page(
        lambda _a, _p, data: VerifyForm(data),
        _verify,
        _("提交验收意见"),
        _("验收意见已记下。"),
        _("由承办单位以外、没有经手的人验收。不通过的要写明还差什么。"),
    ),
    "close_out": Page(
        _note(_("销号说明（可不填）"), required=False),
        _by_note(actions.close_problem, "note"),
        _("销号"),
        _("已销号；到日子会提醒回头看。"),
    ),
    "keeping_open": Page(
        _note(_("理由"), hint=_("为什么要长期坚持、每年做到哪一步")),
        _by_note(actions.keep_problem_open, "reason"),
        _("转长期坚持"),
        _("已转为长期坚持；请按年度交办节点措施。"),
    ),
    "explanation": Page(
        _note(_("依据和解释"), hint=_("写明依据哪条法律或规定，怎样向反映人解释")),
        _by_note(actions.explain_problem, "reason"),
        _("作出解释"),
        _("已作解释说明，不计入各项比率。"),
        _("只用于依法不能办的诉求。能办而没有办的，不要用它了结。"),
    ),
    "reopening": Page(
        _note(_("理由")),
        _by_note(actions.reopen_problem, "reason"),
        _("重开"),
        _("已重开。"),
    ),
    "voidance": Page(
        _note(_("作废理由"), hint=_("如重复立项；办不了的不作废，作解释说明")),
        _by_note(actions.void_problem, "reason"),
        _("作废"),
        _("已作废；所列意见可以另立问题。"),
        tone="bad",
    ),
    "hand_over": Page(
        lambda _a, p, data: HandOverForm(data, problem=p),
        lambda a, p, form: actions.hand_over_problem(actor=a, problem=p, **form.cleaned_data),
        _("改由这个单位负责"),
        _("责任单位已改。"),
    ),
    "groups": Page(
        _groups_form,
        lambda a, p, form: actions.take_up_groups(actor=a, problem=p, groups=form.chosen()),
        _("并入这个问题"),
        _("意见已并入。"),
    ),
    "publication": Page(
        lambda _a, p, data: PublicForm(data, problem=p),
        lambda a, p, form: actions.publish_problem(actor=a, problem=p, **form.cleaned_data),
        _("公开"),
        _("已公开；群众在公开页看到的就是这些文字。"),
        _("只公开这里的文字，不公开意见原话和办理经过。"),
    ),
    "money": Page(
        lambda _a, p, data: MoneyForm(data, measures=measures_of([p.pk])),
        _give_money,
        _("登记"),
        _("资金已登记。"),
        _("计划、批准、支付分开登记，互不相加。"),
    ),
    "satisfaction": Page(
        _satisfaction_form,
        _answer,
        _("登记"),
        _("已登记；不满意的由领导决定怎么办。"),
    ),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, problem_id: UUID, what: str) -> HttpResponse:
    """Show the form of a step, or take it."""
    actor = actor_of(request)
    problem = problem_for(actor, problem_id)
    offered, page = BY_NAME[what], PAGES[what]
    if not may_take(actor, offered, problem):
        said = _("您的账号不能办“%(what)s”，请由有权限的人办理。")
        raise NotAllowed(str(said) % {"what": offered.label})
    form = page.form(actor, problem, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            page.act(actor, problem, form)
        except Invalid as error:
            form.add_error(None, str(error))
        else:
            return _done(request, problem, page, form)
    context = {
        "problem": problem,
        "title": offered.label,
        "form": form,
        "page": page,
        "back": reverse("rectification:problem", args=[problem.pk]),
    }
    status = 422 if form.errors else 200
    return render(request, "rectification/step.html", context, status=status)


def _done(request: HttpRequest, problem: Problem, page: Page, form: forms.Form) -> HttpResponse:
    messages.success(request, page.done)
    if isinstance(form, PlanForm):
        plan = form.plan()
        for sentence in rash_promises(
            plan.commitment,
            is_beyond_power=problem.is_beyond_power,
            due_on=plan.due_on,
            today=clock.today(),
        ):
            messages.warning(request, sentence)
    return HttpResponseRedirect(reverse("rectification:problem", args=[problem.pk]))
