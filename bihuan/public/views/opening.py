"""What became of it: opened with number and phrase, answered, and the contact taken back."""

import re
import unicodedata
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from bihuan.lib.errors import DomainError
from bihuan.opinions.actions.contacts import withdraw_contact
from bihuan.opinions.actions.residents import opinion_by_phrase, readable_by_residents
from bihuan.opinions.models import Opinion
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.public import limits
from bihuan.public.errors import OpenedTooLongAgo, WrongPhrase
from bihuan.public.forms import AnswerForm, FollowingForm
from bihuan.public.outcomes import became_of, has_contact
from bihuan.public.views.shell import for_residents, page
from bihuan.rectification.actions.answering import answer_satisfaction
from bihuan.rectification.asking import outcomes_for
from bihuan.rectification.models import Satisfied

SALT = "bihuan.public.following"
OPENED_SECONDS = 30 * 60


@for_residents("GET", "POST")
def following(request: HttpRequest, home: Unit) -> HttpResponse:
    """Ask for number and phrase, and show what became of the opinion that they open."""
    form = FollowingForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _asking(form, home, 422 if form.is_bound else 200)
    number = _number_typed(form.cleaned_data["number"])
    limits.refuse_too_many_questions(request, home, number)
    opinion = opinion_by_phrase(home, form.cleaned_data["number"], form.cleaned_data["phrase"])
    if opinion is None:
        limits.count_wrong(request, home, number)
        error = WrongPhrase(_("编号和口令对不上。请照回执逐字核对；回执丢了的，请重新反映一次。"))
        form.add_error(None, error.message)
        return _asking(form, home, error.http_status)
    return _opened(opinion, home)


@for_residents("POST")
def withdrawal(request: HttpRequest, home: Unit) -> HttpResponse:
    """Take the contact back, as whoever left it wishes."""
    opinion = _opinion_opened(request, home)
    withdraw_contact(actor=Actor.resident(home), opinion=opinion)
    return _opened(opinion, home, said=_("您留下的联系方式已经清除，不能再恢复。"))


@for_residents("POST")
def answer(request: HttpRequest, home: Unit) -> HttpResponse:
    """Take whether it is solved, how satisfied they are, and a word on it; the latest counts."""
    opinion = _opinion_opened(request, home)
    form = AnswerForm(request.POST, Satisfied.choices)
    if not form.is_valid():
        return _opened(opinion, home, status=422, form=form)
    try:
        answer_satisfaction(
            actor=Actor.resident(home),
            opinion=opinion,
            answer=form.cleaned_data["answer"],
            comment=form.cleaned_data["comment"],
            is_solved=form.said_solved,
        )
    except DomainError as error:
        return _opened(opinion, home, wrong=error.message, status=error.http_status)
    said = _("您的评价已经收到。想改的，再评一次，以最后一次为准。")
    if form.cleaned_data["answer"] == Satisfied.NOT:
        said = _("您的评价已经收到，会交给领导决定怎么办。过几天可以再来看。")
    return _opened(opinion, home, said=said)


def opened_token(opinion: Opinion) -> str:
    """Return what shows for half an hour that number and phrase were right; it holds neither."""
    return signing.dumps(opinion.pk.hex, salt=SALT)


def _opinion_opened(request: HttpRequest, home: Unit) -> Opinion:
    """Return the opinion that was opened; raises OpenedTooLongAgo."""
    try:
        id_ = signing.loads(request.POST.get("opened", ""), salt=SALT, max_age=OPENED_SECONDS)
        return readable_by_residents().get(pk=UUID(id_), home=home)
    except (signing.BadSignature, Opinion.DoesNotExist) as error:
        raise OpenedTooLongAgo(
            _("这个页面打开太久了，刚才的操作没有执行。请用编号和口令重新打开。")
        ) from error


def _opened(
    opinion: Opinion,
    home: Unit,
    *,
    said: str = "",
    wrong: str = "",
    form: AnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    outcomes = outcomes_for(opinion)
    may_answer = any(outcome.can_answer for outcome in outcomes)
    context = {
        "label": opinion.label,
        "raised_on": opinion.raised_on,
        "became": became_of(opinion),
        "has_contact": has_contact(opinion),
        "opened": opened_token(opinion),
        "said": said,
        "wrong": wrong,
        "outcomes": outcomes,
        "form": (form or AnswerForm(None, Satisfied.choices)) if may_answer else None,
    }
    return page("public/became.html", context, home=home, status=status)


def _asking(form: FollowingForm, home: Unit, status: int) -> HttpResponse:
    return page("public/following.html", {"form": form}, home=home, status=status)


def _number_typed(text: str) -> str:
    """Return a number as it is counted: its digits, however it was written."""
    return "-".join(re.findall(r"\d+", unicodedata.normalize("NFKC", text)))[:40]
