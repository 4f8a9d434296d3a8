"""Keep a model: a JSON description and plain arrays, nothing that could run.

`model.json` says format, labels, shapes and the hash of `weights.npz`. Each array is read as
bytes and held against the shape that the description gives, so that a damaged or hostile file
is refused before memory is taken for it.
"""

import contextlib
import hashlib
import io
import json
import os
import shutil
import tempfile
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bihuan.opinions.classifying.classifier import Classifier, ModelRefused
from bihuan.opinions.classifying.measuring import Measured, Point
from bihuan.opinions.classifying.reading import KIND_SHIFT, KINDS
from bihuan.opinions.classifying.weighing import Weights

FORMAT = "bihuan-opinions-classifier"
VERSION = 1
DESCRIPTION, ARRAYS = "model.json", "weights.npz"
LARGEST = 512 * 2**20
LARGEST_DESCRIPTION = 2**20
MOST_LABELS = 2000
LONGEST_LABEL = 200
TYPES = {"keys": "<i8", "factors": "<f4", "columns": "<f4", "constants": "<f4"}
OWN_FILES = {DESCRIPTION, ARRAYS}


def to_bytes(model: Classifier) -> bytes:
    """Return the model as the content of one file."""
    description, arrays = _parts(model)
    return _zipped({DESCRIPTION: description, ARRAYS: arrays}, zipfile.ZIP_STORED)


def from_bytes(content: bytes) -> Classifier:
    """Read a model from one file's content; raises ModelRefused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            description = _member(archive, DESCRIPTION, LARGEST_DESCRIPTION)
            arrays = _member(archive, ARRAYS, LARGEST)
    except (zipfile.BadZipFile, zlib.error, ValueError, RuntimeError, EOFError, OSError) as error:
        raise ModelRefused("分类模型文件已损坏，或者不是分类模型。") from error
    return _read(description, arrays)


def save(model: Classifier, folder: Path) -> None:
    """Keep the model as a folder, whole or not at all.

    Replaces a model that was there; raises ModelRefused for a folder that holds anything else.
    """
    if folder.exists() and (not folder.is_dir() or {p.name for p in folder.iterdir()} - OWN_FILES):
        raise ModelRefused(f"“{folder}”里有别的文件，不能存放模型；请换一个空的文件夹。")
    description, arrays = _parts(model)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as place:
        fresh, old = Path(place) / "new", Path(place) / "old"
        fresh.mkdir()
        for name, content in ((DESCRIPTION, description), (ARRAYS, arrays)):
            with (fresh / name).open("wb") as file:
                file.write(content)
                os.fsync(file.fileno())
        if folder.exists():
            folder.rename(old)
        try:
            fresh.rename(folder)
        except OSError:
            if old.exists():
                old.rename(folder)
            raise
        with contextlib.suppress(OSError):
            shutil.rmtree(old)


def load(folder: Path) -> Classifier:
    """Read a model from its folder; raises ModelRefused."""
    contents = []
    for name, limit in ((DESCRIPTION, LARGEST_DESCRIPTION), (ARRAYS, LARGEST)):
        try:
            with (folder / name).open("rb") as file:
                content = file.read(limit + 1)
        except OSError as error:
            raise ModelRefused(
                f"“{folder}”里没有分类模型（读不到 {name}）；请先用 bihuan opinions train 训练。"
            ) from error
        if len(content) > limit:
            raise ModelRefused(f"分类模型的 {name} 过大，不是本系统存的模型。")
        contents.append(content)
    return _read(contents[0], contents[1])


def _parts(model: Classifier) -> tuple[bytes, bytes]:
    arrays = _zipped(
        {f"{name}.npy": _npy(array) for name, array in _arrays_of(model).items()},
        zipfile.ZIP_DEFLATED,
    )
    description = {
        "format": FORMAT,
        "version": VERSION,
        "labels": list(model.labels),
        "pieces": len(model.weights.keys),
        "shares": list(model.weights.shares),
        "sharpness": model.sharpness,
        "measured": _measured_as_json(model.measured),
        "sha256": hashlib.sha256(arrays).hexdigest(),
    }
    return json.dumps(description, ensure_ascii=False, indent=1).encode(), arrays


def _zipped(members: dict[str, bytes], way: int) -> bytes:
    """Zip without the time of day: the same model is the same file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", way) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, way)
    return target.getvalue()


def _npy(array: NDArray[Any]) -> bytes:
    target = io.BytesIO()
    np.lib.format.write_array(target, array, allow_pickle=False)
    return target.getvalue()


