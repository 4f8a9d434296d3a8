"""Loading opinions: the tree of classes, what was said, what is one problem, what was answered."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from functools import partial

from bihuan.audit.rules import digest
from bihuan.lib.dates import parse_date
from bihuan.lib.errors import DomainError, Invalid
from bihuan.opinions.actions import (
    OpinionSpec,
    answer_group,
    merge_groups,
    record_opinions,
)
from bihuan.opinions.actions.categories import (
    CategorySpec,
    add_category,
    update_category,
    words_in,
)
from bihuan.opinions.actions.learning import learn_if_due
from bihuan.opinions.models import Category, Channel, Giver, Opinion, OpinionGroup, Target
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Account, Unit
from bihuan.packs.content import Pack
from bihuan.packs.files import Row
from bihuan.packs.memory import Memory

UNIT_COLUMNS = ("unit", "about_unit", "source_unit")
CATEGORY, OPINION, GROUP = "opinion_category", "opinion", "opinion_group"


def load_opinions(pack: Pack, home: Unit, memory: Memory, actor: Actor) -> None:
    """Load classes, opinions, then groups; faults are noted in the memory's with file and line.

    What was said is never changed once it is loaded; a group that people answered or merged
    otherwise is left to them.
    """
    for row in pack.tables.get("opinion_categories.csv", []):
        _place_category(row, home, memory, actor)
    if memory.faults:
        return
    made = _Loading(pack, home, memory, actor).record()
    if memory.faults:
        return
    _load_groups(pack, made, memory, actor)
    if made and not memory.faults:
        learn_if_due(actor=actor, home=home)


def _load_groups(pack: Pack, made: dict[str, Opinion], memory: Memory, actor: Actor) -> None:
    named = {row["code"]: row for row in pack.tables.get("opinion_groups.csv", [])}
    by_group: dict[str, list[Opinion]] = defaultdict(list)
    for row in pack.opinions:
        if code := row["group"]:
            by_group[code].append(made[row["ref"]])
            if code not in named:
                memory.faults.add(row.file, row.line, f"opinion_groups.csv 里没有“{code}”。")
        elif row["answer"]:
            _answer(row, made[row["ref"]], row["ref"], memory, actor)
    for code, row in named.items():
        if code not in by_group:
            memory.faults.add(row.file, row.line, f"没有意见属于“{code}”。")
        elif not memory.faults:
            _merge(row, by_group[code], code, memory, actor)


def _place_category(row: Row, home: Unit, memory: Memory, actor: Actor) -> None:
    spec = CategorySpec(row["code"], row["label"], words_in(row["keywords"]), row["parent"])

    def find() -> Category | None:
        return Category.objects.filter(home=home, code=spec.code).first()

    def change() -> None:
        found = find()
        if found is not None:
            update_category(actor=actor, category=found, spec=spec)

    make = partial(add_category, actor=actor, home=home, spec=spec)
    memory.place((row.file, row.line), CATEGORY, spec.code, repr(spec), make, change, find)


class _Loading:
    """Turns rows into opinions and records those that are new, with one audit entry."""

    def __init__(self, pack: Pack, home: Unit, memory: Memory, actor: Actor) -> None:
        self.pack, self.home, self.memory, self.actor = pack, home, memory, actor
        codes = {row[name] for row in pack.opinions for name in UNIT_COLUMNS}
        self.units = {unit.code: unit for unit in Unit.objects.filter(code__in=codes)}
        names = {row["entered_by"] for row in pack.opinions}
        self.accounts = {each.username: each for each in Account.objects.filter(username__in=names)}

    def record(self) -> dict[str, Opinion]:
        """Return the opinions of the pack by ref; none where there are faults."""
        fresh: list[tuple[Row, OpinionSpec]] = []
        found: dict[str, Opinion] = {}
        seen: set[str] = set()
        for row in self.pack.opinions:
            if not row["ref"] or row["ref"] in seen:
                self._fault(row, f"“ref”（{row['ref']}）为空或重复。")
            seen.add(row["ref"])
            standing = self._standing(row)
            if standing is not None:
                found[row["ref"]] = standing
                self.memory.report.unchanged += 1
            elif spec := self._spec(row):
                fresh.append((row, spec))
        if self.memory.faults or not fresh:
            return found
        try:
            made = record_opinions(
                actor=self.actor,
                home=self.home,
                specs=[spec for _row, spec in fresh],
                note=f"内容包 {self.memory.pack}",
            )
        except DomainError as error:
            self._fault(fresh[0][0], error.message)
            return {}
        self.memory.report.count(self.memory.report.added, OPINION, len(made))
        for (row, _spec), opinion in zip(fresh, made, strict=True):
            found[row["ref"]] = opinion
            self.memory.remember(OPINION, row["ref"], opinion.pk, digest([row["text"]]))
        return found

    def _standing(self, row: Row) -> Opinion | None:
        """Return what an earlier loading made of a row, or what was taken over from its record."""
        item = self.memory.known(OPINION, row["ref"])
        if item is not None:
            return Opinion.objects.filter(pk=item.object_id).first()
        for code in ("opinions", "imp_opinions"):  # registers of packs before there was this room
            record = self.memory.known(f"record:{code}", row["ref"])
            if record is not None:
                ref = str(record.object_id)
                return Opinion.objects.filter(home=self.home, ref=ref).first()
        return None

    def _spec(self, row: Row) -> OpinionSpec | None:
        already = len(self.memory.faults.found)
        unit = self._unit(row, "unit") or self.home
        entered_by = row["entered_by"]
        account = self.accounts.get(entered_by)
        if entered_by and account is None:
            self._fault(row, f"没有账号“{entered_by}”。")
        raised_on = self._day(row, "raised_on")
        spec = OpinionSpec(
            text=row["text"],
            channel=self._choice(row, "channel", Channel),
            raised_on=raised_on or dt.date.max,
            unit=unit,
            giver=self._choice(row, "giver", Giver) or Giver.UNKNOWN,
            target=self._choice(row, "target", Target) or Target.WORK,
            place=row["place"],
            occasion=row["occasion"],
            about_unit=self._unit(row, "about_unit"),
            category=row["category"] or None,
            source_unit=self._unit(row, "source_unit") or unit,
            recorded_on=self._day(row, "recorded_on") or raised_on,
            recorded_by_name=str(account or ""),
        )
        return spec if len(self.memory.faults.found) == already else None

    def _unit(self, row: Row, column: str) -> Unit | None:
        code = row[column]
        if code and code not in self.units:
            self._fault(row, f"没有代码为“{code}”的单位。")
        return self.units.get(code)

    def _choice(
        self, row: Row, column: str, choices: type[Channel] | type[Giver] | type[Target]
    ) -> str:
        by_label = {str(label): str(value) for value, label in choices.choices}
        said = by_label.get(row[column], row[column])
        if said and said not in choices.values:
            self._fault(row, f"“{column}”应为 {'、'.join(choices.values)} 之一。")
        return said

    def _day(self, row: Row, column: str) -> dt.date | None:
        if not row[column]:
            return None
        day = parse_date(row[column])
        if day is None:
            self._fault(row, f"“{column}”应如 2009-11-03，现在是“{row[column]}”。")
        return day

    def _fault(self, row: Row, message: str) -> None:
        self.memory.faults.add(row.file, row.line, message)


def _merge(row: Row, members: list[Opinion], code: str, memory: Memory, actor: Actor) -> None:
    """Merge the groups of some opinions under a wording, and answer the whole."""
    said = [row["wording"], row["answer"], row["reason"], *sorted(str(m.pk) for m in members)]

    def make() -> OpinionGroup:
        groups = _groups_of(members)
        group = groups[0]
        if others := groups[1:]:
            merge_groups(actor=actor, into=group, others=others, wording=row["wording"])
        return _answered(row, group, actor)

    memory.place((row.file, row.line), GROUP, code, said, make)


def _answer(row: Row, opinion: Opinion, ref: str, memory: Memory, actor: Actor) -> None:
    """Answer the group of an opinion that stands alone."""
    said = [row["answer"], row["reason"], row["forwarded_to"]]

    def make() -> OpinionGroup:
        return _answered(row, _groups_of([opinion])[0], actor)

    memory.place((row.file, row.line), GROUP, f"of:{ref}", said, make)


def _answered(row: Row, group: OpinionGroup, actor: Actor) -> OpinionGroup:
    if not row["answer"]:
        return group
    return answer_group(
        actor=actor,
        group=group,
        answer=row["answer"],
        reason=row["reason"],
        forwarded_to=row["forwarded_to"],
    )


def _groups_of(opinions: Iterable[Opinion]) -> list[OpinionGroup]:
    """Return the groups of some opinions, each once; raises Invalid for one that has no class."""
    ids = []
    for opinion in opinions:
        opinion.refresh_from_db(fields=["group", "category"])
        if opinion.group_id is None:
            raise Invalid(f"“{opinion.ref}”没有类别，不能归并或答复。")
        ids.append(opinion.group_id)
    found = OpinionGroup.objects.select_related("unit", "home").in_bulk(ids)
    return [found[id_] for id_ in dict.fromkeys(ids)]
