"""What is done to a piece of a problem: a request, a look-back, a decision, an amount, a file."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.files.asking import attachment_of
from bihuan.files.receiving import receive
from bihuan.files.serving import stored_attachment
from bihuan.finance.access import amount_for
from bihuan.finance.actions import void_amount
from bihuan.lib.errors import Conflict, Invalid, NotAllowed
from bihuan.orgs.access import Actor, actor_of
from bihuan.orgs.permissions import Permission
from bihuan.rectification import actions
from bihuan.rectification.access import problem_for
from bihuan.rectification.errors import NoSuchProblem
from bihuan.rectification.forms import AnswerForm, DecisionForm, LookBackForm
from bihuan.rectification.models import Decision, LookBack, Problem, UpwardRequest
from bihuan.rectification.rules import KIND

FIELD = "evidence"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Enter what was answered to a request."""
    actor = actor_of(request)
    found = _piece(actor, UpwardRequest, request_id)
    actor.require(Permission.ASSIGN_TASKS, found.unit)

    def act(form: Any) -> object:
        return actions.answer_request(actor=actor, request=found, spec=form.spec())

    form = AnswerForm(_sent(request), request=found)
    said = {"title": _("登记答复"), "text": f"{found.asked_of}：{found.subject}"}
    return _page(request, found.problem, form, act, said)


@login_required
@require_POST
def request_withdrawal(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Take a request back, with a reason."""
    actor = actor_of(request)
    found = _piece(actor, UpwardRequest, request_id)
    reason = request.POST.get("reason", "")
    _told(
        request,
        lambda: actions.withdraw_request(actor=actor, request=found, reason=reason),
        _("请求已撤回。"),
    )
    return _back(found.problem)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def look_back(request: HttpRequest, look_back_id: UUID) -> HttpResponse:
    """Say what a look-back found."""
    actor = actor_of(request)
    found = _piece(actor, LookBack, look_back_id)
    actor.require(Permission.VERIFY_TASKS, found.unit)

    def act(form: Any) -> object:
        given = form.cleaned_data
        return actions.do_look_back(actor=actor, look_back=found, **given)

    said = {"title": _("回头看"), "text": _("由没有经手的人看；发现反弹的，由领导决定是否重开。")}
    return _page(request, found.problem, LookBackForm(_sent(request)), act, said)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """Decide what is put before the leader."""
    actor = actor_of(request)
    found = _piece(actor, Decision, decision_id)
    actor.require(Permission.DECIDE_MATTERS, found.problem.home)

    def act(form: Any) -> object:
        given = form.cleaned_data
        return actions.decide(
            actor=actor, decision=found, choice=given["decided"], reason=given["reason"]
        )

    answers = list(found.satisfactions.filter(is_latest=True))
    said = {"title": _("领导决定"), "text": found.cause, "answers": answers}
    return _page(request, found.problem, DecisionForm(_sent(request)), act, said)


@login_required
@require_POST
def publication_withdrawal(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """Take what was public back, with a reason."""
    actor = actor_of(request)
    found = problem_for(actor, problem_id)
    reason = request.POST.get("reason", "")
    _told(
        request,
        lambda: actions.withdraw_problem(actor=actor, problem=found, reason=reason),
        _("已从公开页撤回。"),
    )
    return _back(found)


@login_required
@require_POST
def money_voidance(request: HttpRequest, problem_id: UUID, amount_id: UUID) -> HttpResponse:
    """Make an amount void, with a reason."""
    actor = actor_of(request)
    found = problem_for(actor, problem_id)
    amount = amount_for(actor, amount_id)
    reason = request.POST.get("reason", "")
    _told(
        request,
        lambda: void_amount(actor=actor, amount=amount, reason=reason),
        _("这笔资金已作废。"),
    )
    return _back(found)


@login_required
@require_POST
def evidence(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """Add files to a problem; those that are refused are named, the others are kept."""
    actor = actor_of(request)
    found = problem_for(actor, problem_id)
    if not actor.may(Permission.DO_TASKS, found.unit):
        actor.require(Permission.ASSIGN_TASKS, found.unit)
    sent = request.FILES.getlist(FIELD)
    if not sent:
        messages.warning(request, _("请先选择文件，再点“添加”。"))
        return _back(found)
    received = receive(sent)
    added, refused = actions.add_problem_evidence(
        actor=actor, problem=found, examined=received.examined
    )
    if added:
        messages.success(request, _("已添加%(n)d份佐证材料。") % {"n": len(added)})
    for sentence in [*received.refused, *refused]:
        messages.warning(request, sentence)
    return _back(found)


@login_required
@require_safe
def evidence_file(request: HttpRequest, problem_id: UUID, attachment_id: UUID) -> HttpResponse:
    """Download one file of a problem."""
    found = problem_for(actor_of(request), problem_id)
    attachment = attachment_of(KIND, found.pk, attachment_id)
    assert attachment.file is not None  # attachment_of answers only what is still there
    return stored_attachment(attachment.file, attachment.name)


@login_required
@require_POST
def evidence_removal(request: HttpRequest, problem_id: UUID, attachment_id: UUID) -> HttpResponse:
    """Remove a file with a reason."""
    actor = actor_of(request)
    found = problem_for(actor, problem_id)
    reason = request.POST.get("reason", "")
    _told(
        request,
        lambda: actions.remove_problem_evidence(
            actor=actor, problem=found, attachment_id=attachment_id, reason=reason
        ),
        _("已移除；名称、经办人和理由仍留着。"),
    )
    return _back(found)


def _piece(actor: Actor, model: Any, id_: UUID) -> Any:
    """Return a piece of a problem that the actor sees; raises NoSuchProblem."""
    found = model.objects.filter(pk=id_).first()
    if found is None:
        raise NoSuchProblem(_("没有这一项，或您的账号无权查看。"))
    found.problem = problem_for(actor, found.problem_id)
    return found


def _page(
    request: HttpRequest,
    problem: Problem,
    form: forms.Form,
    act: Callable[[Any], object],
    said: dict[str, Any],
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            act(form)
        except Invalid as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已记下。"))
            return _back(problem)
    context = {
        "problem": problem,
        "form": form,
        "page": {"text": said.pop("text"), "button": _("提交")},
        "back": reverse("rectification:problem", args=[problem.pk]),
        **said,
    }
    status = 422 if form.errors else 200
    return render(request, "rectification/step.html", context, status=status)


def _told(request: HttpRequest, act: Callable[[], object], done: str) -> None:
    try:
        act()
    except NotAllowed:
        raise
    except (Invalid, Conflict) as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, done)


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _back(problem: Problem) -> HttpResponse:
    return HttpResponseRedirect(reverse("rectification:problem", args=[problem.pk]))
