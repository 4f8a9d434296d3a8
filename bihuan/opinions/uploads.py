"""Tables between upload and confirmation: kept for an hour, found again by a signed token."""

from django.core import signing
from django.utils.translation import gettext as _

from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.registers.uploads import KEPT_SECONDS, LONGEST_NAME, Kept, folder, store, sweep

SALT = "opinions.uploads"


def keep(content: bytes, name: str, *, actor: Actor) -> str:
    """Keep a file and return the token that finds it again; what is long gone goes now."""
    sweep()
    said = {
        "key": store(content),
        "name": name.replace("\\", "/").rsplit("/", 1)[-1][-LONGEST_NAME:],
        "account": str(actor.id),
    }
    return signing.dumps(said, salt=SALT)


def find(token: str, *, actor: Actor) -> Kept:
    """Return the file of a token; raises Invalid where it is not this actor's, or gone."""
    try:
        said = signing.loads(token, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature as error:
        raise Invalid(_("上传的文件已过时，请重新上传。")) from error
    path = folder() / said["key"]
    if said["account"] != str(actor.id) or not path.is_file():
        raise Invalid(_("上传的文件已过时，请重新上传。"))
    return Kept(path, said["name"])
