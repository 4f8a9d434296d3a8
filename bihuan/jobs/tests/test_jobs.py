"""A job from being asked for to its end, whichever that is."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from bihuan.audit.models import Entry
from bihuan.jobs import keeping, progress
from bihuan.jobs.access import visible_to
from bihuan.jobs.actions import cancel_job, fetch_result, look_at_job, start_job
from bihuan.jobs.actions.states import MOST_ATTEMPTS
from bihuan.jobs.errors import AlreadyEnded, NoSuchJob, ResultGone, RightsLost
from bihuan.jobs.models import Job, JobState, PeriodicRun
from bihuan.jobs.tests.conftest import make_job
from bihuan.jobs.waiting import waiting
from bihuan.jobs.worker import take_up_abandoned, work_off
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.orgs import actions as orgs
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.orgs.tests.cast import Cast
from bihuan.ui.waiting import known

pytestmark = pytest.mark.django_db


def test_a_job_waits_runs_and_is_done(cast: Cast) -> None:
    job = make_job(cast.actor("clerk"), "say", words="办好了。")
    assert job.state == JobState.WAITING
    assert work_off() == 1
    job.refresh_from_db()
    assert (job.state, job.message, job.url) == (JobState.DONE, "办好了。", "/registers/")
    assert (job.done, job.total, job.attempts) == (3, 3, 1)
    assert DBTaskResult.objects.get(pk=str(job.task_id)).status == "SUCCESSFUL"


def test_starting_a_job_is_audited_with_its_owner(cast: Cast) -> None:
    clerk = cast.actor("clerk")
    job = make_job(clerk, "say", words="")
    entry = Entry.objects.get(action="job.start")
    assert (entry.actor_id, entry.target_id, entry.note) == (clerk.id, str(job.pk), "试办")


def test_a_job_is_asked_for_only_where_the_transaction_that_asks_ends_well(cast: Cast) -> None:
    def ask_and_fail() -> None:
        with transaction.atomic():
            make_job(cast.actor("clerk"), "say", words="")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        ask_and_fail()
    assert not Job.objects.exists()
    assert work_off() == 0


@pytest.mark.parametrize(
    "work", ["bihuan.jobs.tests.works.nothing", "bihuan.jobs.tests.works.HERE"]
)
def test_a_work_that_does_not_exist_is_refused_at_once(cast: Cast, work: str) -> None:
    with pytest.raises(TypeError):
        start_job(actor=cast.actor("clerk"), label="试办", work=work, arguments={})


def test_a_job_without_a_name_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid):
        start_job(
            actor=cast.actor("clerk"), label=" ", work="bihuan.jobs.tests.works.say", arguments={}
        )


def test_what_a_room_refuses_is_told_in_its_own_sentence(cast: Cast) -> None:
    job = make_job(cast.actor("clerk"), "refuse")
    work_off()
    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.FAILED, "表格里没有表头。")


def test_a_defect_is_told_without_its_details_and_the_worker_goes_on(cast: Cast) -> None:
    faulty = make_job(cast.actor("clerk"), "crash")
    good = make_job(cast.actor("clerk"), "say", words="好")
    assert work_off() == 2
    faulty.refresh_from_db()
    good.refresh_from_db()
    assert faulty.state == JobState.FAILED
    assert "secret" not in faulty.message
    assert "程序内部出错" in faulty.message
    assert good.state == JobState.DONE


def test_rights_lost_before_the_work_runs_are_lost_to_it(cast: Cast) -> None:
    account = cast.account("clerk")
    job = make_job(Actor.of(account), "tell_rights", permission="see_records")
    orgs.revoke_role(actor=Actor.installation(), grant=account.grants.get(), on=clock.today())
    work_off()
    job.refresh_from_db()
    assert job.message == ""


def test_a_busy_database_puts_a_job_back_a_few_times_only(cast: Cast) -> None:
    job = make_job(cast.actor("clerk"), "meet_a_busy_database")
    assert work_off() == MOST_ATTEMPTS
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.FAILED, MOST_ATTEMPTS)


def test_a_worker_that_is_stopped_puts_its_job_back_unharmed(cast: Cast) -> None:
    from bihuan.jobs.stopping import Stopping

    job = make_job(cast.actor("clerk"), "be_stopped")
    with pytest.raises(Stopping):
        work_off()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.WAITING, 0)
    assert DBTaskResult.objects.get(pk=str(job.task_id)).status == "READY"


def test_a_file_is_fetched_by_its_owner_and_that_is_audited(cast: Cast) -> None:
    clerk = cast.actor("clerk")
    job = make_job(clerk, "write_file", text="里程")
    work_off()
    job.refresh_from_db()
    assert job.has_result
    assert fetch_result(actor=clerk, job=job).read_text("utf-8") == "里程"
    assert Entry.objects.filter(action="job.fetch", target_id=str(job.pk)).count() == 1
    left = {path.name for path in progress.folder_of(job.pk).iterdir()}
    assert left == {progress.RESULT}


def test_nobody_else_fetches_a_file_not_even_a_leader(cast: Cast) -> None:
    job = make_job(cast.actor("clerk"), "write_file", text="里程")
    work_off()
    job.refresh_from_db()
    for who in ("leader", "outsider", "administrator"):
        assert not visible_to(cast.actor(who)).exists()
        with pytest.raises(NoSuchJob):
            fetch_result(actor=cast.actor(who), job=job)


def test_a_file_is_refused_once_its_owner_may_see_less(cast: Cast) -> None:
    account = cast.account("clerk")
    job = make_job(Actor.of(account), "write_file", text="里程")
    work_off()
    job.refresh_from_db()
    orgs.revoke_role(actor=Actor.installation(), grant=account.grants.get(), on=clock.today())
    with pytest.raises(RightsLost):
        fetch_result(actor=Actor.of(account), job=job)
    assert Entry.objects.filter(action="job.fetch", result="refused").count() == 1


def test_a_work_may_refuse_its_file_itself(cast: Cast) -> None:
    clerk = cast.actor("clerk")
    job = make_job(clerk, "write_file", text="密")
    work_off()
    job.refresh_from_db()
    with pytest.raises(RightsLost):
        fetch_result(actor=clerk, job=job)


def test_a_job_without_a_file_has_none_to_fetch(cast: Cast) -> None:
    clerk = cast.actor("clerk")
    job = make_job(clerk, "say", words="")
    work_off()
    job.refresh_from_db()
    with pytest.raises(ResultGone):
        fetch_result(actor=clerk, job=job)


def test_a_waiting_job_is_cancelled_at_once_and_never_runs(cast: Cast) -> None:
    clerk = cast.actor("clerk")
    job = make_job(clerk, "say", words="不该说")
    assert cancel_job(actor=clerk, job=job).state == JobState.CANCELLED
    work_off()
    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.CANCELLED, "")
    assert Entry.objects.filter(action="job.cancel").count() == 1


def test_a_running_job_ends_where_it_next_says_how_far_it_is(cast: Cast) -> None:
    job = make_job(cast.actor("clerk"), "go_on", times=5)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING)
    progress.ask_to_cancel(job.pk)
    work_off()
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_a_job_of_another_cannot_be_cancelled(cast: Cast) -> None:
    job = make_job(cast.actor("clerk"), "say", words="")
    with pytest.raises(NoSuchJob):
        cancel_job(actor=cast.actor("leader"), job=job)
    assert not progress.is_to_cancel(job.pk)


def test_what_has_ended_cannot_be_cancelled(cast: Cast) -> None:
    clerk = cast.actor("clerk")
    job = make_job(clerk, "say", words="")
    work_off()
    with pytest.raises(AlreadyEnded):
        cancel_job(actor=clerk, job=job)


def test_a_job_whose_worker_died_is_taken_up_again(cast: Cast) -> None:
    job = _die_over(make_job(cast.actor("clerk"), "say", words="好"))
    assert work_off() == 0
    take_up_abandoned()
    assert work_off() == 1
    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_a_job_that_another_worker_holds_is_left_alone(cast: Cast) -> None:
    job = _die_over(make_job(cast.actor("clerk"), "say", words="好"))
    with progress.held(job.pk) as mine:
        assert mine
        take_up_abandoned()
    job.refresh_from_db()
    assert job.state == JobState.RUNNING


def test_a_job_that_takes_its_worker_down_each_time_is_given_up(cast: Cast) -> None:
    job = make_job(cast.actor("clerk"), "say", words="好")
    for _time in range(MOST_ATTEMPTS):
        _die_over(job)
        take_up_abandoned()
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "三次中断" in job.message
    assert work_off() == 0


def test_what_was_done_in_one_transaction_with_its_end_is_not_done_twice(cast: Cast) -> None:
    job = make_job(cast.actor("clerk"), "leave_a_mark_and_die_before_the_book", name="记号")
    with pytest.raises(KeyboardInterrupt):
        work_off()
    take_up_abandoned()
    assert work_off() == 0
    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.DONE, "记下了。")
    assert PeriodicRun.objects.filter(name="记号").count() == 1


def test_the_home_page_tells_of_an_ended_job_until_it_is_looked_at(cast: Cast) -> None:
    clerk = cast.actor("clerk")
    job = make_job(clerk, "say", words="好")
    assert known(waiting(clerk)) == []
    work_off()
    job.refresh_from_db()
    assert [(w.count, w.hint) for w in known(waiting(clerk))] == [(1, "试办")]
    assert known(waiting(cast.actor("leader"))) == []
    look_at_job(actor=cast.actor("leader"), job=job)
    assert len(known(waiting(clerk))) == 1
    look_at_job(actor=clerk, job=job)
    assert known(waiting(clerk)) == []


def test_files_go_after_seven_days_and_words_after_ninety(cast: Cast) -> None:
    clerk = cast.actor("clerk")
    fresh, old, ancient = (make_job(clerk, "write_file", text=str(n)) for n in range(3))
    work_off()
    for job, days in ((old, 8), (ancient, 91)):
        ended = clock.now() - dt.timedelta(days=days)
        Job.objects.filter(pk=job.pk).update(ended_at=ended)
    keeping.drop_old()
    kept = {job.pk: job.has_result for job in Job.objects.all()}
    assert kept == {fresh.pk: True, old.pk: False}
    assert progress.result_path(fresh.pk).exists()
    assert not progress.folder_of(old.pk).exists()
    assert not progress.folder_of(ancient.pk).exists()


def test_progress_of_a_job_that_never_spoke_is_nothing() -> None:
    said = progress.read(uuid4())
    assert (said.done, said.total, said.percent) == (0, 0, None)


def test_the_rights_kept_with_a_result_are_those_to_see(cast: Cast) -> None:
    job = make_job(cast.actor("clerk"), "say", words="")
    work_off()
    job.refresh_from_db()
    assert set(job.rights) == {"see_figures", "see_records", "see_people"}
    assert job.rights["see_records"] == list(cast.actor("clerk").paths(Permission.SEE_RECORDS))


def _die_over(job: Job) -> Job:
    """Leave a job as a worker does that took it and was killed."""
    DBTaskResult.objects.filter(pk=str(job.task_id)).update(status="RUNNING")
    job.refresh_from_db()
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempts=job.attempts + 1)
    return job
