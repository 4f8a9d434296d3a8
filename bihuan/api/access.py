"""Who may see keys, and who a key is: what it may do, and nothing it may read."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bihuan.api.errors import NoSuchKey
from bihuan.api.models import Key, Scope
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission

PERMITTED = {
    Scope.OPINIONS: Permission.RECORD_OPINIONS,
    Scope.PROBLEMS: Permission.ASSIGN_TASKS,
}


def keys_visible_to(actor: Actor) -> QuerySet[Key]:
    """Return the keys of the administrations whose keys an actor keeps."""
    return Key.objects.filter(actor.within(Permission.KEEP_KEYS, "home__path")).select_related(
        "home"
    )


def key_for(actor: Actor, id_: UUID) -> Key:
    """Return a key; raises NoSuchKey where there is none or it is unseen."""
    found = keys_visible_to(actor).filter(pk=id_).first()
    if found is None:
        raise NoSuchKey(_("没有这个接口密钥，或您的账号无权查看。"))
    return found


def actor_of_key(key: Key) -> Actor:
    """Return the actor that a key is: named in the log, with what it may hand in."""
    path: tuple[str, ...] = (key.home.path,)
    permitted = {PERMITTED[Scope(scope)]: path for scope in key.scopes}
    return Actor(id=None, name=_("（接口）%(name)s") % {"name": key.name}, scopes=permitted)
