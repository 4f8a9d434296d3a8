"""Importing in the browser: shown first, stored on confirmation, refused in a sentence."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bihuan.orgs.tests.cast import Cast
from bihuan.registers import uploads
from bihuan.registers.models import Record, Register
from bihuan.registers.tests.asking import Enter, page, text
from bihuan.registers.tests.making import make_record
from bihuan.registers.tests.test_sheets import HEAD, book


def upload(client: Client, register: Register, content: bytes, name: str = "公路.xlsx") -> Any:
    return client.post(page(register, "import"), {"file": SimpleUploadedFile(name, content)})


def test_an_import_is_shown_first_and_stored_on_confirmation(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    folder = uploads.folder()
    before = set(folder.iterdir())
    version = make_record(cast.actor("clerk"), roads, cast.villages[0])
    content = book(
        [*HEAD, "记录编号"],
        ["一村", "甲路", 1, "2010-01-03", None],
        ["一村", "竹林至店上", 8, "2010-01-20", str(version.record_id)],
    )
    client = enter("clerk")
    preview = upload(client, roads, content)
    assert (preview.context["added"], preview.context["changed"]) == (1, 1)
    assert "里程：1.5公里 → 8公里" in text(preview)
    assert Record.objects.count() == 1
    token = preview.context["token"]
    assert (
        enter("village_reporter").post(page(roads, "confirmation"), {"token": token}).status_code
        == 400
    )
    done = client.post(page(roads, "confirmation"), {"token": token}, follow=True)
    assert "新增1条，修改1条" in text(done)
    assert Record.objects.count() == 2
    assert set(folder.iterdir()) == before, "the file that was uploaded is gone"
    assert client.post(page(roads, "confirmation"), {"token": token}).status_code == 400
    again = upload(client, roads, content)
    assert again.context["token"] == ""
    assert "没有要存入的内容" in text(again)


def test_faults_are_named_and_nothing_is_kept(cast: Cast, roads: Register, enter: Enter) -> None:
    answer = upload(enter("clerk"), roads, book(HEAD, ["一村", "甲", "很长", "2010-01-03"]))
    assert answer.status_code == 422
    assert "很长" in text(answer)
    assert not answer.context["may_confirm"]
    assert not Record.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.xlsx", b"", "文件是空的"),
        ("x.xlsx", b"\x00\x01", "不是表格文件"),
        ("x.xlsx", b"PK\x03\x04broken", "损坏"),
        ("x.csv", "甲,乙\n1,2\n".encode(), "没有找到台账"),
    ],
)
def test_a_refused_file_is_one_sentence(
    cast: Cast, roads: Register, enter: Enter, name: str, content: bytes, said: str
) -> None:
    answer = upload(enter("clerk"), roads, content, name)
    assert answer.status_code == 422
    assert said in text(answer)


def test_a_file_beyond_the_limit_is_refused_unread(
    cast: Cast, roads: Register, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bihuan.registers.forms.MAX_BYTES", 1000)
    answer = upload(enter("clerk"), roads, b"x" * 2000)
    assert "超过上限" in text(answer)


def test_a_token_is_neither_forged_nor_a_path(cast: Cast, roads: Register, enter: Enter) -> None:
    for token in ("", "../../secret-key", "x:y:z"):
        assert enter("clerk").post(page(roads, "confirmation"), {"token": token}).status_code == 400
