"""What the addresses of the permission matrix are about: one of each thing, in the first town."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from bihuan.audit.models import Entry
from bihuan.documents.actions import save_document, sign_for_figure
from bihuan.documents.filling import fill_document
from bihuan.documents.models import Document, SignOff
from bihuan.documents.tests.conftest import template_text
from bihuan.figures.models import Definition
from bihuan.orgs.models import Account, ContactPoint, Liaison, Person, RoleGrant, Team
from bihuan.orgs.tests import cast as made
from bihuan.orgs.tests.cast import Cast
from bihuan.registers.models import Record, Register
from bihuan.registers.tests.making import make_record, make_register


@dataclass(frozen=True)
class World:
    """The cast and their things. Each thing is made when an address asks for it, by actions."""

    cast: Cast

    @cached_property
    def leader(self) -> Person:
        """Return the town's head."""
        return made.make_leader(self.cast.town, "镇长", "李镇长")

    @cached_property
    def team(self) -> Team:
        """Return a team of the town, with the leader at its head."""
        team = made.make_team(self.cast.town, name="活动领导小组")
        made.make_member(team, self.leader, "组长")
        return team

    @cached_property
    def contact_point(self) -> ContactPoint:
        """Return the village that the leader is in charge of."""
        return made.make_contact_point(self.leader, self.cast.villages[2])

    @cached_property
    def liaison(self) -> Liaison:
        """Return the branch that the leader is linked with."""
        return made.make_liaison(self.leader, self.cast.branches[2])

    @cached_property
    def account(self) -> Account:
        """Return an account of the town that is none of the cast's."""
        return made.make_account("station_reporter", self.cast.station, username="target")

    @cached_property
    def grant(self) -> RoleGrant:
        """Return the role of that account."""
        return self.account.grants.get()

    @cached_property
    def entry(self) -> Entry:
        """Return an entry of the audit log about the town."""
        return Entry.objects.filter(unit_path__startswith=self.cast.town.path)[0]

    @cached_property
    def register(self) -> Register:
        """Return the town's register of roads."""
        return make_register(self.cast.town)

    @cached_property
    def record(self) -> Record:
        """Return a road of the first village, entered and submitted by its reporter."""
        actor = self.cast.actor("village_reporter")
        return make_record(actor, self.register, self.cast.villages[0]).record

    @cached_property
    def draft(self) -> Record:
        """Return a road of the first village that its reporter has not yet submitted."""
        actor = self.cast.actor("village_reporter")
        return make_record(actor, self.register, self.cast.villages[0], submit=False).record

    @cached_property
    def figure(self) -> Definition:
        """Return a figure over the register."""
        return Definition.objects.create(
            home=self.cast.town,
            code="roads_built",
            label="建成公路",
            source=self.register.code,
            aggregate="count",
            nature="exact",
        )

    @cached_property
    def document(self) -> Document:
        """Return a draft of the town with one figure, which no verified record bears out yet."""
        text = template_text(f"建成{{{{ {self.figure.code} }}}}。")
        return save_document(actor=self.cast.actor("clerk"), template=text)

    @cached_property
    def sign_off(self) -> SignOff:
        """Return the leader's signature for that figure."""
        actor = self.cast.actor("leader")
        key = fill_document(self.document, actor=actor).asked[0].key
        return sign_for_figure(
            actor=actor,
            document=self.document,
            key=key,
            value=Decimal(3),
            source="交通站年报",
        )
