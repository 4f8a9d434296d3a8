"""The pages of one's own jobs."""

import pytest
from django.test import Client

from bihuan.jobs import progress
from bihuan.jobs.models import Job, JobState
from bihuan.jobs.tests.conftest import make_job
from bihuan.jobs.worker import work_off
from bihuan.orgs.tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(cast: Cast, client: Client) -> Client:
    client.force_login(
        cast.account("clerk"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def test_without_jobs_the_list_says_what_they_are(browser: Client) -> None:
    assert "还没有后台作业" in browser.get("/jobs/").content.decode()


def test_a_running_job_shows_how_far_it_is_and_is_asked_again(cast: Cast, browser: Client) -> None:
    job = make_job(cast.actor("clerk"), "say", words="好")
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING)
    progress.write(job.pk, progress.Progress(1, 4, "正在写出"))
    page = browser.get(f"/jobs/{job.pk}/").content.decode()
    assert "已完成 25%" in page
    assert 'hx-trigger="every 2s"' in page
    assert "进行中 25%" in browser.get("/jobs/").content.decode()
    fragment = browser.get(f"/jobs/{job.pk}/", headers={"HX-Request": "true"})
    assert "<html" not in fragment.content.decode()


def test_when_it_has_ended_the_page_is_loaded_anew(cast: Cast, browser: Client) -> None:
    job = make_job(cast.actor("clerk"), "say", words="好")
    work_off()
    answer = browser.get(f"/jobs/{job.pk}/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Refresh"]) == (204, "true")


def test_what_ended_without_being_done_is_said_so_and_listed(cast: Cast, browser: Client) -> None:
    job = make_job(cast.actor("clerk"), "list_faults")
    work_off()
    assert "没有办成" in browser.get("/jobs/").content.decode()
    assert "缺少里程" in browser.get(f"/jobs/{job.pk}/").content.decode()


def test_a_result_is_sent_as_an_attachment_that_nobody_keeps(cast: Cast, browser: Client) -> None:
    job = make_job(cast.actor("clerk"), "write_file", text="里程")
    work_off()
    answer = browser.get(f"/jobs/{job.pk}/result/")
    assert answer.getvalue() == "里程".encode()
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "private, no-store"


def test_cancelling_leads_back_and_says_so(cast: Cast, browser: Client) -> None:
    job = make_job(cast.actor("clerk"), "say", words="好")
    page = browser.post(f"/jobs/{job.pk}/cancellation/", follow=True).content.decode()
    assert "已取消" in page
