"""Drafting the circular (通报) of a published result: every figure in it opens its rows."""

from pathlib import Path
from string import Template

from django.utils.translation import gettext as _

from bihuan.appraisals.actions.stepping import held, stepped
from bihuan.appraisals.errors import NotNow
from bihuan.appraisals.models import ItemResult, Poll, PollState, PollStepKind
from bihuan.documents.actions import save_document
from bihuan.documents.models import Document
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action
from bihuan.orgs.permissions import Permission

TEXTS = Path(__file__).parents[1] / "texts"


@action("poll.draft")
def draft_result(*, actor: Actor, poll: Poll) -> Document:
    """Draft the circular of a published result that speaks of no person.

    Raises NotAllowed without `draft_documents` over the home, NotNow.
    """
    poll = held(actor, poll, Permission.RUN_POLLS, PollState.PUBLISHED)
    if poll.is_of_persons:
        raise NotNow(_("这类测评的结果说的是个人，只在内部公布，不起草通报。"))
    if poll.document_id is not None:
        raise NotNow(_("这次测评的结果通报已经起草，请打开修改。"))
    document = save_document(actor=actor, template=_written(poll), unit=poll.home)
    poll.document = document
    poll.save(update_fields=["document"])
    stepped(actor, poll, PollStepKind.DRAFT, facts={"document": str(document.pk)})
    return document


def _written(poll: Poll) -> str:
    items = ItemResult.objects.filter(poll=poll).order_by("item").values_list("item", flat=True)
    line = Template((TEXTS / "item.md").read_text("utf-8"))
    lines = [
        line.substitute(slug=poll.slug, item=item, number=number)
        for number, item in enumerate(items, 1)
    ]
    return Template((TEXTS / "circular.md").read_text("utf-8")).substitute(
        slug=poll.slug,
        title=_plain(poll.title),
        home=_plain(poll.home.name),
        unit=_plain(poll.unit.name),
        needed=poll.needed,
        items="".join(lines),
    )


def _plain(words: str) -> str:
    """Return words without the signs that a template would read."""
    return "".join(sign for sign in words if sign not in "{}%#\"'\n:").strip()
