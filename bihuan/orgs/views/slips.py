"""One-time slips: printed right after they are made, shown once, kept nowhere in clear."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bihuan.lib import clock
from bihuan.lib.errors import NotAllowed
from bihuan.orgs import actions
from bihuan.orgs.access import accounts_visible_to, actor_of
from bihuan.orgs.models import Account, RoleGrant
from bihuan.orgs.permissions import Permission

MOST = 300


def show_slips(
    request: HttpRequest, made: Sequence[tuple[Account, str]], said: str = ""
) -> HttpResponse:
    """Answer with the page of slips; whoever leaves it cannot come back to it."""
    ids = [account.pk for account, _password in made]
    grants = RoleGrant.objects.exclude(to_on__lte=clock.today()).select_related("unit")
    accounts = Account.objects.filter(pk__in=ids).select_related("home")
    read = {each.pk: each for each in accounts.prefetch_related(Prefetch("grants", grants, "held"))}
    context = {
        "slips": [(read[account.pk], password) for account, password in made],
        "site": request.build_absolute_uri("/"),
        "made_at": clock.real_now(),
        "said": said,
    }
    return render(request, "orgs/slips.html", context)


@login_required
@require_POST
@never_cache
def slips(request: HttpRequest) -> HttpResponse:
    """Make new slips for accounts that nobody has used yet: the former ones are void."""
    actor = actor_of(request)
    actor.require(Permission.MANAGE_ACCOUNTS)
    chosen = [value for value in request.POST.getlist("account") if _is_uuid(value)]
    unused = accounts_visible_to(actor).filter(is_active=True, pk__in=chosen[:MOST])
    unused = unused.filter(last_login=None, password_set_at=None)
    made, refused = [], []
    own = str(request.user.pk)
    for account in unused.exclude(pk=own).select_related("home").order_by("username"):
        password = actions.one_time_password()
        try:
            actions.set_password(actor=actor, account=account, password=password, is_one_time=True)
        except NotAllowed:
            refused.append(account.username)
        else:
            made.append((account, password))
    if not made:
        messages.error(request, _("没有可打印的：请勾选还没有人用过的账号。"))
        return redirect("orgs:accounts")
    said = _("没有权限的账号没有打印：%(names)s") % {"names": "、".join(refused)} if refused else ""
    return show_slips(request, made, said)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
