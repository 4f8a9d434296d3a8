"""Which amounts an actor may see: those of the units whose tasks and problems they see."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bihuan.finance.errors import NoSuchAmount
from bihuan.finance.models import Amount
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission


def amounts_visible_to(actor: Actor) -> QuerySet[Amount]:
    """Return the amounts that an actor may see, void ones too."""
    return Amount.objects.filter(actor.within(Permission.SEE_TASKS, "path")).select_related("unit")


def amount_for(actor: Actor, id_: UUID | str) -> Amount:
    """Return an amount; raises NoSuchAmount where there is none or it is unseen."""
    found = amounts_visible_to(actor).filter(pk=id_).first()
    if found is None:
        raise NoSuchAmount(_("没有这笔资金，或您的账号无权查看。"))
    return found
