"""Building a draft: its wording and its questions."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.access import Actor, actor_of
from bihuan.questionnaires import actions
from bihuan.questionnaires.access import (
    KEEPS,
    homes_to_ask_in,
    question_for,
    questionnaire_for,
)
from bihuan.questionnaires.beginnings import BEGINNINGS
from bihuan.questionnaires.errors import NotADraft
from bihuan.questionnaires.forms import NewForm, QuestionForm, WordingForm
from bihuan.questionnaires.models import Question, QuestionKind, Questionnaire
from bihuan.questionnaires.rules.asked import Kind


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_questionnaire(request: HttpRequest) -> HttpResponse:
    """Begin a draft from one of a few usual ones."""
    actor = actor_of(request)
    actor.require(KEEPS)
    homes = homes_to_ask_in(actor)
    if not homes:
        raise NotAllowed(_("您的账号不能编问卷。"))
    home = next((each for each in homes if each.code == request.GET.get("home")), homes[0])
    form = NewForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        beginning = BEGINNINGS[form.cleaned_data["beginning"]]
        try:
            made = actions.make_questionnaire(
                actor=actor,
                home=home,
                wording=actions.Wording(title=form.cleaned_data["title"], intro=beginning.intro),
                questions=beginning.questions,
                groups_by=beginning.groups_by,
            )
        except Invalid as error:
            form.add_error(None, str(error))
        else:
            return HttpResponseRedirect(address(made))
    context = {"form": form, "beginnings": BEGINNINGS.values(), "home": home, "homes": homes}
    return render(request, "questionnaires/new.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def wording(request: HttpRequest, questionnaire_id: UUID) -> HttpResponse:
    """Change what a draft says of itself."""
    actor = actor_of(request)
    found = _draft_for(actor, questionnaire_id)
    form = WordingForm(request.POST if request.method == "POST" else None, found)
    if form.is_valid():
        try:
            actions.change_questionnaire(actor=actor, questionnaire=found, wording=form.wording())
        except Invalid as error:
            form.add_error(None, str(error))
        else:
            return HttpResponseRedirect(address(found))
    return _form_page(request, found, form, _("名称、开头的话和答法"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_question(request: HttpRequest, questionnaire_id: UUID) -> HttpResponse:
    """Add a question of a kind."""
    actor = actor_of(request)
    found = _draft_for(actor, questionnaire_id)
    kind = request.GET.get("kind", Kind.SINGLE)
    if kind not in QuestionKind.values:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = QuestionForm(data, Kind(kind), list(found.questions.order_by("position")))
    if form.is_valid():
        try:
            made = actions.add_question(actor=actor, questionnaire=found, spec=form.spec())
        except Invalid as error:
            form.add_error(None, str(error))
        else:
            return HttpResponseRedirect(f"{address(found)}#q{made.position}")
    label = _("加一题：%(kind)s") % {"kind": QuestionKind(kind).label}
    return _form_page(request, found, form, label)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, questionnaire_id: UUID, question_id: UUID) -> HttpResponse:
    """Change a question of a draft."""
    actor = actor_of(request)
    found = _draft_for(actor, questionnaire_id)
    asked = question_for(actor, found, question_id)
    earlier = [q for q in found.questions.order_by("position") if q.position < asked.position]
    data = request.POST if request.method == "POST" else None
    form = QuestionForm(data, Kind(asked.kind), earlier, asked)
    if form.is_valid():
        try:
            actions.change_question(actor=actor, question=asked, spec=form.spec())
        except Invalid as error:
            form.add_error(None, str(error))
        else:
            return HttpResponseRedirect(f"{address(found)}#q{asked.position}")
    words = {"n": asked.position, "kind": asked.get_kind_display()}
    return _form_page(request, found, form, _("第%(n)d题：%(kind)s") % words)


@login_required
@require_POST
def place(request: HttpRequest, questionnaire_id: UUID, question_id: UUID) -> HttpResponse:
    """Move a question to another place."""
    actor = actor_of(request)
    asked = _question_of_a_draft(actor, questionnaire_id, question_id)
    to = request.POST.get("to", "")
    place_ = int(to) if to.isascii() and to.isdigit() and len(to) < 4 else asked.position
    try:
        actions.move_question(actor=actor, question=asked, to=place_)
    except Invalid as error:
        messages.warning(request, str(error))
        place_ = asked.position
    return HttpResponseRedirect(f"{address(asked.questionnaire)}#q{place_}")


@login_required
@require_POST
def removal(request: HttpRequest, questionnaire_id: UUID, question_id: UUID) -> HttpResponse:
    """Take a question out of a draft."""
    actor = actor_of(request)
    asked = _question_of_a_draft(actor, questionnaire_id, question_id)
    try:
        actions.remove_question(actor=actor, question=asked)
    except Invalid as error:
        messages.warning(request, str(error))
    return HttpResponseRedirect(address(asked.questionnaire))


def address(questionnaire: Questionnaire) -> str:
    """Return a questionnaire's own page."""
    return reverse("questionnaires:questionnaire", args=[questionnaire.pk])


def _draft_for(actor: Actor, questionnaire_id: UUID) -> Questionnaire:
    """Return a draft that the actor keeps; raises NoSuchQuestionnaire, NotAllowed, NotADraft."""
    found = questionnaire_for(actor, questionnaire_id)
    actor.require(KEEPS, found.home)
    if not found.is_draft:
        raise NotADraft(_("问卷开放以后题目不能再改；要换题，请另编一份新的（复制一份）。"))
    return found


def _question_of_a_draft(actor: Actor, questionnaire_id: UUID, question_id: UUID) -> Question:
    found = questionnaire_for(actor, questionnaire_id)
    actor.require(KEEPS, found.home)
    return question_for(actor, found, question_id)


def _form_page(
    request: HttpRequest, found: Questionnaire, form: WordingForm | QuestionForm, heading: str
) -> HttpResponse:
    context = {"questionnaire": found, "form": form, "heading": heading, "back": address(found)}
    return render(request, "questionnaires/form.html", context, status=422 if form.errors else 200)
