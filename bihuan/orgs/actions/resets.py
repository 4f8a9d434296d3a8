"""Resetting an account that may sign, or that reads the log: only with a second person.

An administrator who could reset a leader's password alone could sign in the leader's name. So the
reset is asked for, leaders and auditors of the place and the holder are told at once, one of them
confirms, and only then it can be carried out. The reasoning: docs/explanation/access.md.
"""

import datetime as dt

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bihuan.lib import clock, policy
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.actions import doing, notices
from bihuan.orgs.actions.keeping import path_of, require_account
from bihuan.orgs.models import (
    Account,
    NoticeKind,
    ResetKind,
    ResetRequest,
    RoleGrant,
)
from bihuan.orgs.policy import CONFIRMER_DAYS, SLIP_DAYS


def needs_second_person(account: Account) -> bool:
    """Tell whether an account is reset only with a second person: in use, and it may sign."""
    return notices.is_in_use(account) and notices.is_watched(account)


@doing.action("reset.ask")
def ask_reset(*, actor: Actor, account: Account, kind: str, reason: str) -> ResetRequest:
    """Ask for a reset that needs a second person; those who may confirm it are told at once."""
    require_account(actor, account)
    kind = doing.checked_choice(_("事项"), kind, ResetKind)
    reason = doing.checked_text(_("理由"), reason, 300)
    account = doing.locked(account)
    if actor.id is None or not needs_second_person(account):
        raise Invalid(_("这个账号不需要第二人确认，可以直接办理。"))
    if open_request(account, kind):
        raise Invalid(_("已经申请过了，正等第二人确认。"))
    now = clock.real_now()
    days = policy.whole(SLIP_DAYS, path_of(account), clock.today())
    request = ResetRequest.objects.create(
        account=account,
        kind=kind,
        reason=reason,
        asked_by_id=actor.id,
        asked_at=now,
        expires_at=now + dt.timedelta(days=days),
    )
    said = _("%(who)s申请给账号“%(account)s”%(what)s，理由：%(why)s")
    words = {"who": actor.name, "account": account.username, "why": reason}
    what = said % {**words, "what": request.get_kind_display()}
    notices.tell(actor, account, NoticeKind.RESET_ASKED, what, widely=True)
    doing.record(actor, "reset.ask", request, path_of(account), what)
    return request


@doing.action("reset.decide")
def decide_reset(*, actor: Actor, request: ResetRequest, confirm: bool) -> ResetRequest:
    """Confirm a reset, or refuse it; the account's holder may refuse their own.

    Raises NotAllowed for whoever asked, and for who may not confirm; Invalid for one decided.
    """
    if not may_decide(actor, request, confirm=confirm):
        raise NotAllowed(
            _("须由本单位另一位领导或审计员确认，申请人和本人都不能确认；新任的要任满规定天数。")
        )
    request = doing.locked(request)
    if request.decided_at is not None or request.expires_at <= clock.real_now():
        raise Invalid(_("这项申请已经办过，或已过期。"))
    decided = {
        "decided_by_id": actor.id,
        "decided_at": clock.real_now(),
        "is_confirmed": confirm,
    }
    doing.apply(request, decided, decided)
    word = _("同意") if confirm else _("不同意")
    note = f"{word}：{request.account.username} {request.get_kind_display()}"
    doing.record(actor, "reset.decide", request, path_of(request.account), note)
    return request


def may_decide(actor: Actor, request: ResetRequest, *, confirm: bool) -> bool:
    """Tell whether an actor may confirm a reset, or refuse it."""
    if actor.id is None or actor.id == request.asked_by_id:
        return False
    if actor.id == request.account_id:
        return not confirm
    today = clock.today()
    path = path_of(request.account)
    since = clock.real_now() - dt.timedelta(days=policy.whole(CONFIRMER_DAYS, path, today))
    if confirm and notices.was_reset_since(actor.id, since):
        return False
    held = RoleGrant.objects.on(today).filter(account_id=actor.id, role__in=notices.WATCHED)
    return any(
        path.startswith(grant.unit.path) and (not confirm or _is_settled(grant, since))
        for grant in held.select_related("unit")
    )


def resets_to_decide(actor: Actor) -> QuerySet[ResetRequest]:
    """Return the requests that wait for an actor, of others' accounts: those they may refuse.

    By the roles that the actor was made of; whoever decides is held to `may_decide`.
    """
    within = Q(pk__in=[])
    for path in {path for role in notices.WATCHED for path in actor.grants.get(role, ())}:
        within |= Q(account__home__path__gte=path, account__home__path__lt=path + "~")
    open_ones = ResetRequest.objects.filter(decided_at=None, expires_at__gt=clock.real_now())
    own = Q(account=actor.id) | Q(asked_by=actor.id)
    return open_ones.filter(within).exclude(own)


def _is_settled(grant: RoleGrant, since: dt.datetime) -> bool:
    """Tell whether a role was granted by the installation, or before a moment.

    Else an administrator could grant it to an account of their own and confirm with that.
    """
    made_at = dt.datetime.fromtimestamp((grant.pk.int >> 80) / 1000, dt.UTC)  # UUIDv7's own time
    return grant.granted_by_id is None or made_at <= since


def open_request(account: Account, kind: str) -> ResetRequest | None:
    """Return the request that waits or is confirmed and not yet carried out, None without one."""
    asked = ResetRequest.objects.filter(account=account, kind=kind, done_at=None)
    asked = asked.filter(expires_at__gt=clock.real_now()).exclude(is_confirmed=False)
    return asked.select_related("asked_by", "decided_by").first()


def use_confirmation(actor: Actor, account: Account, kind: str) -> str:
    """Use up the confirmation that a reset needs; return who gave it, nothing where none is needed.

    The machine's keeper needs none. Raises NotAllowed without one.
    """
    if actor.id is None or not needs_second_person(account):
        return ""
    request = open_request(account, kind)
    if request is None or not request.is_confirmed or request.decided_by is None:
        raise NotAllowed(
            _("“%(account)s”是领导或审计员的账号，须先申请，由另一位领导或审计员确认后才能办理。")
            % {"account": account}
        )
    request = doing.locked(request)
    doing.apply(request, {"done_at": clock.real_now()}, ("done_at",))
    assert request.decided_by is not None
    return request.decided_by.username


@doing.action("account.remove_second_factor")
def remove_second_factor(*, actor: Actor, account: Account) -> Account:
    """Take away an account's second factor, whose holder has lost it; the holder is told."""
    require_account(actor, account)
    account = doing.locked(account)
    confirmed_by = use_confirmation(actor, account, ResetKind.SECOND_FACTOR)
    gone, _each = Authenticator.objects.filter(user_id=account.pk).delete()
    if not gone:
        raise Invalid(_("这个账号没有开通两步验证。"))
    said = told_of(_("账号“%(account)s”的两步验证"), account, _("解除"), actor, confirmed_by)
    widely = notices.is_watched(account)
    notices.tell(actor, account, NoticeKind.SECOND_FACTOR_REMOVED, said, widely=widely)
    doing.record(actor, "account.remove_second_factor", account, path_of(account), said)
    return account


def told_of(what: str, account: Account, verb: str, actor: Actor, confirmed_by: str) -> str:
    """Return the sentence that tells of a reset: what, by whom, confirmed by whom."""
    said = _("%(what)s由%(who)s%(verb)s") % {
        "what": what % {"account": account.username},
        "who": actor.name,
        "verb": verb,
    }
    return said + (_("，经%(who)s确认") % {"who": confirmed_by} if confirmed_by else "")