def _arrays_of(model: Classifier) -> dict[str, NDArray[Any]]:
    found = {
        "keys": model.weights.keys,
        "factors": model.weights.factors,
        "columns": model.columns,
        "constants": model.constants,
    }
    return {name: np.ascontiguousarray(array, TYPES[name]) for name, array in found.items()}


def _read(description: bytes, arrays: bytes) -> Classifier:
    try:
        said = json.loads(description)
        if said["format"] != FORMAT:
            raise ValueError("format")
        if said["version"] != VERSION:
            raise ModelRefused(
                f"分类模型的格式是第{said['version']}版，本程序只认第{VERSION}版；请重新训练。"
            )
        if hashlib.sha256(arrays).hexdigest() != said["sha256"]:
            raise ValueError("sha256")
        labels, pieces = _labels(said["labels"]), int(said["pieces"])
        found = _arrays(arrays, pieces, len(labels))
        sharpness = float(said["sharpness"])
        if not 0 < sharpness < 1000:
            raise ValueError("sharpness")
        shares = tuple(float(share) for share in said["shares"])
        if len(shares) != KINDS or not all(0 <= share <= 1 for share in shares):
            raise ValueError("shares")
        measured = _measured_of(said["measured"])
    except ModelRefused:
        raise
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        OverflowError,
        RecursionError,
    ) as wrong:
        raise ModelRefused("分类模型已损坏，或者不是本系统存的模型；请重新训练。") from wrong
    weights = Weights(found["keys"], found["factors"], shares)
    return Classifier(labels, weights, found["columns"], found["constants"], sharpness, measured)


def _labels(said: object) -> tuple[str, ...]:
    if not isinstance(said, list) or not 2 <= len(said) <= MOST_LABELS:
        raise ValueError("labels")
    if not all(isinstance(label, str) and 0 < len(label) <= LONGEST_LABEL for label in said):
        raise ValueError("labels")
    if len(set(said)) != len(said):
        raise ValueError("labels")
    return tuple(said)


def _arrays(content: bytes, pieces: int, labels: int) -> dict[str, NDArray[Any]]:
    shapes = {
        "keys": (pieces,),
        "factors": (pieces,),
        "columns": (pieces, labels),
        "constants": (labels,),
    }
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = {
                name: _array(_member(archive, f"{name}.npy", LARGEST), TYPES[name], shape)
                for name, shape in shapes.items()
            }
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError) as error:
        raise ValueError("arrays") from error
    keys = found["keys"]
    in_order = bool((np.diff(keys) > 0).all())
    if not in_order or (len(keys) and not (keys[0] > 0 and keys[-1] >> KIND_SHIFT < KINDS)):
        raise ValueError("keys")
    if not all(np.isfinite(found[name]).all() for name in ("factors", "columns", "constants")):
        raise ValueError("numbers")
    return found


def _array(content: bytes, kind: str, shape: tuple[int, ...]) -> NDArray[Any]:
    """Read one .npy by hand: its header is only compared, never believed."""
    dtype = np.dtype(kind)
    wanted = io.BytesIO()
    described = {"descr": kind, "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(wanted, described)
    header = wanted.getvalue()
    size = dtype.itemsize * int(np.prod(shape, dtype=object))
    if not content.startswith(header) or len(content) != len(header) + size:
        raise ValueError("array")
    return np.frombuffer(content, dtype, offset=len(header)).reshape(shape)


def _member(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """Return one member, no longer than the limit; raises ValueError."""
    try:
        entry = archive.getinfo(name)
    except KeyError as missing:
        raise ValueError(name) from missing
    if entry.file_size > limit:
        raise ValueError(name)
    with archive.open(entry) as file:
        return file.read(limit + 1)


def _measured_as_json(measured: Measured | None) -> dict[str, object] | None:
    if measured is None:
        return None
    return {
        "texts": measured.texts,
        "macro_f1": measured.macro_f1,
        "fold_sd": measured.fold_sd,
        "by_class": [list(pair) for pair in measured.by_class],
        "curve": [[point.threshold, point.coverage, point.precision] for point in measured.curve],
    }


def _measured_of(said: Any) -> Measured | None:
    if said is None:
        return None
    return Measured(
        texts=int(said["texts"]),
        macro_f1=float(said["macro_f1"]),
        fold_sd=float(said["fold_sd"]),
        by_class=tuple((str(name), float(f1)) for name, f1 in said["by_class"]),
        curve=tuple(Point(float(a), float(b), float(c)) for a, b, c in said["curve"]),
    )
