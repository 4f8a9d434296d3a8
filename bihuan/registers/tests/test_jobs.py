"""Exports and imports that are done in the background."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import FileResponse
from django.test import Client

from bihuan.jobs.models import Job, JobState
from bihuan.jobs.worker import work_off
from bihuan.lib import clock
from bihuan.lib.tests.workbook_samples import make_xlsx
from bihuan.lib.workbooks.reading import read_workbook
from bihuan.orgs import actions as orgs
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.tests.cast import Cast, make_cast
from bihuan.registers import jobs
from bihuan.registers.models import Record, Register
from bihuan.registers.tests.making import make_record, make_register

pytestmark = pytest.mark.django_db
HEADER = ("单位", "路段名称", "完工日期")


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def roads(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Register:
    monkeypatch.setattr(jobs, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(jobs, "MOST_BYTES_AT_ONCE", 100)
    return make_register(cast.town)


@pytest.fixture
def browser(cast: Cast, client: Client) -> Client:
    client.force_login(cast.account("clerk"), "allauth.account.auth_backends.AuthenticationBackend")
    return client


def _three_roads(cast: Cast, roads: Register) -> None:
    for village in cast.villages:
        make_record(cast.actor("clerk"), roads, village)


def _content(response: Any) -> bytes:
    assert isinstance(response, FileResponse)
    return b"".join(response.streaming_content)  # type: ignore[arg-type]


def test_a_small_table_is_exported_at_once(cast: Cast, roads: Register, browser: Client) -> None:
    make_record(cast.actor("clerk"), roads, cast.villages[0])
    response = browser.get("/registers/roads/export/")
    assert len(read_workbook(_content(response))[0].rows) == 2
    assert not Job.objects.filter(work=jobs.EXPORT).exists()


def test_a_large_table_is_offered_as_a_job_and_a_look_starts_none(
    cast: Cast, roads: Register, browser: Client
) -> None:
    _three_roads(cast, roads)
    response = browser.get("/registers/roads/export/")
    assert "开始导出" in response.content.decode()
    assert not Job.objects.filter(work=jobs.EXPORT).exists()


def test_a_large_table_is_written_by_a_job_and_fetched(
    cast: Cast, roads: Register, browser: Client
) -> None:
    _three_roads(cast, roads)
    answer = browser.post("/registers/roads/export/?sort=unit")
    job = Job.objects.get(work=jobs.EXPORT)
    assert answer["Location"] == f"/jobs/{job.pk}/"
    assert "排队" in browser.get(f"/jobs/{job.pk}/").content.decode()
    work_off()
    page = browser.get(f"/jobs/{job.pk}/").content.decode()
    assert "共3条记录" in page
    response = browser.get(f"/jobs/{job.pk}/result/")
    assert len(read_workbook(_content(response))[0].rows) == 4


def test_a_large_workbook_is_imported_by_a_job(
    cast: Cast, roads: Register, browser: Client
) -> None:
    job = _confirmed(browser, ["一村", "一路", "2010-01-20"], ["一村", "二路", "2010-01-21"])
    assert not Record.objects.exists()
    work_off()
    job.refresh_from_db()
    assert (job.state, job.tone) == (JobState.DONE, "good")
    assert "新增2条" in job.message
    assert Record.objects.count() == 2
    assert "新增2条" in browser.get(f"/jobs/{job.pk}/").content.decode()


def test_faults_that_came_up_since_are_listed_and_nothing_is_stored(
    cast: Cast, roads: Register, browser: Client
) -> None:
    job = _confirmed(browser, ["一村", "一路", "2010-01-20"])
    Unit.objects.filter(pk=cast.villages[0].pk).update(name="新名村", short_name="")
    work_off()
    job.refresh_from_db()
    assert (job.state, job.tone) == (JobState.DONE, "bad")
    assert not Record.objects.exists()
    assert [row[1] for row in job.report["rows"]] == ["2"]
    assert "没有名为“一村”的单位" in browser.get(f"/jobs/{job.pk}/").content.decode()


def _confirmed(browser: Client, *rows: list[str]) -> Job:
    """Upload a workbook, confirm it, and return the job that does it."""
    content = make_xlsx(*rows, header=HEADER)
    file = SimpleUploadedFile("道路.xlsx", content)
    shown = browser.post("/registers/roads/import/", {"file": file})
    assert shown.status_code == 200, io.BytesIO(shown.content)
    token = shown.context["token"]
    answer = browser.post("/registers/roads/import/confirmation/", {"token": token})
    assert answer.status_code == 302
    return Job.objects.get(work=jobs.IMPORT)


def test_an_account_that_lost_its_role_imports_nothing(
    cast: Cast, roads: Register, browser: Client
) -> None:
    job = _confirmed(browser, ["一村", "一路", "2010-01-20"])
    grant = cast.account("clerk").grants.get()
    orgs.revoke_role(actor=Actor.installation(), grant=grant, on=clock.today())
    work_off()
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert not Record.objects.exists()
