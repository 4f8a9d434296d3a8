"""Making and revoking keys."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from bihuan.api.models import Key, Scope
from bihuan.api.secrets import hash_of, head_of, new_secret
from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_choice, checked_text, locked, record
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission

LONGEST_NAME, LONGEST_REASON = 40, 200


@action("key.make")
def make_key(*, actor: Actor, home: Unit, name: str, scopes: Sequence[str]) -> tuple[Key, str]:
    """Make a key for another system; return it with its secret, which is kept nowhere.

    Raises NotAllowed unless the actor keeps the home's keys, Invalid without a name or a scope.
    """
    actor.require(Permission.KEEP_KEYS, home)
    name = checked_text(_("对方系统"), name, LONGEST_NAME)
    chosen = sorted({checked_choice(_("可送入"), scope, Scope) for scope in scopes})
    if not chosen:
        raise Invalid(_("请至少选一项可送入的内容。"))
    if Key.objects.filter(home=home, name=name, revoked_at=None).exists():
        raise Invalid(_("“%(name)s”已有一个在用的密钥，请先停用它。") % {"name": name})
    secret = new_secret()
    key = Key(
        home=home,
        name=name,
        head=head_of(secret),
        secret_hash=hash_of(secret),
        scopes=chosen,
        made_at=clock.now(),
        made_by_name=name_of(actor),
    )
    key.save(force_insert=True)
    record(actor, "key.make", key, home.path, note=name)
    return key, secret


@action("key.revoke")
def revoke_key(*, actor: Actor, key: Key, reason: str) -> Key:
    """Let a key in no more, at once and for good; raises Conflict where it is revoked already."""
    actor.require(Permission.KEEP_KEYS, key.home)
    reason = checked_text(_("理由"), reason, LONGEST_REASON)
    key = locked(key)
    if not key.is_open:
        raise Conflict(_("这个密钥已经停用。"))
    key.revoked_at, key.revoked_by_name = clock.now(), name_of(actor)
    key.revoked_because = reason
    key.save(update_fields=["revoked_at", "revoked_by_name", "revoked_because"])
    record(actor, "key.revoke", key, key.home.path, note=reason)
    return key


def note_use(key: Key) -> None:
    """Keep the day on which a key was last used; one write a day, no audit entry."""
    today = clock.today()
    if key.last_used_on != today:
        Key.objects.filter(pk=key.pk).update(last_used_on=today)
