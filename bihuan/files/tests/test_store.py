"""The store: content by its hash, whole or not at all, and how a file leaves it."""

import hashlib
from pathlib import Path

import pytest
from django.db import transaction

from bihuan.files import store
from bihuan.files.actions import keep
from bihuan.files.errors import FileLost
from bihuan.files.models import StoredFile
from bihuan.files.serving import attachment, stored_attachment


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: pytest.FixtureRequest) -> Path:
    """A store of the test's own."""
    settings.BIHUAN_HOME = tmp_path  # type: ignore[attr-defined]
    return tmp_path


def test_a_content_is_kept_by_its_hash_and_once(folder: Path) -> None:
    name = store.put("内容".encode())
    assert name == hashlib.sha256("内容".encode()).hexdigest()
    assert store.put("内容".encode()) == name
    assert store.get(name) == "内容".encode()
    files = [path for path in (folder / "files").rglob("*") if path.is_file()]
    assert files == [store.path_of(name)]
    assert files[0].stat().st_mode & 0o222 == 0


def test_a_content_that_changed_on_disk_is_not_given_out() -> None:
    name = store.put(b"original")
    path = store.path_of(name)
    path.chmod(0o640)
    path.write_bytes(b"tampered")
    with pytest.raises(FileLost, match="损坏"):
        store.get(name)


def test_a_missing_content_says_so() -> None:
    with pytest.raises(FileLost, match="备份"):
        store.get("0" * 64)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "g" * 64, "a" * 63, "A" * 64])
def test_what_is_no_hash_names_nothing(name: str) -> None:
    with pytest.raises(ValueError, match="64"):
        store.path_of(name)


def test_a_write_that_fails_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("bihuan.files.store.os.fsync", full)
    monkeypatch.setattr("bihuan.files.store.sync_folder", lambda _place: None)
    with pytest.raises(OSError, match="no space"):
        store.put(b"content")
    assert [path for path in (folder / "files").rglob("*") if path.is_file()] == []


@pytest.mark.django_db
def test_a_row_never_names_a_content_that_is_not_there() -> None:
    with transaction.atomic():
        kept = keep(b"content", "text/plain")
        transaction.set_rollback(True)
    assert not StoredFile.objects.exists()
    assert store.get(kept.sha256) == b"content"  # found again by whoever keeps it next
    assert keep(b"content", "text/plain").size == 7
    assert keep(b"content", "text/plain") == StoredFile.objects.get()


@pytest.mark.django_db
def test_a_file_leaves_as_an_attachment_that_nobody_guesses_at() -> None:
    response = stored_attachment(keep(b"<script>", "text/html"), "总结\r\nX: y.html")
    assert response.content == b"<script>"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment;")
    assert "\r" not in response["Content-Disposition"]
    assert "no-store" in attachment(b"", "text/plain", "a")["Cache-Control"]
