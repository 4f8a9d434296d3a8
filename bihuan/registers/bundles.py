"""Several files dropped in one go (一批文件), between dropping and taking.

The files lie beside single uploads, and a list of them says what became of each. Only the account
that dropped them finds them again; they go after an hour in which nobody looked.
"""

import hashlib
import json
import os
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from bihuan.lib.errors import NotFound
from bihuan.orgs.access import Actor
from bihuan.registers.uploads import LONGEST_NAME, folder, store, sweep


@dataclass
class Dropped:
    """One file of a bundle: what it is called, the register chosen for it, what was done with it.

    `twin` names the file of the same bundle that has the same content; `done` says in a sentence
    what was taken, `back` how many rows are to be handed back.
    """

    key: str
    name: str
    sha256: str
    register: str = ""
    twin: str = ""
    refusal: str = ""
    done: str = ""
    back: int = 0
    taken: bool = False
    after: str = ""

    @property
    def path(self) -> Path:
        """Return where the file lies."""
        return folder() / self.key


@dataclass
class Bundle:
    """Files dropped together; `hint` is what another room asked to be told when they are taken."""

    id: str
    account: str
    hint: str
    files: list[Dropped]

    def save(self) -> None:
        """Write the list; a reader sees the old one or the new one."""
        path = folder() / f"{self.id}.json"
        half_done = path.with_suffix(f".{uuid.uuid4().hex}")
        half_done.touch(mode=0o600)
        half_done.write_text(json.dumps(asdict(self), ensure_ascii=False), "utf-8")
        half_done.replace(path)


def keep_all(files: Iterable[tuple[str, bytes]], *, actor: Actor, hint: str = "") -> Bundle:
    """Keep files (name, content) together; the same content a second time is named so."""
    sweep()
    names: dict[str, str] = {}
    kept = []
    for name, content in files:
        digest = hashlib.sha256(content).hexdigest()
        shown = Path(name.replace("\\", "/")).name[-LONGEST_NAME:] or _("没有名字的文件")
        one = Dropped("", shown, digest, twin=names.get(digest, ""))
        if not one.twin:
            names[digest] = shown
            one.key = store(content)
        kept.append(one)
    bundle = Bundle(str(uuid.uuid4()), str(actor.id), hint, kept)
    bundle.save()
    return bundle


def find(bundle_id: uuid.UUID, *, actor: Actor) -> Bundle:
    """Return an account's own bundle; raises NotFound for another's, and for one that is gone."""
    path = folder() / f"{bundle_id}.json"
    try:
        said: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise _gone() from error
    files = [Dropped(**one) for one in said.pop("files")]
    bundle = Bundle(**said, files=files)
    if bundle.account != str(actor.id):
        raise _gone()
    for place in (path, *(one.path for one in files if one.key)):
        if place.exists():
            os.utime(place)
    return bundle


def _gone() -> NotFound:
    return NotFound(_("这批文件已不在了（上传后只留一小时），请重新上传。"))
