"""How satisfied they are who raised it: said with number and phrase, kept as a day."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import yaml
from django.conf import settings
from django.test import Client
from django.utils import timezone

from bihuan.audit.models import Entry
from bihuan.figures.asking import Scope
from bihuan.figures.computing import compute
from bihuan.figures.models import Definition
from bihuan.opinions.actions.residents import Received
from bihuan.orgs.tests.cast import Cast
from bihuan.public.tests.conftest import TODAY
from bihuan.public.tests.test_following import ask
from bihuan.public.tests.test_raising import url_of
from bihuan.public.views.opening import opened_token
from bihuan.rectification.models import Decision, Problem, ProblemStep, Satisfaction
from bihuan.rectification.rates import rates_of

PACK = Path(settings.BASE_DIR) / "packs/improvement/figures.yaml"
Raised = Callable[..., Received]
PutRight = Callable[..., Problem]


def say(visitor: Client, cast: Cast, received: Received, expect: int = 200, **given: str) -> str:
    form = {"opened": opened_token(received.opinion), "answer": "satisfied", **given}
    answer = visitor.post(url_of("answer", cast.town), form)
    page = answer.content.decode()
    assert answer.status_code == expect, page
    return page


def test_the_outcome_is_told_in_approved_words_and_may_be_answered(
    cast: Cast, visitor: Client, raised: Raised, put_right: PutRight
) -> None:
    received = raised()
    put_right(received, "老桥年久失修", "已列入明年计划。")
    page = ask(visitor, cast.town, received.opinion.label, received.phrase)
    assert "老桥年久失修" in page
    assert "已列入明年计划。" in page
    assert "交评价" in page
    assert "内部" not in page
    assert "您的评价已经收到" in say(visitor, cast, received, comment="希望快点。")
    said = Satisfaction.objects.get()
    assert (said.answer, said.comment, said.answered_on) == ("satisfied", "希望快点。", TODAY)
    assert not Decision.objects.exists()


def test_not_satisfied_goes_before_a_leader_and_the_latest_answer_counts(
    cast: Cast, visitor: Client, raised: Raised, put_right: PutRight
) -> None:
    received = raised()
    put_right(received)
    say(visitor, cast, received, answer="satisfied")
    assert "会交给领导决定怎么办" in say(visitor, cast, received, answer="not")
    assert Decision.objects.count() == 1
    assert Satisfaction.objects.get(is_latest=True).answer == "not"


def test_they_may_say_if_it_is_solved_and_the_rate_counts_who_said(
    cast: Cast, visitor: Client, raised: Raised, put_right: PutRight
) -> None:
    rated = []
    for at, said in enumerate(("yes", "no", "")):
        received = raised()
        rated.append(put_right(received, f"老桥年久失修{at}"))
        page = ask(visitor, cast.town, received.opinion.label, received.phrase)
        assert "您反映的事" in page
        say(visitor, cast, received, is_solved=said)
    kept = {row.problem_id: row.is_solved for row in Satisfaction.objects.all()}
    assert [kept[problem.pk] for problem in rated] == [True, False, None]
    say(visitor, cast, received, 422, is_solved="perhaps")
    Problem.objects.update(state="closed")  # what was explained stands apart from the rates
    clerk = cast.actor("clerk")
    rates = {rate.label: rate.said for rate in rates_of(clerk, cast.town)}
    assert (rates["解决率"], rates["满意率"]) == ("50.0%（1/2）", "100.0%（3/3）")
    figures = {spec["code"]: spec for spec in yaml.safe_load(PACK.read_text("utf-8"))["figures"]}
    terms = ("imp_said_solved", "imp_said_if_solved", "imp_rated_well", "imp_rated")
    defined = [
        Definition(
            home=cast.town,
            code=code,
            source=figures[code]["source"],
            aggregate=figures[code]["aggregate"],
            where=figures[code].get("where", []),
            nature=figures[code]["nature"],
        )
        for code in terms
    ]
    answers = compute(defined, Scope(cast.town), actor=clerk)
    assert [answers[code].value for code in terms] == [1, 2, 3, 3]


def test_nothing_of_it_tells_a_moment(
    cast: Cast, visitor: Client, raised: Raised, put_right: PutRight
) -> None:
    received = raised()
    put_right(received)
    say(visitor, cast, received, answer="not")
    step = ProblemStep.objects.get(kind="dissatisfied")
    assert timezone.localtime(step.at).time() == dt.time()
    assert Entry.objects.get(action="problem.satisfaction").is_by_day
    for id_ in (Satisfaction.objects.get().pk, step.pk, Decision.objects.get().pk):
        made = dt.datetime.fromtimestamp((id_.int >> 80) / 1000, tz=dt.UTC)
        assert timezone.localtime(made).time() == dt.time()


def test_an_answer_that_is_none_is_asked_for_again(
    cast: Cast, visitor: Client, raised: Raised, put_right: PutRight
) -> None:
    received = raised()
    put_right(received)
    assert "请选一项。" in say(visitor, cast, received, 422, answer="")
    say(visitor, cast, received, 422, answer="excellent")
    say(visitor, cast, received, 422, comment="啊" * 301)
    assert not Satisfaction.objects.exists()


def test_nobody_answers_without_having_opened_it(
    cast: Cast, visitor: Client, raised: Raised, put_right: PutRight
) -> None:
    received = raised()
    put_right(received)
    say(visitor, cast, received, 422, opened="forged")
    assert not Satisfaction.objects.exists()


def test_what_is_of_no_problem_cannot_be_answered(
    cast: Cast, visitor: Client, raised: Raised
) -> None:
    received = raised()
    page = ask(visitor, cast.town, received.opinion.label, received.phrase)
    assert "交评价" not in page
    assert "没有可评价的结果" in say(visitor, cast, received, 404)
    assert not Satisfaction.objects.exists()


def test_a_problem_stands_on_the_public_page_for_what_it_took_up(
    cast: Cast, visitor: Client, raised: Raised, put_right: PutRight
) -> None:
    put_right(raised(), "老桥年久失修", "已列入明年计划。")
    page = visitor.get(url_of("published", cast.town)).content.decode()
    assert "老桥年久失修" in page
    assert "已作解释" in page
    assert "公开 1 件" in page
    assert "内部" not in page
