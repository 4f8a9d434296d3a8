"""Keys: one's own made, those of others entered and withdrawn."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.documents.actions.naming import name_of
from bihuan.exchange import keys
from bihuan.exchange.access import require_trust
from bihuan.exchange.errors import KeyRefused, WrongStep
from bihuan.exchange.fingerprints import fingerprint_of, raw_of, read_key_file, require_typed
from bihuan.exchange.models import Correspondent
from bihuan.exchange.rules import LONGEST_NAME
from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_text, locked
from bihuan.orgs.models import Unit

LONGEST_REASON = 200


@action("exchange.key")
def make_key(*, actor: Actor, home: Unit, renew: bool = False) -> str:
    """Make an administration's own key and return its fingerprint.

    Raises NotAllowed, or WrongStep where it has one and `renew` was not said. The secret goes into
    the file alone; the log holds the fingerprint.
    """
    require_trust(actor, home)
    home = locked(home)
    if keys.find(home) is not None and not renew:
        raise WrongStep(_("%(home)s已经有钥匙，不用再生成。") % {"home": home.name})
    key = Ed25519PrivateKey.generate()
    fingerprint = fingerprint_of(key.public_key())
    audit.append(
        actor=actor,
        action="exchange.key",
        target=("unit", home.pk),
        unit_path=home.path,
        values={"fingerprint": fingerprint},
        note=fingerprint,
    )
    keys.keep(home, key)  # last: what fails before leaves the old key in force
    return fingerprint


@action("correspondent.enter")
def enter_correspondent(
    *, actor: Actor, home: Unit, name: str, key_file: bytes, typed: str
) -> Correspondent:
    """Enter the key of another office, its fingerprint's last groups typed from paper.

    Raises NotAllowed, Invalid, or KeyRefused: no key, another fingerprint, one's own key, or one
    that was entered before.
    """
    require_trust(actor, home)
    home = locked(home)
    name = checked_text(_("单位名称"), name, LONGEST_NAME)
    key = read_key_file(key_file)
    require_typed(key, typed)
    fingerprint = fingerprint_of(key)
    own = keys.find(home)
    if own is not None and fingerprint_of(own.public_key()) == fingerprint:
        raise KeyRefused(_("这是本单位自己的钥匙，不用登记；请上传对方的公钥文件。"))
    _refuse_known(home, fingerprint)
    if Correspondent.objects.filter(home=home, name=name, withdrawn_at__isnull=True).exists():
        raise KeyRefused(
            _("“%(name)s”已有一把在用的钥匙；对方换了钥匙的，请先停用旧的，再登记新的。")
            % {"name": name}
        )
    made = Correspondent.objects.create(
        home=home,
        name=name,
        public_key=raw_of(key),
        fingerprint=fingerprint,
        entered_at=clock.now(),
        entered_by=actor.id,
        entered_by_name=name_of(actor),
    )
    _record(actor, "correspondent.enter", made, name)
    return made


@action("correspondent.withdraw")
def withdraw_correspondent(
    *, actor: Actor, correspondent: Correspondent, reason: str
) -> Correspondent:
    """Trust a key no longer, for a reason; what came under it before stays.

    Raises NotAllowed, Invalid without a reason, WrongStep where it is withdrawn already.
    """
    require_trust(actor, correspondent.home)
    correspondent = locked(correspondent)
    reason = checked_text(_("停用理由"), reason, LONGEST_REASON)
    if not correspondent.is_standing:
        raise WrongStep(_("“%(name)s”的这把钥匙已经停用。") % {"name": correspondent.name})
    correspondent.withdrawn_at = clock.now()
    correspondent.withdrawn_by = actor.id
    correspondent.withdrawn_by_name = name_of(actor)
    correspondent.withdrawn_because = reason
    correspondent.save(
        update_fields=[
            "withdrawn_at",
            "withdrawn_by",
            "withdrawn_by_name",
            "withdrawn_because",
        ]
    )
    _record(actor, "correspondent.withdraw", correspondent, f"{correspondent.name}：{reason}")
    return correspondent


def _refuse_known(home: Unit, fingerprint: str) -> None:
    known = Correspondent.objects.filter(home=home, fingerprint=fingerprint).first()
    if known is None:
        return
    said = (
        _("这把钥匙已经登记为“%(name)s”，不用再登记。")
        if known.is_standing
        else _("这把钥匙以前登记为“%(name)s”，已经停用，不能再用；请对方生成一把新的。")
    )
    raise KeyRefused(said % {"name": known.name})


def _record(actor: Actor, name: str, correspondent: Correspondent, note: str) -> None:
    audit.append(
        actor=actor,
        action=name,
        target=("correspondent", correspondent.pk),
        unit_path=correspondent.home.path,
        values={"fingerprint": correspondent.fingerprint, "name": correspondent.name},
        note=note,
    )
