"""Things of the room `documents` that addresses are about, in the first town."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from bihuan.documents.actions import (
    RoundSpec,
    ask_countersign,
    give_comment,
    issue_document,
    save_document,
    send_for_comment,
)
from bihuan.documents.models import (
    Addressee,
    Comment,
    CommentRound,
    CountersignRequest,
    Document,
)
from bihuan.documents.tests.conftest import template_text
from bihuan.lib import clock
from tests.house.things.cast import Things


@dataclass(frozen=True)
class DocumentsThings(Things):
    """Made when an address asks for them, by actions."""

    @cached_property
    def discussed(self) -> Document:
        """Return a draft of the town that others are asked about."""
        text = template_text("第一段。\n\n第二段。", code="discussed", figure_register="false")
        return save_document(actor=self.cast.actor("clerk"), template=text)

    @cached_property
    def issued(self) -> Document:
        """Return a document of the town that was issued under a number."""
        text = template_text(
            "正文。", code="issued", number="{code: 小党字, year: 2010}", figure_register="false"
        )
        document = save_document(actor=self.cast.actor("clerk"), template=text)
        issue_document(actor=self.cast.actor("leader"), document=document)
        return Document.objects.get(pk=document.pk)

    @cached_property
    def countersign(self) -> CountersignRequest:
        """Return the wish that the first village's reporter countersign the draft."""
        (asked,) = ask_countersign(
            actor=self.cast.actor("clerk"),
            document=self.discussed,
            accounts=[self.cast.account("village_reporter")],
        )
        return asked

    @cached_property
    def comment_round(self) -> CommentRound:
        """Return a round of the draft that asks the station, and the first village's reporter."""
        spec = RoundSpec(
            clock.today() + dt.timedelta(days=3),
            units=[self.cast.station],
            accounts=[self.cast.account("village_reporter")],
        )
        return send_for_comment(actor=self.cast.actor("clerk"), document=self.discussed, spec=spec)

    @cached_property
    def addressee(self) -> Addressee:
        """Return the station among those that the round asks; it has not answered."""
        return self.comment_round.addressees.get(unit=self.cast.station)

    @cached_property
    def comment(self) -> Comment:
        """Return what the first village's reporter said in the round."""
        return give_comment(
            actor=self.cast.actor("village_reporter"),
            addressee=self.comment_round.addressees.exclude(account=None).get(),
            text="里程请再核对",
            place=1,
        )
