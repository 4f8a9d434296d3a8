"""Loading units, people, posts, teams, contact points and accounts."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings

from bihuan.lib.errors import Invalid
from bihuan.orgs import actions as orgs
from bihuan.orgs.access import Actor
from bihuan.orgs.models import (
    Account,
    Person,
    Post,
    Schooling,
    Team,
    Unit,
)
from bihuan.packs.content import Pack
from bihuan.packs.files import Row
from bihuan.packs.memory import Memory

LONG_AGO = dt.date(1949, 10, 1)
SCHOOLINGS = {str(label): value for value, label in Schooling.choices}


class PeopleLoading:
    """Loads the CSV files in the order in which they name each other."""

    def __init__(self, pack: Pack, memory: Memory, actor: Actor) -> None:
        self.pack, self.memory, self.actor = pack, memory, actor
        self._units: dict[str, Unit] = {}

    def load(self) -> None:
        """Load every file; faults are collected in the memory's."""
        for file, load in (
            ("units.csv", self._unit),
            ("people.csv", self._person),
            ("posts.csv", self._post),
            ("post_terms.csv", self._post_term),
            ("teams.csv", self._team),
            ("team_members.csv", self._team_member),
            ("contact_points.csv", self._contact_point),
            ("liaisons.csv", self._liaison),
            ("accounts.csv", self._account),
        ):
            for order, row in enumerate(self.pack.tables.get(file, [])):
                self._guard(row, partial(load, row, order))

    def _guard(self, row: Row, load: Callable[[], None]) -> None:
        try:
            load()
        except Invalid as error:
            self.memory.faults.add(row.file, row.line, error.message)

    def unit(self, code: str) -> Unit:
        """Return a unit by code; raises Invalid."""
        found = self._units.get(code) or Unit.objects.filter(code=code).first()
        if found is None:
            raise Invalid(f"没有代码为“{code}”的单位。")
        self._units[code] = found
        return found

    def _place(
        self, row: Row, kind: str, ref: str, make: Any, change: Any = None, find: Any = None
    ) -> None:
        said = dict(sorted(row.values.items()))
        self.memory.place((row.file, row.line), kind, ref, said, make, change, find)

    def _unit(self, row: Row, order: int) -> None:
        said: dict[str, Any] = {
            "name": row["name"],
            "short_name": row["short_name"],
            "division_code": row["division_code"],
            "sort_order": whole_number(row, "sort_order", order),
        }
        parent = self.unit(row["parent"]) if row["parent"] else None
        self._place(
            row,
            "unit",
            row["code"],
            lambda: orgs.open_unit(
                actor=self.actor,
                parent=parent,
                code=row["code"],
                kind=row["kind"],
                opened_on=a_day(row, "opened_on") or LONG_AGO,
                **said,
            ),
            lambda: orgs.update_unit(actor=self.actor, unit=self.unit(row["code"]), **said),
            lambda: Unit.objects.filter(code=row["code"]).first(),
        )

    def _person(self, row: Row, order: int) -> None:
        unit = self.unit(row["unit"])
        said: dict[str, Any] = {
            "name": row["name"],
            "birth_year": whole_number(row, "birth_year", 0) or None,
            "schooling": _schooling(row),
            "sort_order": order,
        }
        self._place(
            row,
            "person",
            row["code"],
            lambda: orgs.add_person(actor=self.actor, unit=unit, code=row["code"], **said),
            lambda: orgs.update_person(
                actor=self.actor,
                person=self._loaded("person", row["code"], Person, "人员"),
                unit=unit,
                **said,
            ),
            lambda: Person.objects.filter(code=row["code"], home=unit.home).first(),
        )

    def _post(self, row: Row, order: int) -> None:
        unit = self.unit(row["unit"])
        said: dict[str, Any] = {
            "title": row["title"],
            "kind": row["kind"],
            "sort_order": whole_number(row, "sort_order", order),
        }
        self._place(
            row,
            "post",
            row["code"],
            lambda: orgs.add_post(actor=self.actor, unit=unit, code=row["code"], **said),
            lambda: orgs.update_post(
                actor=self.actor, post=self._loaded("post", row["code"], Post, "职务"), **said
            ),
            lambda: Post.objects.filter(code=row["code"], home=unit.home).first(),
        )

    def _post_term(self, row: Row, _order: int) -> None:
        post = self._loaded("post", row["post"], Post, "职务")
        person = self._loaded("person", row["person"], Person, "人员")
        self._place(
            row,
            "post_term",
            f"{row['post']} {row['person']} {row['from']}",
            lambda: orgs.appoint(actor=self.actor, post=post, person=person, **_term(row)),
        )

    def _team(self, row: Row, _order: int) -> None:
        unit = self.unit(row["unit"])
        self._place(
            row,
            "team",
            row["code"],
            lambda: orgs.set_up_team(
                actor=self.actor,
                unit=unit,
                code=row["code"],
                name=row["name"],
                kind=row["kind"],
                **_term(row),
            ),
            lambda: orgs.update_team(
                actor=self.actor,
                team=self._loaded("team", row["code"], Team, "工作组"),
                name=row["name"],
            ),
            lambda: Team.objects.filter(code=row["code"], home=unit.home).first(),
        )

    def _team_member(self, row: Row, order: int) -> None:
        team = self._loaded("team", row["team"], Team, "工作组")
        person = self._loaded("person", row["person"], Person, "人员")
        self._place(
            row,
            "team_member",
            f"{row['team']} {row['person']} {row['role']} {row['from']}",
            lambda: orgs.join_team(
                actor=self.actor,
                team=team,
                person=person,
                role=row["role"],
                sort_order=order,
                **_term(row),
            ),
        )

    def _contact_point(self, row: Row, _order: int) -> None:
        person = self._loaded("person", row["person"], Person, "人员")
        unit = self.unit(row["unit"])
        self._place(
            row,
            "contact_point",
            f"{row['person']} {row['unit']} {row['from']}",
            lambda: orgs.assign_contact_point(
                actor=self.actor, person=person, unit=unit, **_term(row)
            ),
        )

    def _liaison(self, row: Row, _order: int) -> None:
        person = self._loaded("person", row["person"], Person, "人员")
        branch = self.unit(row["branch"])
        self._place(
            row,
            "liaison",
            f"{row['person']} {row['branch']} {row['from']}",
            lambda: orgs.assign_liaison(
                actor=self.actor, person=person, branch=branch, **_term(row)
            ),
        )

    def _account(self, row: Row, _order: int) -> None:
        unit = self.unit(row["unit"])
        person = self._loaded("person", row["person"], Person, "人员") if row["person"] else None
        username = row["username"]

        def make() -> Account:
            account = Account.objects.filter(username=username).first()
            if account is None:
                account = orgs.make_account(
                    actor=self.actor,
                    username=username,
                    display_name=row["display_name"],
                    person=person,
                    home=unit.home,
                    is_demonstration=settings.BIHUAN_MODE != "production",
                )
            orgs.grant_role(
                actor=self.actor,
                account=account,
                role=row["role"],
                unit=unit,
                from_on=a_day(row, "from") or unit.opened_on,
            )
            return account

        self._place(row, "account", f"{username} {row['role']} {row['unit']}", make)

    def _loaded(self, kind: str, code: str, model: Any, what: str) -> Any:
        item = self.memory.known(kind, code)
        if item is None:
            raise Invalid(f"没有代码为“{code}”的{what}。")
        return model.objects.get(pk=item.object_id)


def a_day(row: Row, column: str) -> dt.date | None:
    """Return the day in a column, None where it is empty; raises Invalid."""
    text = row[column]
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise Invalid(f"“{column}”应为日期（如 2009-11-03），现在是“{text}”。") from error


def _term(row: Row) -> dict[str, Any]:
    first = a_day(row, "from")
    if first is None:
        raise Invalid("“from”必须填写。")
    return {"from_on": first, "to_on": a_day(row, "to")}


def whole_number(row: Row, column: str, default: int) -> int:
    """Return the whole number in a column, or what an empty one means; raises Invalid."""
    text = row[column]
    if not text:
        return default
    if not text.isdigit():
        raise Invalid(f"“{column}”应为整数，现在是“{text}”。")
    return int(text)


def _schooling(row: Row) -> int | None:
    text = row["schooling"]
    if not text:
        return None
    if text not in SCHOOLINGS:
        raise Invalid(f"“schooling”应为 {'、'.join(SCHOOLINGS)} 之一，现在是“{text}”。")
    return SCHOOLINGS[text]
