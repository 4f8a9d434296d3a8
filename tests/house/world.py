"""What the addresses of the permission matrix are about: one of each thing, in the first town."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from bihuan.audit.models import Entry
from bihuan.collecting.actions import Wanted, ask_units
from bihuan.collecting.models import Ask, Collection
from bihuan.documents.actions import save_document, sign_for_figure
from bihuan.documents.filling import fill_document
from bihuan.documents.models import Document, SignOff
from bihuan.documents.tests.conftest import template_text
from bihuan.figures.models import Definition
from bihuan.files.checking import examine
from bihuan.files.models import Attachment
from bihuan.files.tests.pictures import jpeg
from bihuan.jobs.models import Job
from bihuan.jobs.tests.conftest import make_job
from bihuan.lib import clock
from bihuan.orgs.actions import ask_reset, hand_over_post
from bihuan.orgs.models import (
    Account,
    AccountNotice,
    ContactPoint,
    Handover,
    Liaison,
    Person,
    ResetRequest,
    RoleGrant,
    Team,
)
from bihuan.orgs.tests import cast as made
from bihuan.registers.actions.evidence import add_evidence
from bihuan.registers.models import Record, Register
from bihuan.registers.tests.making import make_record, make_register
from bihuan.reporting.actions import mark_sent
from bihuan.reporting.models import FilledForm, ReportForm
from bihuan.reporting.tests import making as forms
from tests.house.things.api import ApiThings
from tests.house.things.appraisals import AppraisalsThings
from tests.house.things.appraisals_hall import AppraisalsHallThings
from tests.house.things.appraisals_people import AppraisalsPeopleThings
from tests.house.things.burden import BurdenThings
from tests.house.things.campaigns import CampaignsThings
from tests.house.things.documents import DocumentsThings
from tests.house.things.duty import DutyThings
from tests.house.things.exchange import ExchangeThings
from tests.house.things.finance import FinanceThings
from tests.house.things.meetings import MeetingsThings
from tests.house.things.opinions import OpinionsThings
from tests.house.things.oversight import OversightThings
from tests.house.things.public import PublicThings
from tests.house.things.questionnaires import QuestionnairesThings
from tests.house.things.rectification import RectificationThings
from tests.house.things.requirements import RequirementsThings
from tests.house.things.tasks import TasksThings
from tests.house.things.word import WordThings


@dataclass(frozen=True)
class World(
    TasksThings,
    FinanceThings,
    OpinionsThings,
    QuestionnairesThings,
    RectificationThings,
    DutyThings,
    DocumentsThings,
    MeetingsThings,
    AppraisalsThings,
    CampaignsThings,
    RequirementsThings,
    OversightThings,
    BurdenThings,
    ApiThings,
    ExchangeThings,
    PublicThings,
    WordThings,
    AppraisalsHallThings,
    AppraisalsPeopleThings,
):
    """The cast and their things. Each thing is made when an address asks for it, by actions."""

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
    def handover(self) -> Handover:
        """Return a handover of a post of the town."""
        post = made.make_post(self.cast.town, "干事", "cadre")
        term = made.make_term(post, made.make_person(self.cast.town))
        taker = made.make_person(self.cast.town)
        return hand_over_post(actor=made.keeper(), term=term, person=taker, on=clock.today())

    @cached_property
    def reset(self) -> ResetRequest:
        """Return the wish to reset the account of a leader who is not of the cast."""
        chief = made.make_account("leader", self.cast.town)
        Account.objects.filter(pk=chief.pk).update(last_login=clock.real_now())
        chief.refresh_from_db()
        actor = self.cast.actor("administrator")
        return ask_reset(actor=actor, account=chief, kind="password", reason="忘记密码")

    @cached_property
    def notice(self) -> AccountNotice:
        """Return what the auditor was told of that wish."""
        return AccountNotice.objects.get(
            told=self.cast.account("auditor"), about=self.reset.account
        )

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
    def personal(self) -> Record:
        """Return a road of the first village with personal data in it."""
        actor = self.cast.actor("village_reporter")
        return make_record(actor, self.register, self.cast.villages[0], phone="13900001111").record

    @cached_property
    def draft(self) -> Record:
        """Return a road of the first village that its reporter has not yet submitted."""
        actor = self.cast.actor("village_reporter")
        return make_record(actor, self.register, self.cast.villages[0], submit=False).record

    @cached_property
    def photo(self) -> Attachment:
        """Return a photo of that draft, which its reporter added."""
        examined = [examine(jpeg((60, 40)), "现场.jpg")]
        added, _refused = add_evidence(
            actor=self.cast.actor("village_reporter"), record_id=self.draft.pk, examined=examined
        )
        return added[0]

    @cached_property
    def collection(self) -> Collection:
        """Return a collection of the register, asked of the town's villages by its clerk."""
        return ask_units(
            actor=self.cast.actor("clerk"),
            home=self.cast.town,
            register=self.register,
            units=self.cast.villages,
            wanted=Wanted(title="公路", due_on=clock.today()),
        )

    @cached_property
    def ask(self) -> Ask:
        """Return what that collection asks of the first village."""
        return self.collection.asks.get(unit=self.cast.villages[0])

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

    @cached_property
    def job(self) -> Job:
        """Return a job that the clerk has started and that waits."""
        return make_job(self.cast.actor("clerk"), "say", words="办好了。")

    @cached_property
    def report_form(self) -> ReportForm:
        """Return a form of the county that lists the town's roads, mapped but for one cell."""
        assert self.record.pk, "somebody else's row, which a reporter may not see"
        make_record(self.cast.actor("clerk"), self.register, self.cast.villages[1])
        forms.make_figures(self.cast.town)
        made = forms.make_form(self.cast, first_day=dt.date(2009, 1, 1))
        forms.map_form(self.cast, made)
        return made

    @cached_property
    def filled_form(self) -> FilledForm:
        """Return that form filled, not yet sent."""
        return forms.fill_for(self.cast, self.report_form, "2010-01")

    @cached_property
    def sent_form(self) -> FilledForm:
        """Return the form filled and sent."""
        return mark_sent(
            actor=self.cast.actor("clerk"),
            filled=self.filled_form,
            sent_on=dt.date(2010, 2, 3),
            sent_to="市交通局",
            reason="缺口由市局统计",
        )
