"""One-use codes: made to be printed, kept as a hash, used once."""

import hashlib
import hmac
import secrets
import unicodedata
import uuid

from django.conf import settings
from django.utils.translation import gettext as _

from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action
from bihuan.questionnaires.actions.holding import held, noted
from bihuan.questionnaires.errors import CodeNotGood
from bihuan.questionnaires.models import PLAIN_SIGNS, Code, Questionnaire, State

LENGTH = 10  # of 30 signs: 49 bits, guessed by nobody within a rate limit
MOST_AT_ONCE, MOST_IN_ALL = 500, 10_000


@action("questionnaire.make_codes")
def make_codes(*, actor: Actor, questionnaire: Questionnaire, count: int) -> list[str]:
    """Make codes and return them in clear, which nothing can do again; raises Invalid."""
    questionnaire = held(actor, questionnaire, State.DRAFT, State.OPEN)
    if not questionnaire.needs_codes:
        raise Invalid(_("这份问卷不用答卷码；要用，请先把“一人一份”改为凭答卷码。"))
    if not 1 <= count <= MOST_AT_ONCE:
        raise Invalid(_("一次可印1到%(n)d个答卷码。") % {"n": MOST_AT_ONCE})
    if questionnaire.codes.count() + count > MOST_IN_ALL:
        raise Invalid(_("一份问卷最多%(n)d个答卷码。") % {"n": MOST_IN_ALL})
    codes = ["".join(secrets.choice(PLAIN_SIGNS) for _at in range(LENGTH)) for _n in range(count)]
    Code.objects.bulk_create(
        Code(
            id=uuid.uuid4(),
            home=questionnaire.home,
            questionnaire=questionnaire,
            digest=digest_of(questionnaire, code),
        )
        for code in codes
    )
    noted(
        actor,
        "questionnaire.make_codes",
        questionnaire,
        _("%(title)s：%(n)d个") % {"title": questionnaire.title, "n": count},
    )
    return codes


def use_code(questionnaire: Questionnaire, code: str) -> None:
    """Mark a code as used, within the transaction of its response; raises CodeNotGood.

    One statement decides: of two who use a code at the same moment, one changes the row.
    """
    if not code.strip():
        raise CodeNotGood(_("请填写答卷单上的答卷码。"))
    digest = digest_of(questionnaire, code)
    found = questionnaire.codes.filter(digest=digest)
    if not found.filter(is_used=False).update(is_used=True):
        used = found.exists()
        said = _("这个答卷码已经用过了，一个码只能答一次。") if used else ""
        raise CodeNotGood(said or _("没有这个答卷码，请核对答卷单上的字。"))


def digest_of(questionnaire: Questionnaire, code: str) -> str:
    """Return what is kept of a code: keyed, so that the table alone says nothing."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", code).lower() if sign.isalnum())
    key = f"questionnaire code {settings.SECRET_KEY}".encode()
    return hmac.new(key, f"{questionnaire.pk}:{plain}".encode(), hashlib.sha256).hexdigest()
