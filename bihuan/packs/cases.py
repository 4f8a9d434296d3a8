"""Loading disputes and petitions: registered and brought to where they stand, by the actions.

A pack says nothing of who brought a case: what tells who somebody is has no place in content that
is passed on. Once loaded, a case is people's: what the pack says later of it is left alone.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

from bihuan.duty import actions as duty
from bihuan.duty.models import Case, Dispute, DisputeType, Petition
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Account, Unit
from bihuan.packs.content import Pack
from bihuan.packs.files import Row
from bihuan.packs.memory import Memory
from bihuan.packs.people import a_day, whole_number

C = TypeVar("C", bound=Case)
TO_SETTLE = dt.timedelta(days=30)


class CaseLoading:
    """Loads the two files of cases; their faults are noted with file and line."""

    def __init__(self, pack: Pack, home: Unit, memory: Memory, actor: Actor) -> None:
        self.pack, self.home, self.memory, self.actor = pack, home, memory, actor
        self._units: dict[str, Unit] = {}
        self._actors: dict[str, Actor] = {}
        self._types: Mapping[str, DisputeType] = {}

    def load(self) -> None:
        """Load disputes, then petitions; the types that come along are adopted where needed."""
        disputes = self.pack.tables.get("disputes.csv", [])
        if disputes:
            types = duty.adopt_types(actor=self.actor, home=self.home)
            self._types = {each.code: each for each in types}
        for row in disputes:
            self._place(row, "dispute", partial(self._dispute, row))
        for row in self.pack.tables.get("petitions.csv", []):
            self._place(row, "petition", partial(self._petition, row))

    def _place(self, row: Row, kind: str, make: Callable[[], Case]) -> None:
        said = dict(sorted(row.values.items()))
        self.memory.place((row.file, row.line), kind, row["ref"], said, make)

    def _dispute(self, row: Row) -> Dispute:
        found_on = _day(row, "found_on")
        made = duty.record_dispute(
            actor=self._by(row["entered_by"]),
            spec=duty.DisputeSpec(
                unit=self._unit(row["unit"]),
                title=row["title"],
                type=self._type(row["type"]),
                found_on=found_on,
                headcount=whole_number(row, "headcount", 1),
                level=row["level"] or "village",
                parties=row["parties"],
                facts=row["facts"],
                unit_complained_of=self._maybe(row["unit_complained_of"]),
            ),
        )
        state = row["state"] or "registered"
        return made if state == "registered" else self._worked_on(made, row, state, found_on)

    def _worked_on(self, made: Dispute, row: Row, state: str, found_on: dt.date) -> Dispute:
        actor = self._by(row["kept_by"])
        closed_on = a_day(row, "closed_on")
        lead = self._maybe(row["lead_unit"])
        if lead is not None:
            handing = duty.Handing(
                unit=lead, on=found_on, due_on=found_on + TO_SETTLE, is_task=closed_on is None
            )
            made = duty.accept_dispute(actor=actor, dispute=made, handing=handing)
        if state in ("handling", "closed"):
            made = duty.try_dispute(actor=actor, dispute=made, note="上门了解情况", on=found_on)
        if state == "closed":
            made = duty.close_dispute(
                actor=actor,
                dispute=made,
                outcome=row["outcome"],
                agreement=row["agreement"] or "none",
                on=closed_on,
            )
        return made

    def _petition(self, row: Row) -> Petition:
        actor = self._by(row["kept_by"])
        made = duty.record_petition(
            actor=actor,
            spec=duty.PetitionSpec(
                unit=self._unit(row["unit"]),
                title=row["title"],
                form=row["form"],
                kind=row["kind"] or "demand",
                received_on=_day(row, "received_on"),
                headcount=whole_number(row, "headcount", 1),
                level=row["level"] or "township",
                unit_complained_of=self._maybe(row["unit_complained_of"]),
            ),
        )
        accepted_on = a_day(row, "accepted_on")
        if accepted_on is not None:
            made = duty.accept_petition(actor=actor, petition=made, on=accepted_on)
        if row["summary"]:
            made = duty.approve_summary(actor=actor, petition=made, summary=row["summary"])
        return self._answered(made, row, actor)

    def _answered(self, made: Petition, row: Row, actor: Actor) -> Petition:
        lead, replied_on = self._maybe(row["lead_unit"]), a_day(row, "replied_on")
        closed_on = a_day(row, "closed_on")
        if lead is not None:
            handing = duty.Handing(
                unit=lead, on=a_day(row, "assigned_on"), is_task=replied_on is None
            )
            made = duty.assign_petition(actor=actor, petition=made, handing=handing)
        if replied_on is not None:
            made = duty.reply_petition(
                actor=actor, petition=made, reply=row["reply"], on=replied_on
            )
        if closed_on is not None:
            made = duty.close_petition(
                actor=actor, petition=made, satisfaction=row["satisfaction"], on=closed_on
            )
        return made

    def _unit(self, code: str) -> Unit:
        found = self._units.get(code)
        if found is None:
            found = Unit.objects.select_related("home").filter(code=code).first()
        if found is None:
            raise Invalid(f"没有代码为“{code}”的单位。")
        self._units[code] = found
        return found

    def _maybe(self, code: str) -> Unit | None:
        return self._unit(code) if code else None

    def _type(self, code: str) -> DisputeType:
        found = self._types.get(code)
        if found is None:
            raise Invalid(f"没有代码为“{code}”的纠纷类型，可用的有：{'、'.join(self._types)}。")
        return found

    def _by(self, username: str) -> Actor:
        """Return the account that a row names as the one who did it; else whoever loads it."""
        if not username:
            return self.actor
        if username not in self._actors:
            account = Account.objects.filter(username=username).first()
            if account is None:
                raise Invalid(f"没有用户名为“{username}”的账号。")
            self._actors[username] = Actor.of(account)
        return self._actors[username]


def _day(row: Row, column: str) -> dt.date:
    found = a_day(row, column)
    if found is None:
        raise Invalid(f"“{column}”必须填写。")
    return found
