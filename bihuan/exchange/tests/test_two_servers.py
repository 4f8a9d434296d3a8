"""A document in a signed package: taken in, answered, and every way in which it is refused.

Town and other town stand for two servers: each has a key of its own and knows the other's alone.
"""

import dataclasses
import hashlib
import io
import json
import stat
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.documents.models import Document
from bihuan.exchange import keys
from bihuan.exchange.access import covers, receptions_visible_to, steps_visible_to
from bihuan.exchange.actions import (
    answer_document,
    make_key,
    pack_document,
    receive_package,
    return_document,
    sign_receipt,
    withdraw_correspondent,
)
from bihuan.exchange.actions import receiving as receiving_actions
from bihuan.exchange.errors import (
    AlreadyReceived,
    AlreadySent,
    NoKeyYet,
    PackageRefused,
    WrongStep,
)
from bihuan.exchange.models import Correspondent, Dispatch, ExchangeStep, Reception
from bihuan.exchange.package.manifest import DOCX, FIGURES, MANIFEST, PDF, SIGNATURE
from bihuan.exchange.package.reading import open_package
from bihuan.exchange.package.writing import DOMAIN
from bihuan.exchange.tests.making import introduce, know, make_issued, make_package, make_plain
from bihuan.files import store
from bihuan.files.models import StoredFile
from bihuan.lib.errors import DomainError, NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.tests.cast import Cast, keeper, make_account

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roads")]
Parts = dict[str, bytes]


@dataclasses.dataclass(frozen=True)
class Sent:
    """A package of the town's on its way to the other town."""

    cast: Cast
    paper: Document
    to: Correspondent
    dispatch: Dispatch
    file: bytes

    @property
    def receiver(self) -> Actor:
        return self.cast.actor("outsider")

    def received(self) -> Reception:
        came = receive_package(actor=self.receiver, content=self.file)
        assert isinstance(came, Reception)
        return came


@pytest.fixture
def sent(cast: Cast) -> Sent:
    paper, to = make_issued(cast), introduce(cast)
    return Sent(cast, paper, to, *make_package(cast, paper, to))


def parts_of(content: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Parts | list[tuple[str, bytes]], mode: int = 0o100644) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items() if isinstance(parts, dict) else parts:
            part = zipfile.ZipInfo(name)
            part.external_attr = mode << 16
            part.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(part, content)
    return made.getvalue()


def signed_anew(
    parts: Parts, key: Ed25519PrivateKey, change: Callable[[dict[str, Any]], None]
) -> bytes:
    """Return a package whose manifest was changed and signed by a key."""
    said = json.loads(parts[MANIFEST])
    change(said)
    written = json.dumps(said).encode()
    return zipped(parts | {MANIFEST: written, SIGNATURE: key.sign(DOMAIN + written)})


def refused(sent: Sent, content: bytes, code: str) -> str:
    """Hand a package in; hold that it is refused for a reason and that nothing of it is kept."""
    before = StoredFile.objects.count()
    with pytest.raises(PackageRefused) as error:
        receive_package(actor=sent.receiver, content=content)
    assert error.value.code == code, error.value.message
    assert not Reception.objects.exists()
    assert StoredFile.objects.count() == before
    assert error.value.message.endswith(("。", "！"))
    return error.value.message


def test_a_package_is_taken_in_whole(sent: Sent) -> None:
    reception = sent.received()
    issue = sent.paper.issue
    assert reception.home == sent.cast.other_town
    assert reception.title == "关于修路的报告"
    assert reception.number == str(issue.document_number)
    assert store.get(reception.docx_id) == store.get(issue.docx_id)
    assert store.get(reception.pdf_id) == store.get(issue.pdf_id)
    assert "全镇建成1.5公里" in reception.text
    assert [each["records"] for each in reception.figures] == [1]
    assert list(receptions_visible_to(sent.receiver)) == [reception]
    assert not receptions_visible_to(sent.cast.actor("clerk")).exists()
    assert not covers(sent.receiver, reception)


