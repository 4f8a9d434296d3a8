"""Evidence of a record: who adds and removes it, who opens it, and where a photo stands twice."""

from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bihuan.audit.models import Entry
from bihuan.files import store
from bihuan.files.checking import examine
from bihuan.files.models import Attachment
from bihuan.files.tests.pictures import GPS_WORDS, encoded, jpeg, pdf, scene
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.tests.cast import Cast
from bihuan.registers.actions import verify_record, void_record
from bihuan.registers.actions.evidence import add_evidence, remove_evidence
from bihuan.registers.errors import NoSuchRecord, WrongStatus
from bihuan.registers.models import Record, Register, Version
from bihuan.registers.tests.asking import Enter, form, of, page, text
from bihuan.registers.tests.making import ROAD_COLUMNS, make_record, make_register


@pytest.fixture(autouse=True)
def _own_store(tmp_path: Any, settings: Any) -> None:
    settings.BIHUAN_HOME = tmp_path


def sent(content: bytes | None = None, name: str = "现场.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, jpeg() if content is None else content)


def file_url(version: Version, attachment: Attachment, name: str = "evidence_file") -> str:
    return reverse(f"registers:{name}", args=["roads", version.record_id, attachment.id])


def add(cast: Cast, who: str, version: Version, *contents: bytes) -> list[Attachment]:
    examined = [examine(each, f"{at}.jpg") for at, each in enumerate(contents or (jpeg(),))]
    return add_evidence(actor=cast.actor(who), record_id=version.record_id, examined=examined)[0]


def test_a_reporter_adds_several_at_once_and_the_clerk_sees_them(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    version = make_record(cast.actor("village_reporter"), roads, cast.villages[0])
    files = [sent(), sent(pdf(), "协议.pdf"), sent(b"<svg/>", "图.svg")]
    shown = text(
        enter("village_reporter").post(of(version, "evidence"), {"evidence": files}, follow=True)
    )
    assert "已添加2份佐证材料" in shown
    assert "“图.svg”没有收" in shown
    assert "SVG" in shown
    found = Attachment.objects.order_by("added_at", "id")
    assert {each.name for each in found} == {"现场.jpg", "协议.pdf"}
    clerk = text(enter("clerk").get(of(version)))
    for word in ("现场.jpg", "协议.pdf", "添加佐证材料"):
        assert word in clerk
    assert Version.objects.count() == 1, "what the record says did not change"


def test_a_downloaded_photo_has_no_place_and_is_shown_by_no_browser(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    version = make_record(cast.actor("village_reporter"), roads, cast.villages[0])
    photo = add(cast, "village_reporter", version)[0]
    answer = enter("clerk").get(file_url(version, photo))
    assert answer.content == store.get(str(photo.file_id))
    assert GPS_WORDS not in answer.content
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    small = enter("clerk").get(file_url(version, photo, "evidence_thumbnail"))
    assert (small["Content-Type"], small["X-Content-Type-Options"]) == ("image/webp", "nosniff")
    assert "Content-Disposition" not in small


def test_a_paper_has_no_thumbnail(cast: Cast, roads: Register, enter: Enter) -> None:
    version = make_record(cast.actor("clerk"), roads, cast.villages[0])
    paper = add(cast, "clerk", version, pdf())[0]
    assert enter("clerk").get(file_url(version, paper, "evidence_thumbnail")).status_code == 404
    assert "/thumbnail/" not in text(enter("clerk").get(of(version)))


def test_evidence_is_as_unseen_as_its_record(cast: Cast, roads: Register, enter: Enter) -> None:
    version = make_record(cast.actor("village_reporter"), roads, cast.villages[0])
    photo = add(cast, "village_reporter", version)[0]
    for name in ("evidence_file", "evidence_thumbnail"):
        for who in ("station_reporter", "outsider", "auditor", "administrator"):
            status = enter(who).get(file_url(version, photo, name)).status_code
            assert status in (403, 404), (name, who)
    other = make_record(cast.actor("clerk"), roads, cast.villages[1])
    assert enter("clerk").get(file_url(other, photo)).status_code == 404, "not that record's"


def test_of_a_register_with_personal_columns_others_are_told_only_how_many(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    version = make_record(cast.actor("village_reporter"), roads, cast.villages[0])
    photo = add(cast, "village_reporter", version)[0]
    Attachment.objects.update(name="张三身份证.jpg")
    inspector = enter("inspection_group")
    shown = text(inspector.get(of(version)))
    assert "1 份" in shown
    assert "张三身份证" not in shown
    for name in ("evidence_file", "evidence_thumbnail"):
        assert inspector.get(file_url(version, photo, name)).status_code == 404
    assert enter("leader").get(file_url(version, photo)).status_code == 200, "who verifies"


def test_of_a_register_without_them_everybody_who_sees_the_record_opens_them(
    cast: Cast, enter: Enter
) -> None:
    columns = tuple(column for column in ROAD_COLUMNS if not column.is_sensitive)
    plain = make_register(cast.town, columns=columns)
    version = make_record(cast.actor("village_reporter"), plain, cast.villages[0])
    photo = add(cast, "village_reporter", version)[0]
    assert enter("inspection_group").get(file_url(version, photo)).status_code == 200


def test_what_is_verified_only_its_verifier_adds_to(cast: Cast, roads: Register) -> None:
    version = make_record(cast.actor("village_reporter"), roads, cast.villages[0])
    verify_record(actor=cast.actor("clerk"), record_id=version.record_id)
    with pytest.raises(WrongStatus):
        add(cast, "village_reporter", version)
    with pytest.raises(NotAllowed):
        add(cast, "leader", version)  # decides on records and does not write them
    with pytest.raises(NoSuchRecord):
        add(cast, "station_reporter", version)
    assert not Attachment.objects.exists()
    assert len(add(cast, "clerk", version)) == 1


def test_a_refused_addition_is_told_on_the_page_and_in_the_log(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    version = make_record(cast.actor("clerk"), roads, cast.villages[0])
    void_record(actor=cast.actor("clerk"), record_id=version.record_id, reason="重复")
    answer = enter("clerk").post(of(version, "evidence"), {"evidence": [sent()]})
    assert answer.status_code == 409
    assert "不能修改" in text(answer)
    refused = Entry.objects.get(result="refused")
    assert (refused.action, refused.target_id) == ("attachment.add", str(version.record_id))


def test_a_form_without_a_file_says_what_to_do(cast: Cast, roads: Register, enter: Enter) -> None:
    version = make_record(cast.actor("clerk"), roads, cast.villages[0])
    assert "请先选择照片或文件" in text(enter("clerk").post(of(version, "evidence"), follow=True))


def test_removing_needs_a_reason_and_leaves_the_row(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    version = make_record(cast.actor("village_reporter"), roads, cast.villages[0])
    photo = add(cast, "village_reporter", version)[0]
    client = enter("village_reporter")
    without = client.post(file_url(version, photo, "evidence_removal"), {"reason": " "})
    assert without.status_code == 400
    assert "理由" in text(without)
    given = {"reason": "拍错了路段"}
    shown = text(client.post(file_url(version, photo, "evidence_removal"), given, follow=True))
    for word in ("移除佐证材料", "拍错了路段", "没有佐证材料"):
        assert word in shown
    photo.refresh_from_db()
    assert (photo.reason, photo.is_there, bool(photo.file_id)) == ("拍错了路段", False, True)
    assert client.get(file_url(version, photo)).status_code == 404
    again = client.post(file_url(version, photo, "evidence_removal"), given)
    assert again.status_code == 404


def test_each_addition_and_removal_is_an_entry_with_a_digest(cast: Cast, roads: Register) -> None:
    version = make_record(cast.actor("clerk"), roads, cast.villages[0])
    photo = add(cast, "clerk", version)[0]
    remove_evidence(
        actor=cast.actor("clerk"),
        record_id=version.record_id,
        attachment_id=photo.id,
        reason="重复",
    )
    entries = list(Entry.objects.filter(action__startswith="attachment.").order_by("sequence"))
    assert [entry.action for entry in entries] == ["attachment.add", "attachment.remove"]
    for entry in entries:
        assert (entry.target_kind, entry.target_id) == ("record", str(version.record_id))
        assert len(entry.digest) == 64
        assert entry.unit_path == version.path


def test_the_same_photo_on_two_records_is_warned_of_and_shown_on_both(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    first = make_record(cast.actor("village_reporter"), roads, cast.villages[0], name="甲路")
    second = make_record(cast.actor("clerk"), roads, cast.villages[1], name="乙路")
    add(cast, "village_reporter", first)
    smaller = encoded(scene((400, 300)), quality=70)
    shown = text(
        enter("clerk").post(of(second, "evidence"), {"evidence": [sent(smaller)]}, follow=True)
    )
    assert "仍已添加，请核对是否用错" in shown
    assert "一村·甲路" in shown
    assert of(first) in shown
    reporter = text(enter("village_reporter").get(of(first)))
    assert "另一条您无权查看的记录" in reporter
    assert "乙路" not in reporter
    assert of(second) not in reporter


def test_a_photo_of_a_record_made_void_may_be_used_again_without_a_word(
    cast: Cast, roads: Register
) -> None:
    from bihuan.registers.evidence import warnings_of

    first = make_record(cast.actor("clerk"), roads, cast.villages[0])
    add(cast, "clerk", first)
    void_record(actor=cast.actor("clerk"), record_id=first.record_id, reason="登记错了")
    second = make_record(cast.actor("clerk"), roads, cast.villages[0], name="乙路")
    assert warnings_of(cast.actor("clerk"), add(cast, "clerk", second)) == []


def test_the_same_file_twice_on_one_record_is_refused(cast: Cast, roads: Register) -> None:
    version = make_record(cast.actor("clerk"), roads, cast.villages[0])
    assert len(add(cast, "clerk", version, jpeg(), jpeg(), jpeg(seed=2))) == 2
    assert add(cast, "clerk", version, jpeg()) == []
    assert Attachment.objects.count() == 2


def test_a_new_record_takes_its_evidence_along(cast: Cast, roads: Register, enter: Enter) -> None:
    client = enter("village_reporter")
    assert 'type="file"' in text(client.get(page(roads, "new")))
    given = {**form(), "submit": "", "evidence": [sent(), sent(b"MZ", "病毒.exe")]}
    shown = text(client.post(page(roads, "new"), given, follow=True))
    assert "已添加1份佐证材料" in shown
    assert "程序不能上传" in shown
    photo = Attachment.objects.get()
    assert photo.about_id == Record.objects.get().pk


def test_a_purged_record_takes_no_more(cast: Cast, roads: Register) -> None:
    from bihuan.lib import clock

    version = make_record(cast.actor("clerk"), roads, cast.villages[0])
    Record.objects.update(purged_at=clock.now())
    with pytest.raises(WrongStatus, match="清除"):
        add(cast, "clerk", version)


def test_somebody_elses_file_is_not_removed(cast: Cast, roads: Register) -> None:
    mine = make_record(cast.actor("village_reporter"), roads, cast.villages[0])
    other = make_record(cast.actor("clerk"), roads, cast.villages[1])
    photo = add(cast, "clerk", other)[0]
    with pytest.raises(Exception, match="没有这份佐证材料"):
        remove_evidence(
            actor=cast.actor("village_reporter"),
            record_id=mine.record_id,
            attachment_id=photo.id,
            reason="不是我的",
        )
    with pytest.raises(Invalid, match="最多300个字"):
        remove_evidence(
            actor=cast.actor("clerk"),
            record_id=other.record_id,
            attachment_id=photo.id,
            reason="长" * 301,
        )
    assert Attachment.objects.get().is_there
    assert isinstance(photo.id, UUID)
