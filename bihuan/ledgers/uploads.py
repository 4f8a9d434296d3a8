"""Ledgers between the upload and the confirmation: kept as the room `registers` keeps its own.

All files of one upload lie in one archive; the signed token that finds it names the account and the
administration, so nobody takes over what another uploaded.
"""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from django.core import signing

from bihuan.ledgers.errors import UploadGone
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.registers import uploads

SALT = "ledgers.uploads"
KEPT_SECONDS = 8 * 3600  # a token's life; the files go when nobody has looked at them for an hour
LONGEST_NAME = 120
_NAMES = "names.json"


@dataclass(frozen=True)
class Upload:
    """Files that were uploaded together, by name, and the code of the administration."""

    token: str
    files: tuple[tuple[str, bytes], ...]
    home: str


def keep(files: Sequence[tuple[str, bytes]], *, actor: Actor, home: Unit) -> str:
    """Keep files and return the token that finds them again."""
    uploads.sweep()
    archive = io.BytesIO()
    names = [PurePath(name.replace("\\", "/")).name[-LONGEST_NAME:] for name, _content in files]
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as written:
        written.writestr(_NAMES, json.dumps(names))
        for number, (_name, content) in enumerate(files):
            written.writestr(str(number), content)
    return sign({"key": uploads.store(archive.getvalue()), "home": home.code}, actor)


def find(token: str, *, actor: Actor) -> Upload:
    """Return the files of a token; raises UploadGone where it is not this actor's, or gone."""
    said = unsigned(token, actor)
    content = read(said.get("key", ""))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = json.loads(archive.read(_NAMES))
        files = tuple((name, archive.read(str(number))) for number, name in enumerate(names))
    return Upload(token, files, said["home"])


def sign(said: dict[str, str], actor: Actor) -> str:
    """Return a token of what is said, good for the actor alone."""
    return signing.dumps(said | {"account": str(actor.id)}, salt=SALT, compress=True)


def unsigned(token: str, actor: Actor) -> dict[str, str]:
    """Return what a token says; raises UploadGone where it is too old or not the actor's."""
    try:
        said: dict[str, str] = signing.loads(token, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature as error:
        raise UploadGone from error
    if said.get("account") != str(actor.id):
        raise UploadGone
    return said


def read(key: str) -> bytes:
    """Return what was stored under a key, and keep it for another hour; raises UploadGone."""
    path = uploads.folder() / key
    try:
        content = path.read_bytes()
        path.touch()
    except OSError as error:
        raise UploadGone from error
    return content