def test_a_package_tells_counts_and_no_records(sent: Sent) -> None:
    parts = parts_of(sent.file)
    assert set(parts) == {DOCX, PDF, FIGURES, MANIFEST, SIGNATURE}
    for name in (FIGURES, MANIFEST):
        assert b"/figures/" not in parts[name]
        assert "东路".encode() not in parts[name]


def test_receipt_and_answer_go_back_as_signed_replies(sent: Sent) -> None:
    reception = sent.received()
    receipt = sign_receipt(actor=sent.receiver, reception=reception)
    clerk = sent.cast.actor("clerk")
    assert receipt.package_file is not None
    came = receive_package(actor=clerk, content=store.get(receipt.package_file.sha256))
    assert came == sent.dispatch
    sent.dispatch.refresh_from_db()
    assert sent.dispatch.state == "received"
    leader = Actor.of(make_account("leader", sent.cast.other_town))
    reply = make_plain(sent.cast.other_town, sent.receiver, leader, "复函")
    step = answer_document(
        actor=sent.receiver, reception=reception, text="见复函。", issue=reply.issue
    )
    assert step.package_file is not None
    receive_package(actor=clerk, content=store.get(step.package_file.sha256))
    sent.dispatch.refresh_from_db()
    assert sent.dispatch.state == "answered"
    answer = sent.dispatch.steps.get(kind="answer")
    assert (answer.text, answer.title) == ("见复函。", "关于修路的复函")
    assert answer.docx_id == reply.issue.docx_id
    assert steps_visible_to(clerk).filter(pk=answer.pk).exists()


def test_a_return_without_a_receipt_carries_its_reason(sent: Sent) -> None:
    reception = sent.received()
    step = return_document(actor=sent.receiver, reception=reception, reason="缺附件\n请补")
    assert step.package_file is not None
    file = store.get(step.package_file.sha256)
    receive_package(actor=sent.cast.actor("clerk"), content=file)
    assert sent.dispatch.steps.get(kind="return").text == "缺附件\n请补"


def test_a_reply_is_taken_once_and_in_its_turn(sent: Sent) -> None:
    reception = sent.received()
    files = []
    for step in (
        sign_receipt(actor=sent.receiver, reception=reception),
        answer_document(actor=sent.receiver, reception=reception, text="同意"),
    ):
        assert step.package_file is not None
        files.append(store.get(step.package_file.sha256))
    clerk = sent.cast.actor("clerk")
    receive_package(actor=clerk, content=files[1])
    with pytest.raises(AlreadyReceived) as again:
        receive_package(actor=clerk, content=files[1])
    assert again.value.standing == sent.dispatch
    with pytest.raises(WrongStep, match="已经答复"):
        receive_package(actor=clerk, content=files[0])
    assert sent.dispatch.steps.count() == 2


def test_a_reply_about_nothing_is_refused(sent: Sent) -> None:
    key = keys.key_of(sent.cast.other_town)
    town = sent.cast.town

    def reply(said: dict[str, Any]) -> None:
        said["sender"], said["recipient"] = said["recipient"], said["sender"]
        said |= {"kind": "receipt", "about": said["package_id"], "document": None, "files": {}}
        said["about"] = "00000000-0000-4000-8000-000000000000"

    parts = parts_of(sent.file)
    content = signed_anew({MANIFEST: parts[MANIFEST]}, key, reply)
    with pytest.raises(PackageRefused, match=f"不是从本单位送给“{sent.to.name}”") as error:
        receive_package(actor=sent.cast.actor("clerk"), content=content)
    assert error.value.code == "package_about_nothing"
    assert town.pk == sent.dispatch.home_id


