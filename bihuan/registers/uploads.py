"""Workbooks between upload and confirmation: kept in BIHUAN_HOME/uploads for an hour.

What comes back from the page is a signed token that names the file, the account and the register,
so nobody can confirm what another uploaded; the file's own name is never a path.
"""

import time
import uuid
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.registers.models import Register

KEPT_SECONDS = 3600
SALT = "registers.uploads"
LONGEST_NAME = 120


@dataclass(frozen=True)
class Kept:
    """A file that was uploaded: where it lies, and what it was called."""

    path: Path
    name: str


def keep(content: bytes, name: str, *, actor: Actor, register: Register) -> str:
    """Keep a file and return the token that finds it again; files of others long gone go now."""
    sweep()
    said = {
        "key": store(content),
        "name": Path(name).name[-LONGEST_NAME:],
        "account": str(actor.id),
        "register": str(register.pk),
    }
    return signing.dumps(said, salt=SALT)


def find(token: str, *, actor: Actor, register: Register) -> Kept:
    """Return the file of a token; raises Invalid where it is not this actor's, or gone."""
    try:
        said = signing.loads(token, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature as error:
        raise Invalid(_("上传的文件已过时，请重新上传。")) from error
    if (said["account"], said["register"]) != (str(actor.id), str(register.pk)):
        raise Invalid(_("上传的文件已过时，请重新上传。"))
    path = folder() / said["key"]
    if not path.is_file():
        raise Invalid(_("上传的文件已过时，请重新上传。"))
    return Kept(path, said["name"])


def store(content: bytes) -> str:
    """Write a file among the uploads and return the name that it lies under."""
    key = uuid.uuid4().hex
    path = folder() / key
    path.touch(mode=0o600)
    path.write_bytes(content)
    return key


def folder() -> Path:
    """Return the folder of uploads, which nobody else on the machine can read."""
    found: Path = settings.BIHUAN_HOME / "uploads"
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def sweep() -> None:
    """Remove what nobody has looked at for an hour."""
    limit = time.time() - KEPT_SECONDS
    for path in folder().iterdir():
        try:
            if path.stat().st_mtime < limit:
                path.unlink()
        except FileNotFoundError:  # another process swept it first
            continue
