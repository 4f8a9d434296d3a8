"""What came: counts, groups, words; as a page, as text, as a workbook."""

import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bihuan.lib.errors import NotAllowed
from bihuan.orgs.access import Actor, actor_of
from bihuan.questionnaires import actions
from bihuan.questionnaires.access import may_keep, may_see_results, question_for, questionnaire_for
from bihuan.questionnaires.counting import Counts
from bihuan.questionnaires.exporting import text_of, write_result
from bihuan.questionnaires.models import Batch, Question, Questionnaire
from bihuan.questionnaires.presenting import STATE_TONES

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
A_PAGE = 50


@login_required
@require_safe
def results(request: HttpRequest, questionnaire_id: UUID) -> HttpResponse:
    """Show the counts of every question, and by group where asked."""
    actor = actor_of(request)
    found = _seen(actor, questionnaire_id)
    counts = Counts(found)
    context: dict[str, Any] = {
        "questionnaire": found,
        "tone": STATE_TONES[found.state],
        "keeps": may_keep(actor, found),
        "counts": counts,
        "by_group": request.GET.get("by") == "group" and counts.is_enough,
        "has_groups": found.group_question_id is not None,
        "text": text_of(counts),
        "words": _words(found),
    }
    return render(request, "questionnaires/results.html", context)


@login_required
@require_safe
def workbook(request: HttpRequest, questionnaire_id: UUID) -> FileResponse:
    """Download the result."""
    found = _seen(actor_of(request), questionnaire_id)
    target = io.BytesIO()
    write_result(Counts(found), target)
    target.seek(0)
    name = _("%(title)s（结果）.xlsx") % {"title": found.title}
    return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)


@login_required
@require_safe
def texts(request: HttpRequest, questionnaire_id: UUID, question_id: UUID) -> HttpResponse:
    """Show the words given to one question, in no order of time."""
    actor = actor_of(request)
    found = _seen(actor, questionnaire_id)
    asked = question_for(actor, found, question_id)
    given = asked.answers.filter(batch=Batch.COUNTED).exclude(text="").order_by("pk")
    page = Paginator(given, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "questionnaire": found,
        "question": asked,
        "page": page,
        "keeps": may_keep(actor, found),
        "waiting": given.filter(is_passed_on=False).count(),
        "previous_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"?page={page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "questionnaires/texts.html", context)


@login_required
@require_POST
def opinions(request: HttpRequest, questionnaire_id: UUID, question_id: UUID) -> HttpResponse:
    """Hand the words of a question to the opinions."""
    actor = actor_of(request)
    found = _seen(actor, questionnaire_id)
    asked = question_for(actor, found, question_id)
    count = actions.pass_on_texts(actor=actor, questionnaire=found, question=asked)
    messages.success(request, _("已转入意见%(n)d条，可在“意见”里归类办理。") % {"n": count})
    return HttpResponseRedirect(reverse("questionnaires:texts", args=[found.pk, asked.pk]))


def _seen(actor: Actor, questionnaire_id: UUID) -> Questionnaire:
    """Return a questionnaire whose result the actor sees; raises NotAllowed for a reporter."""
    found = questionnaire_for(actor, questionnaire_id)
    if not may_see_results(actor, found):
        raise NotAllowed(_("您的账号不能查看问卷结果，请与办公室联系。"))
    return found


def _words(found: Questionnaire) -> list[Question]:
    """Return the questions that ask for words, with how many were given and not yet passed on."""
    counted = Q(answers__batch=Batch.COUNTED) & ~Q(answers__text="")
    return list(
        found.questions.filter(kind="text")
        .annotate(
            given=Count("answers", filter=counted),
            unread=Count("answers", filter=counted & Q(answers__is_passed_on=False)),
        )
        .order_by("position")
    )