@pytest.mark.parametrize("name", [DOCX, PDF, FIGURES])
def test_a_file_with_one_byte_changed_is_refused(sent: Sent, name: str) -> None:
    parts = parts_of(sent.file)
    content = bytearray(parts[name])
    content[len(content) // 2] ^= 1
    said = refused(sent, zipped(parts | {name: bytes(content)}), "package_hash")
    assert name in said


def test_a_manifest_with_one_sign_changed_is_refused(sent: Sent) -> None:
    parts = parts_of(sent.file)
    changed = parts[MANIFEST].replace("修路".encode(), "修桥".encode())
    assert changed != parts[MANIFEST]
    refused(sent, zipped(parts | {MANIFEST: changed}), "package_signature")


def test_a_signature_of_another_key_or_of_other_words_is_refused(sent: Sent) -> None:
    parts = parts_of(sent.file)
    key = keys.key_of(sent.cast.town)
    for signature in (
        Ed25519PrivateKey.generate().sign(DOMAIN + parts[MANIFEST]),
        key.sign(parts[MANIFEST]),  # without what tells a package from anything else
        bytes(64),
    ):
        refused(sent, zipped(parts | {SIGNATURE: signature}), "package_signature")
    refused(sent, zipped(parts | {SIGNATURE: b"short"}), "package_signature")


def test_files_left_out_or_put_in_are_refused(sent: Sent) -> None:
    parts = parts_of(sent.file)
    without = {name: content for name, content in parts.items() if name != PDF}
    refused(sent, zipped(without), "package_hash")
    for name in (MANIFEST, SIGNATURE):
        left = {each: content for each, content in parts.items() if each != name}
        refused(sent, zipped(left), "package_not_one")


def test_an_unknown_sender_is_refused_by_name(sent: Sent) -> None:
    key = Ed25519PrivateKey.generate()

    def change(said: dict[str, Any]) -> None:
        said["sender"] = {"name": "某县", "fingerprint": "ab" * 32}

    said = refused(sent, signed_anew(parts_of(sent.file), key, change), "package_unknown_sender")
    assert "某县" in said
    assert "登记" in said


def test_a_withdrawn_key_is_refused_on_both_sides(sent: Sent) -> None:
    theirs = Correspondent.objects.get(home=sent.cast.other_town)
    withdraw_correspondent(actor=keeper(), correspondent=theirs, reason="电脑被盗")
    assert "停用" in refused(sent, sent.file, "package_withdrawn_key")
    withdraw_correspondent(actor=keeper(), correspondent=sent.to, reason="换钥匙")
    other = make_issued(sent.cast)
    with pytest.raises(WrongStep, match="停用"):
        pack_document(actor=sent.cast.actor("clerk"), document=other, to=sent.to)


def test_a_package_for_somebody_else_is_refused(sent: Sent) -> None:
    """The third office knows the sender, too; the package still names another recipient."""
    make_key(actor=keeper(), home=sent.cast.county)
    know(sent.cast.county, sent.cast.town)
    clerk = Actor.of(make_account("clerk", sent.cast.county))
    with pytest.raises(PackageRefused, match="发给") as error:
        receive_package(actor=clerk, content=sent.file)
    assert error.value.code == "package_other_recipient"
    assert not Reception.objects.exists()


def test_a_sender_cannot_be_swapped_for_another_known_one(sent: Sent) -> None:
    """Signed by one whom the receiver knows, in the name of another whom it knows."""
    make_key(actor=keeper(), home=sent.cast.county)
    know(sent.cast.other_town, sent.cast.county)
    key = keys.key_of(sent.cast.county)
    refused(sent, signed_anew(parts_of(sent.file), key, lambda said: None), "package_signature")


def test_a_replay_leads_to_what_was_received(sent: Sent) -> None:
    reception = sent.received()
    with pytest.raises(AlreadyReceived, match="收过") as again:
        sent.received()
    assert again.value.standing == reception
    key = keys.key_of(sent.cast.town)

    def new_id(said: dict[str, Any]) -> None:
        said["package_id"] = "00000000-0000-4000-8000-000000000001"

    with pytest.raises(AlreadyReceived) as same:
        receive_package(actor=sent.receiver, content=signed_anew(parts_of(sent.file), key, new_id))
    assert same.value.standing == reception
    assert Reception.objects.count() == 1


def test_the_database_stands_behind_the_replay(sent: Sent, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the look missed, the constraint would still refuse the second row."""
    sent.received()
    monkeypatch.setattr(receiving_actions, "_refuse_replay", lambda *given: None)
    with pytest.raises(Exception, match=r"UNIQUE|unique"):
        sent.received()


def test_a_document_is_packed_once_for_a_correspondent(sent: Sent) -> None:
    with pytest.raises(AlreadySent) as again:
        make_package(sent.cast, sent.paper, sent.to)
    assert again.value.standing == sent.dispatch


def test_without_a_key_nothing_is_packed(sent: Sent) -> None:
    keys.path().unlink()
    with pytest.raises(NoKeyYet, match="生成"):
        make_package(sent.cast, make_issued(sent.cast), sent.to)


@pytest.mark.parametrize("name", ["village_reporter", "leader", "auditor", "administrator"])
def test_only_a_clerk_takes_packages_in(sent: Sent, name: str) -> None:
    with pytest.raises(NotAllowed):
        receive_package(actor=sent.cast.actor(name), content=sent.file)


ZIPS: dict[str, Callable[[Parts], bytes]] = {
    "no zip": lambda parts: b"not a zip at all",
    "cut off": lambda parts: zipped(parts)[:-40],
    "a path upwards": lambda parts: zipped(parts | {"../evil.sh": b"x"}),
    "an absolute path": lambda parts: zipped([*parts.items(), ("/etc/cron.d/x", b"x")][1:]),
    "a path of Windows": lambda parts: zipped([*parts.items(), ("..\\x.bat", b"x")][1:]),
    "a folder": lambda parts: zipped([*parts.items(), ("manifest.json/", b"")][1:]),
    "a further file": lambda parts: zipped(parts | {"page.html": b"<script>"}),
    "many files": lambda parts: zipped(parts | {f"{n}.txt": b"" for n in range(4_000)}),
    "a link": lambda parts: zipped(parts, stat.S_IFLNK | 0o777),
    "another case": lambda parts: zipped(
        {name.upper() if name == PDF else name: content for name, content in parts.items()}
    ),
    "a large manifest": lambda parts: zipped(parts | {MANIFEST: b" " * 100_000}),
    "a long signature": lambda parts: zipped(parts | {SIGNATURE: bytes(65)}),
    "a bomb": lambda parts: zipped(parts | {DOCX: bytes(150_000_000)}),
    "nothing": lambda parts: b"",
}


@pytest.mark.parametrize("attack", ZIPS)
def test_a_zip_that_is_no_package_is_refused(sent: Sent, attack: str) -> None:
    refused(sent, ZIPS[attack](parts_of(sent.file)), "package_not_one")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused(sent: Sent) -> None:
    parts = parts_of(sent.file)
    doubled = [(name, content) for name, content in parts.items() if name != PDF]
    said = refused(sent, zipped([*doubled, (DOCX, b"other")]), "package_not_one")
    assert "同名" in said


def test_an_encrypted_zip_is_refused(sent: Sent) -> None:
    content = bytearray(sent.file)
    at = content.rfind(b"PK\x01\x02")
    content[at + 8] |= 1
    assert "密码" in refused(sent, bytes(content), "package_not_one")


def test_a_size_that_lies_is_refused(sent: Sent) -> None:
    content = bytearray(sent.file)
    at = content.find(b"PK\x01\x02")
    content[at + 24 : at + 28] = (10).to_bytes(4, "little")
    refused(sent, bytes(content), "package_not_one")


def test_a_package_beyond_the_limit_is_refused_before_it_is_opened(
    sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bihuan.exchange.package.reading.MOST_PACKAGE", 1_000)
    refused(sent, sent.file, "package_too_large")


MANIFESTS: dict[str, Callable[[dict[str, Any]], None]] = {
    "another format": lambda said: said.update(format="bihuan-exchange/2"),
    "an unknown key": lambda said: said.update(more=1),
    "a number for a text": lambda said: said.update(text=1),
    "a line break in a title": lambda said: said["document"].update(title="一\n二"),
    "a long title": lambda said: said["document"].update(title="长" * 201),
    "an invisible sign": lambda said: said["sender"].update(name="镇\x07"),
    "no id": lambda said: said.pop("package_id"),
    "a moment without a zone": lambda said: said.update(sent_at="2010-02-03T10:00:00"),
    "a reply without its package": lambda said: said.update(kind="receipt"),
    "another file": lambda said: said["files"].update({"x.exe": "ab" * 32}),
    "a short hash": lambda said: said["files"].update({PDF: "ab"}),
    "no document": lambda said: said.update(document=None, files={}),
}


@pytest.mark.parametrize("change", MANIFESTS)
def test_a_manifest_of_another_shape_is_refused_even_signed(sent: Sent, change: str) -> None:
    key = keys.key_of(sent.cast.town)
    content = signed_anew(parts_of(sent.file), key, MANIFESTS[change])
    refused(sent, content, "package_manifest")


def test_a_key_that_stands_twice_and_what_is_no_json_are_refused(sent: Sent) -> None:
    parts = parts_of(sent.file)
    twice = b'{"format":"bihuan-exchange/1",' + parts[MANIFEST][1:]
    for said in (twice, b"[" * 60_000, b"\xff\xfe", b"null", b""):
        refused(sent, zipped(parts | {MANIFEST: said}), "package_manifest")


def carrying(sent: Sent, **files: bytes) -> bytes:
    """Return the package with other files that the town signed: a known, hostile sender."""

    names = {"docx": DOCX, "pdf": PDF, "figures": FIGURES}
    parts = parts_of(sent.file) | {names[key]: content for key, content in files.items()}

    def change(said: dict[str, Any]) -> None:
        said["files"] = {
            name: hashlib.sha256(parts[name]).hexdigest() for name in (DOCX, PDF, FIGURES)
        }

    return signed_anew(parts, keys.key_of(sent.cast.town), change)


def with_part(docx: bytes, name: str, content: bytes) -> bytes:
    return zipped(parts_of(docx) | {name: content}, 0)


def test_even_a_known_senders_files_are_looked_into(sent: Sent) -> None:
    docx = parts_of(sent.file)[DOCX]
    relation = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/attachedTemplate" Target="https://evil.example/t.dotm" '
        b'TargetMode="External"/></Relationships>'
    )
    for hostile, words in (
        (with_part(docx, "word/vbaProject.bin", b"x"), "宏"),
        (with_part(docx, "word/_rels/settings.xml.rels", relation), "别处"),
        (b"<html><script>alert(1)</script>", "document.docx"),
        (parts_of(sent.file)[PDF], "不符"),
    ):
        assert words in refused(sent, carrying(sent, docx=hostile), "package_file")
    pdf = parts_of(sent.file)[PDF]
    assert "document.pdf" in refused(sent, carrying(sent, pdf=pdf + b"PK" * 2000), "package_file")


@pytest.mark.parametrize(
    "figures",
    [
        b"{}",
        b'{"figures":[{"label":"<script>"}]}',
        b'{"figures":[],"records":[]}',
        b'{"figures":' + b"[" * 5_000,
    ],
)
def test_figures_of_another_shape_are_refused(sent: Sent, figures: bytes) -> None:
    refused(sent, carrying(sent, figures=figures), "package_figures")


@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(at=st.integers(min_value=0), bits=st.integers(1, 255))
def test_a_package_with_any_byte_changed_is_refused_or_says_the_same(
    sent: Sent, at: int, bits: int
) -> None:
    content = bytearray(sent.file)
    content[at % len(content)] ^= bits
    try:
        opened = open_package(bytes(content))
        opened.require_signed_by(keys.key_of(sent.cast.town).public_key())
        opened.require_files()
    except DomainError:
        return
    plain = open_package(sent.file)
    assert opened == plain


def test_what_fails_at_the_end_leaves_nothing(sent: Sent, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*given: object, **named: object) -> None:
        raise RuntimeError("power cut")

    rows = (StoredFile.objects.count(), ExchangeStep.objects.count())
    monkeypatch.setattr("bihuan.audit.actions.append", fail)
    with pytest.raises(RuntimeError):
        sent.received()
    assert not Reception.objects.exists()
    assert (StoredFile.objects.count(), ExchangeStep.objects.count()) == rows
