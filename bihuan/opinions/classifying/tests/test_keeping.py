"""A kept model: the same again, and refused in one sentence when it is not what it says."""

import hashlib
import io
import json
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest

from bihuan.opinions.classifying import Classifier, ModelRefused, keeping
from bihuan.opinions.classifying.tests.making import make_model

ASKED = ["公路坏了", "老师太少"]


@pytest.fixture(scope="module")
def model() -> Classifier:
    return make_model(measured=True)


@pytest.fixture
def folder(tmp_path: Path, model: Classifier) -> Path:
    model.save(tmp_path / "model")
    return tmp_path / "model"


def described(folder: Path, **changed: object) -> None:
    """Change the description, and make its hash right again unless that is what is changed."""
    path = folder / keeping.DESCRIPTION
    said = json.loads(path.read_text("utf-8"))
    content = (folder / keeping.ARRAYS).read_bytes()
    said |= {"sha256": hashlib.sha256(content).hexdigest(), **changed}
    path.write_text(json.dumps(said), "utf-8")


def rewritten(folder: Path, **arrays: bytes) -> None:
    """Put other bytes in the place of arrays, under a right hash."""
    path = folder / keeping.ARRAYS
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members |= {f"{name}.npy": content for name, content in arrays.items()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    described(folder)


def npy(array: object) -> bytes:
    target = io.BytesIO()
    np.save(target, array, allow_pickle=True)  # type: ignore[arg-type]
    return target.getvalue()


def test_a_kept_model_suggests_the_same(folder: Path, model: Classifier) -> None:
    for again in (Classifier.load(folder), Classifier.from_bytes(model.to_bytes())):
        assert again.suggest(ASKED) == model.suggest(ASKED)
        assert again.measured == model.measured


def test_a_model_replaces_one_and_leaves_nothing_beside_it(folder: Path) -> None:
    Classifier.train(["路坏了", "老师少"], ["甲", "乙"]).save(folder)
    assert Classifier.load(folder).labels == ("乙", "甲")
    assert [path.name for path in folder.parent.iterdir()] == ["model"]


def test_a_folder_with_other_files_is_not_overwritten(folder: Path, model: Classifier) -> None:
    (folder / "账目.xlsx").write_bytes(b"x")
    with pytest.raises(ModelRefused, match="别的文件"):
        model.save(folder)
    assert (folder / "账目.xlsx").exists()


def test_a_save_that_fails_leaves_the_old_model(
    folder: Path, model: Classifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (folder / keeping.DESCRIPTION).read_bytes()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        Classifier.train(["路坏了", "老师少"], ["甲", "乙"]).save(folder)
    assert (folder / keeping.DESCRIPTION).read_bytes() == before
    assert [path.name for path in folder.parent.iterdir()] == ["model"]


@pytest.mark.parametrize("name", [keeping.DESCRIPTION, keeping.ARRAYS])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"{}", b"[1]", b"\xff" * 99, b"null"])
def test_a_damaged_file_is_refused(folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)
    with pytest.raises(ModelRefused):
        Classifier.load(folder)
    if name == keeping.ARRAYS:
        described(folder)
        with pytest.raises(ModelRefused):
            Classifier.load(folder)


@pytest.mark.parametrize(
    "changed",
    [
        {"format": "other"},
        {"version": 2},
        {"labels": ["甲"]},
        {"labels": ["甲", "甲", "乙"]},
        {"labels": [1, 2, 3]},
        {"pieces": 10**15},
        {"pieces": -1},
        {"pieces": "many"},
        {"sharpness": float("nan")},
        {"sharpness": -1},
        {"shares": [1]},
        {"shares": [1, 1, 1, float("inf")]},
        {"measured": {"texts": "x"}},
        {"measured": [1]},
        {"sha256": "0" * 64},
    ],
)
def test_a_description_that_lies_is_refused(folder: Path, changed: dict[str, object]) -> None:
    described(folder, **changed)
    with pytest.raises(ModelRefused):
        Classifier.load(folder)


class Evil:
    """Unpickled, it would leave its mark."""

    ran: list[bool] = []

    def __reduce__(self) -> tuple[object, tuple[bool]]:
        return Evil.ran.append, (True,)


def test_a_pickle_in_the_place_of_numbers_never_runs(folder: Path) -> None:
    for content in (npy(np.array([Evil()], object)), pickle.dumps(Evil())):
        rewritten(folder, constants=content)
        with pytest.raises(ModelRefused):
            Classifier.load(folder)
    assert Evil.ran == []


def test_numbers_that_are_none_and_keys_out_of_order_are_refused(
    folder: Path, model: Classifier
) -> None:
    keys = model.weights.keys.copy()
    keys[:2] = keys[1::-1]
    rewritten(folder, keys=npy(keys))
    with pytest.raises(ModelRefused):
        Classifier.load(folder)
    rewritten(folder, keys=npy(model.weights.keys), constants=npy(model.constants * np.nan))
    with pytest.raises(ModelRefused):
        Classifier.load(folder)


def test_a_file_that_would_swell_is_not_unpacked(
    model: Classifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "LARGEST", 1000)
    with pytest.raises(ModelRefused):
        Classifier.from_bytes(model.to_bytes())


@pytest.mark.parametrize("content", [b"", b"PK", b"\x80\x04.", pickle.dumps({"a": 1})])
def test_bytes_that_are_no_model_are_refused(content: bytes) -> None:
    with pytest.raises(ModelRefused, match="模型"):
        Classifier.from_bytes(content)
